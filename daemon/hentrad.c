/* hentrad: the daemon. */
#include "app/app.h"

int main(int argc, char **argv)
{
	struct options options;
	enum daemon_exit code;

	if (!options_parse(argc, argv, &options, &code))
		return (int)code;
	return (int)app_run(&options);
}
