/* hentra.conf(5), made from the table of settings and the table of measures. */
#include <stdio.h>
#include <string.h>

#include "base/roff.h"
#include "command/tool/usage.h"
#include "conf/keys.h"
#include "core/alert/measure.h"
#include "core/time/duration.h"
#include "site/site.h"

static const char description[] =
	"The configuration of hentrad and hentractl. "
	"After a change: hentractl check, then systemctl reload hentra; a file with a mistake "
	"changes nothing, and the log says which line.\n"
	"\n"
	"Sections are [kind] or [kind name], lines in them key = value. A # begins a comment, on a "
	"line of its own or behind white space. A line that begins with white space goes on with "
	"the value before it. A value may be quoted with \"...\", where \\\" and \\\\ escape. "
	"Unknown sections and keys are mistakes.\n"
	"\n"
	"Files in hentra.conf.d/*.conf beside it are read after it, in the order of their names, "
	"and override single keys. A file that is named without a slash (communes, calendar, "
	"profiles) is looked for beside the configuration, then in its folder for that kind "
	"(profiles/, calendar/), then in " HENTRA_SHARE_DIR
	": a file of the same name in /etc/hentra "
	"wins over the vendor's.";

static const char *const value_kinds[][2] = {
	{"duration", "30s, 15min, 2h or 1d of wall clock."},
	{"working time", "4 working hours or 2 working days, by the calendar."},
	{"secret", "credential:NAME, a file NAME in /etc/hentra/secrets (owner root, mode 0600) or "
		   "whatever a drop-in of hentra.service loads under that name (LoadCredential=, "
		   "LoadCredentialEncrypted=); or file:PATH, readable by the user hentra and "
		   "refused when others can read it. A secret never stands in the configuration "
		   "itself. After a change of a credential: systemctl restart hentra."},
	{"conditions",
		"MEASURE >= NUMBER by comma: all must hold in fire and critical, any is "
		"enough in clear. Shares are written 5%, times 5 working days or 4 hours. The "
		"measures are below."},
	{"steps", "3 working days: CHANNEL, by comma."},
};

static const char communes[] =
	"UTF-8, one row a commune or department (land offices own late cases too); a line that "
	"begins with # is a comment.";
static const char *const commune_columns[][2] = {
	{"code", "Five digits for a commune, letters and digits for a department."},
	{"name", "As letters print it."},
	{"kind", "commune (default) or department."},
	{"agencies", "The portal's unit codes, exact or with *, separated by blanks. The longest "
		     "literal wins, ties are refused. A unit that no row names is counted under "
		     "unmapped."},
	{"email", "Addresses, separated by blanks; each gets its own letter."},
	{"phone", "For people."},
	{"valid_from, valid_to", "The first and the last day; empty: always."},
	{"successor", "The commune that a merged one became."},
};

static void add_pairs(struct text *out, const char *const pairs[][2], size_t count)
{
	for (size_t i = 0; i < count; i++) {
		roff_tag(out, pairs[i][0], NULL);
		roff_lines(out, pairs[i][1]);
	}
}

static bool is_duration(const struct key *key)
{
	return key->type == &type_duration;
}

static void add_bound(struct text *out, const struct key *key, const char *word, int64_t bound)
{
	char buffer[40];
	if (is_duration(key))
		duration_format((struct duration){DURATION_WALL, bound}, buffer);
	else
		snprintf(buffer, sizeof(buffer), "%lld", (long long)bound);
	text_printf(out, " %s ", word);
	roff_add(out, buffer);
	text_add_char(out, '.');
}

static void add_words(struct text *out, const char *const *words)
{
	text_add(out, "One of");
	for (; *words; words++) {
		text_add(out, " \\fB");
		roff_add(out, *words);
		text_printf(out, "\\fR%s", words[1] ? "," : ".");
	}
	text_add_char(out, '\n');
}

