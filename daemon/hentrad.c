/* hentrad: the daemon. */
#include "app/app.h"
#include "base/log.h"

int main(int argc, char **argv)
{
	struct options options;
	enum daemon_exit code;

	if (!options_parse(argc, argv, &options, &code))
		return (int)code;
	code = app_run(&options);
	if (code != DAEMON_FINE)
		log_linger();
	return (int)code;
}
