/* hentra(7): what the whole is, and where each part is told of. The commands' words are the table's. */
#include "base/memory.h"
#include "base/roff.h"
#include "command/tool/usage.h"
#include "site/site.h"

static const char description[] =
	"hentra reads a province's public-service portal, judges every one-stop-shop case against "
	"its "
	"promised date of return, counts per commune, and tells people when lateness piles up: the "
	"commune's chair by a letter, the hotline 1022 by a signed event. It only reads the "
	"portal, and "
	"keeps no citizen's name, number or address.\n\n"
	"The daemon, hentrad(8), reads, judges, counts and tells, every few minutes. The tool, "
	"hentractl(1), shows what it knows and why, and takes what an operator decides; it works "
	"whether "
	"the daemon runs or not. Everything is in one file, the store. What is watched, how it is "
	"judged and who is told stands in hentra.conf(5); how a portal is asked and understood in "
	"a "
	"profile, hentra-profile(5).";

static const char first_steps[] = "A new installation is silent: without a configuration the "
				  "service does not start, and in trial "
				  "mode it tells nobody but the office, once.";

/* In the order of a first day. */
static const char *const begin[] = {"init", "check", "status", "alerts test", "communes", "arm"};
static const char *const daily[] = {
	"status", "cases", "explain", "alerts", "ack", "outbox list", "report ii06", "backup"};

static const struct {
	const char *path, *what;
} files[] = {
	{"/etc/hentra/hentra.conf", "The configuration; hentra.conf.d/*.conf beside it add to it."},
	{"/etc/hentra/communes.csv",
		"Communes and departments: their units on the portal, their addresses."},
	{"/etc/hentra/secrets",
		"A file for each secret, for root alone; credential:NAME means it."},
	{"/var/lib/hentra/hentra.db", "The store: for root and the user hentra alone."},
	{HENTRA_SHARE_DIR, "The vendor's profiles and calendar; a file of the same name in "
			   "/etc/hentra wins."},
	{HENTRA_DATA_DIR "/doc/hentra",
		"The handbook, in Vietnamese quan-tri.md; thu-nay-nghia-la-gi.md for "
		"whoever gets a letter; backup, upgrades, disaster, deadlines, reports; examples."},
};

static void add_commands(struct text *out, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct command *command = command_named(names[i]);
		cleanup(text_free) struct text typed = {0};
		text_printf(&typed, "hentractl %s", command->name);
		roff_tag(out, typed.data, command->arguments[0] ? command->arguments : NULL);
		roff_add(out, command->help);
		text_add(out, ".\n");
	}
}

static void add_files(struct text *out)
{
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		text_add(out, ".TP\n.I ");
		roff_add(out, files[i].path);
		text_add_char(out, '\n');
		roff_lines(out, files[i].what);
	}
}

void usage_manual_overview(struct text *out)
{
	text_add(out, ".TH HENTRA 7 \"\" hentra \"Overview\"\n"
		      ".SH NAME\nhentra \\- watches the deadlines of one\\-stop\\-shop cases\n"
		      ".SH DESCRIPTION\n");
	roff_lines(out, description);
	text_add(out, ".SH FIRST STEPS\n");
	roff_lines(out, first_steps);
	add_commands(out, begin, ARRAY_SIZE(begin));
	text_add(out,
		".PP\nBefore\n.B check\n"
		"the communes are filled in, /etc/hentra/communes.csv; after it the service is "
		"started: \\fBsystemctl start hentra\\fR. After a change of the "
		"configuration: \\fBsystemctl reload hentra\\fR.\n.SH EVERY DAY\n"
		"Nothing has to be done. To look:\n");
	add_commands(out, daily, ARRAY_SIZE(daily));
	text_add(out, ".PP\n\\fBhentractl help\\fR lists all commands; \\fBjournalctl \\-xu "
		      "hentra\\fR is "
		      "the log with what each event means.\n.SH FILES\n");
	add_files(out);
	text_add(out, ".SH SEE ALSO\n.BR hentrad (8),\n.BR hentractl (1),\n.BR hentra.conf (5),\n"
		      ".BR hentra\\-profile (5)\n");
}