static void add_key(struct text *out, const struct key *key)
{
	roff_tag(out, key->name, key->type->name);
	roff_lines(out, key->help);
	if (key->words)
		add_words(out, key->words);
	if (key->required)
		text_add(out, "Required.");
	else if (key->fallback && key->fallback[0]) {
		text_add(out, "Default: \\fB");
		roff_add(out, key->fallback);
		text_add(out, "\\fR.");
	} else
		text_add(out, "Default: none.");
	if (!key->words && key->least)
		add_bound(out, key, "At least", key->least);
	if (!key->words && key->most)
		add_bound(out, key, "At most", key->most);
	text_add_char(out, '\n');
}

static void add_section(struct text *out, const struct section *section)
{
	text_printf(out, ".SS [%s%s]\n", section->kind, section->named ? " NAME" : "");
	roff_lines(out, section->help);
	for (size_t i = 0; i < key_count; i++)
		if (strcmp(keys[i].section, section->kind) == 0)
			add_key(out, &keys[i]);
}

static void add_measures(struct text *out)
{
	text_add(out, ".SH MEASURES\nWhat the conditions of a rule may ask.\n");
	for (int i = 0; i < MEASURE_COUNT; i++) {
		roff_tag(out, measures[i].name, measure_unit_name(measures[i].unit));
		roff_add(out, measures[i].title_en);
		text_add(out, " (");
		roff_add(out, measures[i].title_vi);
		text_add(out, measures[i].of_portal ? "); only with scope = portal.\n" : ").\n");
	}
}

static const char example[] =
	"[hentra]\nprovince = 68\n\n[portal lamdong]\nprofile = opencps\n"
	"url = https://dichvucong.example.gov.vn\nheader = groupId: 53152\n\n"
	"[rule pile-up]\nfire = overdue >= 10, overdue-share >= 5%\nclear = overdue < 6\n"
	"min-cases = 20\nnotify = chair\n\n[channel chair]\ntype = email\nto = commune\n\n"
	"[mail]\nrelay = smtp://127.0.0.1:25\nfrom = hentra@example.gov.vn\n"
	"contact = 1022";

void usage_manual_settings(struct text *out)
{
	text_add(out,
		".TH HENTRA.CONF 5 \"\" hentra \"File formats\"\n"
		".SH NAME\nhentra.conf \\- what hentra watches, how it judges, whom it tells\n"
		".SH SYNOPSIS\n.I /etc/hentra/hentra.conf\n.br\n"
		".I /etc/hentra/hentra.conf.d/*.conf\n.SH DESCRIPTION\n");
	roff_lines(out, description);
	text_add(out, ".SH VALUES\n");
	add_pairs(out, value_kinds, sizeof(value_kinds) / sizeof(*value_kinds));
	text_add(out, ".SH SECTIONS\n");
	for (size_t i = 0; i < section_count; i++)
		add_section(out, &sections[i]);
	add_measures(out);
	text_add(out, ".SH COMMUNES.CSV\n");
	roff_lines(out, communes);
	add_pairs(out, commune_columns, sizeof(commune_columns) / sizeof(*commune_columns));
	text_add(out, ".SH EXAMPLE\n");
	roff_example(out, example);
	text_add(out, ".PP\nA file with every key, explained, is\n"
		      ".IR " HENTRA_DATA_DIR "/doc/hentra/examples/hentra.conf .\n"
		      ".SH FILES\n.TP\n.I /etc/hentra/communes.csv\nWhose cases are whose.\n"
		      ".TP\n.I /etc/hentra/profiles/NAME.profile\nA profile that wins over the "
		      "vendor's.\n.TP\n.I /etc/hentra/calendar.vn.conf\nA calendar that wins over "
		      "the vendor's.\n.TP\n.I " HENTRA_SHARE_DIR "\nThe vendor's profiles and "
		      "calendar.\n.SH SEE ALSO\n.BR hentrad (8),\n.BR hentractl (1),\n"
		      ".BR hentra\\-profile (5),\n.BR hentra (7)\n");
}
