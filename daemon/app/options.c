#include "app/options.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/roff.h"
#include "core/time/zone.h"
#include "report/width.h"
#include "site/site.h"

enum { ONCE = 256, NOW, MANUAL, VERSION };

/* The table of options: parsing, help and hentrad(8) read it. */
struct row {
	int letter;
	const char *name;
	const char *value; /* NULL: a flag */
	const char *help;
};
static const struct row rows[] = {
	{'c', "config", "FILE", "the configuration (" SITE_CONFIG ")"},
	{ONCE, "once", NULL, "read every portal once, evaluate, deliver what is due, and end"},
	{NOW, "now", "TIME",
		"with --once: judge and date as if it were TIME, e.g. 2026-11-20T18:00:00+07:00"},
	{MANUAL, "manual", NULL, "print hentrad(8) in roff"},
	{VERSION, "version", NULL, "print the version"},
	{'h', "help", NULL, "print this"},
};

static const char about[] =
	"Watches the deadlines of one-stop-shop cases: polls portals, judges every case, counts "
	"per commune, and tells people when overdue cases pile up.";
static const char signals[] =
	"SIGHUP reloads the configuration (a bad one changes nothing and is logged); SIGTERM and "
	"SIGINT end the daemon within five seconds.";

static const struct {
	int code;
	const char *meaning;
} exits[] = {
	{DAEMON_FINE, "fine"},
	{DAEMON_INCOMPLETE, "with --once, a portal was not read completely"},
	{DAEMON_USAGE, "wrong usage"},
	{DAEMON_ENVIRONMENT, "the store or a file failed; trying again may help"},
	{DAEMON_CONFIGURATION, "the configuration is wrong"},
};

static void option_name(const struct row *row, char name[static 40])
{
	char letter[8] = "";

	if (row->letter < ONCE)
		snprintf(letter, sizeof(letter), "-%c, ", (char)row->letter);
	snprintf(name, 40, "%s--%s", letter, row->name);
}

static void print_help(void)
{
	cleanup(text_free) struct text out = {0};
	char name[40];

	text_add(&out, "hentrad [-c FILE] [--once] [--now TIME]\n\n");
	wrap_add(&out, slice_of(about), 80, 0, "");
	text_add(&out, "\n\n");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		option_name(&rows[i], name);
		text_printf(&out, "  %s%s %-*s ", rows[i].letter < ONCE ? "" : "    ", name,
			rows[i].letter < ONCE ? 18 - (int)strlen(name) : 14 - (int)strlen(name),
			rows[i].value ? rows[i].value : "");
		wrap_add(&out, slice_of(rows[i].help), 80, 22, "                      ");
		text_add_char(&out, '\n');
	}
	text_add(&out, "\nSignals: ");
	wrap_add(&out, slice_of(signals), 80, 9, "");
	text_add(&out, "\n\nExit codes:\n");
	for (size_t i = 0; i < ARRAY_SIZE(exits); i++)
		text_printf(&out, "  %2d  %s\n", exits[i].code, exits[i].meaning);
	fputs(out.data, stdout);
}

static void print_manual(void)
{
	cleanup(text_free) struct text out = {0};
	char name[40];

	text_add(&out, ".TH HENTRAD 8 \"\" hentra \"System administration\"\n"
		       ".SH NAME\nhentrad \\- watch the deadlines of one\\-stop\\-shop cases\n"
		       ".SH SYNOPSIS\n.B hentrad\n[\\-c \\fIFILE\\fR] [\\-\\-once] "
		       "[\\-\\-now \\fITIME\\fR]\n.SH DESCRIPTION\n");
	roff_lines(&out, about);
	text_add(&out,
		".PP\nUsually the service manager runs it: \\fBsystemctl enable \\-\\-now "
		"hentra\\fR. A new installation begins with \\fBhentractl init\\fR.\n.PP\nBy hand, "
		"\\fB\\-\\-once\\fR is for "
		"trials with a configuration and a store of their own (\\fB\\-c\\fR): the service "
		"cannot open a store that root made.\n"
		".SH OPTIONS\n");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		option_name(&rows[i], name);
		roff_tag(&out, name, rows[i].value);
		roff_add(&out, rows[i].help);
		text_add(&out, ".\n");
	}
	text_add(&out, ".SH SIGNALS\n");
	roff_lines(&out, signals);
	text_add(&out, ".SH EXIT STATUS\n");
	for (size_t i = 0; i < ARRAY_SIZE(exits); i++) {
		text_printf(&out, ".TP\n%d\n", exits[i].code);
		roff_add(&out, exits[i].meaning);
		text_add(&out, ".\n");
	}
	text_add(&out,
		".SH ENVIRONMENT\n.TP\n\\fBCREDENTIALS_DIRECTORY\\fR\nWhere the service manager "
		"put what credential:NAME means.\n.TP\n\\fBHENTRA_SHARE_DIR\\fR\nThe vendor's "
		"files, instead of " HENTRA_SHARE_DIR
		".\n.TP\n\\fBNOTIFY_SOCKET, WATCHDOG_USEC\\fR\n"
		"The service manager is told of readiness, state and progress.\n"
		".SH FILES\n.TP\n.I /etc/hentra/hentra.conf\nThe configuration. Without it the "
		"service stays inactive.\n.TP\n.I /var/lib/hentra/hentra.db\nThe store. It holds "
		"everything that is not in the configuration: back it up with \\fBhentractl "
		"backup\\fR.\n.TP\n.I /var/lib/hentra/hentra.db.before\\-NAME\nThe store as it was "
		"before an upgrade changed its form.\n.TP\n.I /run/hentra/wake\nWhere hentractl "
		"wakes "
		"the daemon.\n.TP\n.I " HENTRA_SHARE_DIR "\nThe vendor's profiles and calendar.\n"
		".SH SEE ALSO\n.BR hentractl (1),\n.BR hentra.conf (5),\n.BR hentra\\-profile "
		"(5),\n.BR hentra (7)\n"
		".PP\n\\fBjournalctl \\-xu hentra\\fR explains the events that need a person.\n");
	fputs(out.data, stdout);
}

static int usage(const char *sentence, const char *value)
{
	fprintf(stderr, "hentrad: %s%s%s (see hentrad --help)\n", sentence, value[0] ? ": " : "",
		value);
	return DAEMON_USAGE;
}

bool options_parse(int argc, char **argv, struct options *ret_options, enum daemon_exit *ret_exit)
{
	struct option known[ARRAY_SIZE(rows) + 1] = {0};
	struct options options = {.config = SITE_CONFIG, .now = INSTANT_NONE};
	int letter;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		known[i] = (struct option){rows[i].name,
			rows[i].value ? required_argument : no_argument, NULL, rows[i].letter};
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
		case MANUAL:
			print_manual();
			*ret_exit = DAEMON_FINE;
			return false;
		case VERSION:
			printf("hentrad %s\n", HENTRA_VERSION);
			*ret_exit = DAEMON_FINE;
			return false;
		case 'h':
			print_help();
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
