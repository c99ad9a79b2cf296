/* hentrad: the daemon. */
#include <stdlib.h>
#include <unistd.h>

#include "app/app.h"

/* The journal finds the unit of a line by its process, which must still be there for it: without its
 * last words `systemctl status hentra` would not say why the service failed. */
#define LAST_WORDS_US 300000

int main(int argc, char **argv)
{
	struct options options;
	enum daemon_exit code;

	if (!options_parse(argc, argv, &options, &code))
		return (int)code;
	code = app_run(&options);
	if (code != DAEMON_FINE && getenv("JOURNAL_STREAM"))
		usleep(LAST_WORDS_US);
	return (int)code;
}
