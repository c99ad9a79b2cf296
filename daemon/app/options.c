#include "app/options.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "core/zone.h"
#include "site/site.h"

static const char help[] =
	"hentrad [-c FILE] [--once] [--now RFC3339]\n"
	"\n"
	"Watches the deadlines of one-stop-shop cases: polls portals, judges every case, counts "
	"per\n"
	"commune, and tells people when overdue cases pile up.\n"
	"\n"
	"  -c, --config FILE  the configuration (" SITE_CONFIG ")\n"
	"      --once         read every portal once, evaluate, deliver what is due, and end\n"
	"      --now TIME     with --once: judge and date as if it were TIME, e.g.\n"
	"                     2026-11-20T18:00:00+07:00\n"
	"      --version      print the version\n"
	"  -h, --help         print this\n"
	"\n"
	"Signals: SIGHUP reloads the configuration (a bad one changes nothing and is logged); "
	"SIGTERM\n"
	"and SIGINT end the daemon within five seconds.\n"
	"\n"
	"Exit codes: 0 fine; 1 with --once, a portal was not read completely; 2 wrong usage; 3 "
	"the\n"
	"store or a file failed, trying again may help; 78 the configuration is wrong.\n";

static int usage(const char *sentence, const char *value)
{
	fprintf(stderr, "hentrad: %s%s%s (see hentrad --help)\n", sentence, value[0] ? ": " : "",
		value);
	return DAEMON_USAGE;
}

bool options_parse(int argc, char **argv, struct options *ret_options, enum daemon_exit *ret_exit)
{
	enum { ONCE = 256, NOW, VERSION };
	static const struct option known[] = {
		{"config", required_argument, NULL, 'c'},
		{"once", no_argument, NULL, ONCE},
		{"now", required_argument, NULL, NOW},
		{"version", no_argument, NULL, VERSION},
		{"help", no_argument, NULL, 'h'},
		{NULL, 0, NULL, 0},
	};
	struct options options = {.config = SITE_CONFIG, .now = INSTANT_NONE};
	int letter;

	*ret_exit = DAEMON_USAGE;
	while ((letter = getopt_long(argc, argv, "c:h", known, NULL)) != -1) {
		switch (letter) {
		case 'c':
			options.config = optarg;
			break;
		case ONCE:
			options.once = true;
			break;
		case NOW:
			if (!zone_parse_rfc3339(slice_of(optarg), &options.now)) {
				usage("--now is not a time such as 2026-11-20T18:00:00+07:00",
					optarg);
				return false;
			}
			break;
		case VERSION:
			printf("hentrad %s\n", HENTRA_VERSION);
			*ret_exit = DAEMON_FINE;
			return false;
		case 'h':
			fputs(help, stdout);
			*ret_exit = DAEMON_FINE;
			return false;
		default: /* getopt has said what is wrong */
			return false;
		}
	}
	if (optind < argc) {
		usage("no argument is expected", argv[optind]);
		return false;
	}
	if (options.now != INSTANT_NONE && !options.once) {
		usage("--now only goes with --once", "");
		return false;
	}
	*ret_options = options;
	return true;
}
