/* An installation on disk: where files are found, and what is said when they are not. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/text.h"
#include "site/file.h"
#include "site/site.h"

#define CONFIG                                                                                     \
	"[hentra]\nprovince = 75\n[portal p]\nprofile = test\nurl = https://p.vn\n"                \
	"[rule r]\nfire = overdue >= 10\nnotify = chair\n[channel chair]\ntype = email\n"          \
	"to = commune, office@p.vn\n[mail]\nrelay = smtp://127.0.0.1:25\nfrom = "                  \
	"hentra@example.gov.vn\n"
#define COMMUNES "code,name,agencies,email\n22954,Tiến Thành,H.1,ct@tt.vn\n22955,Khác,H.2,\n"
#define CALENDAR                                                                                   \
	"[calendar]\nknown = 2025..2027\n[hours]\nweekdays = 07:00-11:30, 13:30-17:00\n"           \
	"[year 2025]\nprovisional = yes\n[year 2026]\nprovisional = yes\n"

static char *root; /* a folder of its own for each test */
static struct text problems;

static char *path_of(const char *name)
{
	struct text path = {0};
	text_printf(&path, "%s/%s", root, name);
	return text_take(&path);
}

static void write_file(const char *name, const char *content)
{
	cleanup(cleanup_free) char *path = path_of(name);
	for (char *slash = path + strlen(root) + 1; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		mkdir(path, 0700);
		*slash = '/';
	}
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	fputs(content, file);
	fclose(file);
}

static char *read_source(const char *name)
{
	struct text path = {0}, content = {0};
	struct error error;
	text_printf(&path, "%s/%s", SOURCE_DIR, name);
	assert_int_equal(file_read(path.data, 1 << 20, &content, &error), 0);
	text_free(&path);
	return text_take(&content);
}

static int set_up(void **state)
{
	(void)state;
	char template[] = "/tmp/hentra-site-XXXXXX";
	root = xstrdup(mkdtemp(template));
	cleanup(cleanup_free) char *share = path_of("share");
	cleanup(cleanup_free) char *profile = read_source("config/profiles/opencps.profile");
	setenv("HENTRA_SHARE_DIR", share, 1);
	write_file("etc/hentra.conf", CONFIG);
	write_file("etc/communes.csv", COMMUNES);
	write_file("share/calendar/calendar.vn.conf", CALENDAR);
	write_file("share/profiles/opencps.profile", profile);
	/* the same without what its sections must name */
	char *required = strstr(profile, "require-header");
	assert_non_null(required);
	required[0] = '#';
	write_file("share/profiles/test.profile", profile);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	struct text command = {0};
	text_printf(&command, "rm -rf '%s'", root);
	int status = system(command.data);
	text_free(&command);
	text_free(&problems);
	free(root);
	return status;
}

static void on_problem(
	void *user, enum problem_level level, const char *file, int line, const char *sentence)
{
	(void)user;
	text_printf(&problems, "%s%s:%d: %s\n", level == PROBLEM_WARNING ? "warning: " : "", file,
		line, sentence);
}

static int load(struct site **ret_site)
{
	cleanup(cleanup_free) char *path = path_of("etc/hentra.conf");
	text_clear(&problems);
	*ret_site = NULL;
	return site_load(path, on_problem, NULL, ret_site);
}

static struct site *good(void)
{
	struct site *site;
	int status = load(&site);
	assert_string_equal(text_slice(&problems).data, "");
	assert_int_equal(status, 0);
	return site;
}

/* Replaces the test's folder by ROOT, so that sentences can be compared. */
static void gives(int status, const char *want)
{
	struct site *site;
	struct text seen = {0};
	assert_int_equal(load(&site), status);
	assert_null(site);
	for (const char *at = text_slice(&problems).data; *at;) {
		bool here = strncmp(at, root, strlen(root)) == 0;
		text_add(&seen, here ? "ROOT" : (char[]){*at, 0});
		at += here ? strlen(root) : 1;
	}
	assert_string_equal(text_slice(&seen).data, want);
	text_free(&seen);
}

static void an_installation_is_loaded_whole(void **state)
{
	(void)state;
	struct site *site = good();
	assert_int_equal(directory_count(site->directory), 2);
	assert_int_equal(zone_offset(site->zone, 0), 8 * 3600); /* as Saigon had it in 1970 */
	assert_int_equal(calendar_first_year(site->calendar), 2025);
	assert_int_equal(procedures_count(site->procedures), 0);
	assert_non_null(profile_title(site->profiles[0]));
	struct judge judge = site_judge(site);
	assert_ptr_equal(judge.calendar, site->calendar);
	assert_int_equal(judge.due_soon_days, 2);
	site_free(site);
}

static void a_file_of_the_operator_wins_over_the_vendors(void **state)
{
	(void)state;
	write_file("etc/calendar/calendar.vn.conf",
		"[calendar]\nknown = 2024..2026\n[hours]\nweekdays = 08:00-12:00\n");
	struct site *site = good();
	assert_int_equal(calendar_first_year(site->calendar), 2024);
	site_free(site);
	write_file("etc/calendar.vn.conf",
		"[calendar]\nknown = 2023..2026\n[hours]\nweekdays = 08:00-12:00\n");
	site = good();
	assert_int_equal(calendar_first_year(site->calendar), 2023);
	site_free(site);
}

static void drop_ins_are_read_in_the_order_of_their_names(void **state)
{
	(void)state;
	write_file("etc/hentra.conf.d/20-b.conf", "[hentra]\nprovince = 20\n");
	write_file("etc/hentra.conf.d/10-a.conf", "[hentra]\nprovince = 10\nlanguage = en\n");
	write_file("etc/hentra.conf.d/30-c.conf~", "nonsense\n");
	write_file("etc/hentra.conf.d/.hidden.conf", "nonsense\n");
	struct site *site = good();
	assert_string_equal(site->settings->hentra.province, "20");
	assert_int_equal(site->settings->hentra.language, LANGUAGE_EN);
	site_free(site);
	write_file("etc/hentra.conf.d/30-c.conf", "[hentra]\nevry = 1\n");
	gives(-EINVAL, "hentra.conf.d/30-c.conf:2: hentra: there is no key \"evry\"\n");
}

static void a_file_that_is_not_there_is_blamed_on_the_line_that_names_it(void **state)
{
	(void)state;
	write_file("etc/hentra.conf",
		"[hentra]\nprovince = 75\ntimezone = Asia/Saigoon\n"
		"communes = units/none.csv\n[portal p]\nprofile = none\nurl = https://p.vn\n"
		"[rule r]\nfire = overdue >= 1\nnotify = c\n[channel c]\ntype = email\nto = "
		"a@b.vn\n[mail]\nrelay = smtp://127.0.0.1\nfrom = a@b.vn\n");
	gives(-EINVAL,
		"hentra.conf:3: hentra: timezone: there is no time zone \"Asia/Saigoon\" "
		"(/usr/share/zoneinfo/Asia/Saigoon)\n"
		"hentra.conf:4: hentra: communes: there is no such file: ROOT/etc/units/none.csv\n"
		"hentra.conf:6: portal p: profile: there is no such file: ROOT/etc/none.profile, "
		"ROOT/etc/profiles/none.profile, ROOT/share/profiles/none.profile\n");
}

static void problems_of_every_file_come_at_once(void **state)
{
	(void)state;
	write_file("etc/communes.csv", "code,name,agencies\n1,A,X\n");
	write_file("etc/calendar.vn.conf", "nonsense\n");
	write_file("etc/test.profile", "nonsense\n");
	struct site *site;
	assert_int_equal(load(&site), -EINVAL);
	assert_non_null(strstr(problems.data, "communes.csv:2: column code: \"1\" is not"));
	assert_non_null(strstr(problems.data, "calendar.vn.conf:1: "));
	assert_non_null(strstr(problems.data, "test.profile:1: "));
}

static void a_mistake_in_the_configuration_hides_none_in_the_files_it_names(void **state)
{
	(void)state;
	cleanup(text_free) struct text config = {0};
	text_printf(&config, "%s[page]\nlisten = nowhere at all\n", CONFIG);
	write_file("etc/hentra.conf", config.data);
	write_file("etc/communes.csv", "code,name,agencies\n1,A,X\n");
	write_file("etc/test.profile", "nonsense\n");
	struct site *site;
	assert_int_equal(load(&site), -EINVAL);
	assert_non_null(strstr(problems.data, "page: listen: "));
	assert_non_null(strstr(problems.data, "communes.csv:2: column code: \"1\" is not"));
	assert_non_null(strstr(problems.data, "test.profile:1: "));
	/* what the configuration refused itself is not looked for */
	write_file("etc/hentra.conf", "[hentra]\nprovince = 75\n[portal p]\nevery = 5min\n");
	assert_int_equal(load(&site), -EINVAL);
	assert_non_null(strstr(problems.data, "portal p: profile: is missing"));
	assert_null(strstr(problems.data, "no such file"));
}

static void a_profile_of_two_portals_is_blamed_once(void **state)
{
	(void)state;
	cleanup(text_free) struct text config = {0};
	text_printf(&config, "%s[portal q]\nprofile = test\nurl = https://q.vn\n", CONFIG);
	write_file("etc/hentra.conf", config.data);
	write_file("etc/test.profile", "nonsense\n");
	struct site *site;
	assert_int_equal(load(&site), -EINVAL);
	const char *blame = strstr(problems.data, "test.profile:1: ");
	assert_non_null(blame);
	assert_null(strstr(blame + 1, "test.profile:1: "));
}

static void a_configuration_that_cannot_be_read_says_so(void **state)
{
	(void)state;
	cleanup(cleanup_free) char *path = path_of("etc/hentra.conf");
	unlink(path);
	gives(-ENOENT, "hentra.conf:0: cannot read the file: ROOT/etc/hentra.conf: No such file or "
		       "directory\n");
	mkdir(path, 0700);
	gives(-EISDIR,
		"hentra.conf:0: cannot read the file: ROOT/etc/hentra.conf: Is a directory\n");
	struct site *site = NULL;
	text_clear(&problems);
	assert_int_equal(site_load("/nowhere/hentra.conf", on_problem, NULL, &site), -ENOENT);
}

static void a_portal_gives_its_profile_what_it_needs(void **state)
{
	(void)state;
	write_file("etc/hentra.conf.d/1.conf", "[portal p]\nprofile = opencps\n");
	gives(-EINVAL,
		"hentra.conf.d/1.conf:2: portal p: header: the profile opencps needs header = "
		"groupId: VALUE\n");
	write_file("etc/hentra.conf.d/2.conf", "[portal p]\nheader = GroupID: 35\n");
	site_free(good());
	write_file("etc/hentra.conf.d/3.conf", "[portal p]\nurl =\npath = drop\n");
	gives(-EINVAL, "hentra.conf.d/3.conf:3: portal p: path: the profile asks a portal over the "
		       "network: write url instead\n");
}

static void the_procedures_are_read_when_they_are_named(void **state)
{
	(void)state;
	write_file("etc/procedures.csv", "code,term\n1.001,3\n");
	write_file("etc/hentra.conf.d/1.conf", "[hentra]\nprocedures = procedures.csv\n");
	struct site *site = good();
	assert_int_equal(procedures_count(site->procedures), 1);
	site_free(site);
}

/* --- warnings ------------------------------------------------------------------------------- */

static void warns(struct site *site, const char *date, const char *want)
{
	day on;
	assert_true(civil_parse_date(slice_of(date), &on));
	text_clear(&problems);
	site_check(site, zone_midnight(site->zone, on), on_problem, NULL);
	assert_string_equal(text_slice(&problems).data, want);
}

#define NO_ADDRESS                                                                                 \
	"warning: communes.csv:3: column email: 22955 Khác has no address: channel chair cannot " \
	"write to it\n"

static void next_years_notice_is_missed_from_october_on(void **state)
{
	(void)state;
	write_file("etc/calendar.vn.conf",
		"[calendar]\nknown = 2026..2027\n[hours]\nweekdays = 07:00-11:30\n[year 2026]\n"
		"notice = a notice\n");
	struct site *site;
	load(&site); /* a notice without holidays is warned about: not the matter here */
	assert_non_null(site);
	warns(site, "2026-09-30", NO_ADDRESS);
	warns(site, "2026-10-01",
		"warning: calendar.vn.conf:0: 2027 is provisional: no notice of its days off was "
		"entered, the fixed and lunar holidays are assumed\n" NO_ADDRESS);
	warns(site, "2027-12-31",
		"warning: calendar.vn.conf:0: 2027 is provisional: no notice of its days off was "
		"entered, the fixed and lunar holidays are assumed\n"
		"warning: calendar.vn.conf:0: the calendar does not know 2028: add its days off "
		"and "
		"worked\n" NO_ADDRESS);
	site_free(site);
}

static void a_commune_without_an_address_matters_only_where_it_is_written_to(void **state)
{
	(void)state;
	write_file("etc/communes.csv", "code,name,agencies,email,valid_to\n22954,A,H.1,,2026-06-"
				       "30\n22955,B,H.2,b@b.vn,\n");
	write_file("etc/calendar.vn.conf",
		"[calendar]\nknown = 2026..2027\n[hours]\nweekdays = 07:00-11:30\n[year 2026]\n"
		"notice = a notice\n");
	struct site *site;
	load(&site);
	warns(site, "2026-06-30",
		"warning: communes.csv:2: column email: 22954 A has no address: channel chair "
		"cannot write to it\n");
	warns(site, "2026-07-01", "");
	site_free(site);
	write_file("etc/hentra.conf.d/1.conf", "[channel chair]\nto = a@b.vn\n");
	load(&site);
	warns(site, "2026-06-30", "");
	site_free(site);
}

static void a_log_has_one_line_for_all_communes_without_an_address(void **state)
{
	(void)state;
	struct text rows = {0};
	text_add(&rows, "code,name,kind,agencies,email\n");
	for (int i = 0; i < 124; i++)
		text_printf(&rows, "%d,Commune %d,commune,A%d,\n", 10000 + i, i, i);
	write_file("etc/communes.csv", rows.data);
	text_free(&rows);
	struct site *site = good();
	text_clear(&problems);
	site_check_briefly(
		site, zone_midnight(site->zone, civil_day(2026, 1, 5)), on_problem, NULL);
	assert_non_null(strstr(problems.data,
		"warning: communes.csv:0: 124 communes without an address, channel chair cannot "
		"write to them: Commune 0, Commune 1, Commune 2 … (hentractl check lists them)\n"));
	assert_null(strstr(problems.data, "Commune 123"));
	text_clear(&problems);
	site_check(site, zone_midnight(site->zone, civil_day(2026, 1, 5)), on_problem, NULL);
	assert_non_null(strstr(problems.data, "10123 Commune 123 has no address"));
	site_free(site);
}

static void trial_mode_without_a_fixed_address_is_warned_about(void **state)
{
	(void)state;
	write_file("etc/communes.csv", "code,name,agencies,email\n22955,B,H.2,b@b.vn\n");
	write_file("etc/calendar.vn.conf",
		"[calendar]\nknown = 2026..2027\n[hours]\nweekdays = 07:00-11:30\n[year 2026]\n"
		"notice = a notice\n");
	struct site *site;
	write_file("etc/hentra.conf.d/1.conf", "[channel chair]\nto = commune\n");
	load(&site);
	warns(site, "2026-06-30",
		"warning: hentra.conf:0: hentra: trial: no rule writes to a fixed address, so "
		"nobody gets the summary of trial mode: give one a channel such as to = "
		"office@example.vn\n");
	site_free(site);
	write_file("etc/hentra.conf.d/1.conf",
		"[hentra]\ntrial = no\n[channel chair]\nto = commune\n");
	load(&site);
	warns(site, "2026-06-30", "");
	site_free(site);
}

static void a_secret_others_can_read_is_wrong_and_a_missing_certificate_warned_about(void **state)
{
	(void)state;
	write_file("etc/hentra.conf.d/1.conf",
		"[portal p]\nsign-in = bearer\ntoken = file:token\nca-file = none.pem\n");
	write_file("etc/token", "secret\n");
	cleanup(cleanup_free) char *path = path_of("etc/token");
	chmod(path, 0640);
	struct site *site = good();
	text_clear(&problems);
	site_check(site, zone_midnight(site->zone, civil_day(2026, 1, 5)), on_problem, NULL);
	assert_non_null(
		strstr(problems.data, "warning: hentra.conf.d/1.conf:4: portal p: ca-file: "));
	assert_non_null(strstr(problems.data, "\nhentra.conf.d/1.conf:3: portal p: token: "
					      "others can read the secret: "));
	site_free(site);
}

static const char *checked(struct site *site)
{
	text_clear(&problems);
	site_check(site, zone_midnight(site->zone, civil_day(2026, 1, 5)), on_problem, NULL);
	return problems.data;
}

static void a_missing_secret_is_wrong_and_a_credential_unseen_from_outside_a_warning(void **state)
{
	(void)state;
	write_file("etc/hentra.conf.d/1.conf",
		"[portal p]\nsign-in = bearer\ntoken = file:not-there\n"
		"[mail]\nuser = u\npassword = credential:relay-not-there\n");
	struct site *site = good();
	unsetenv("CREDENTIALS_DIRECTORY");
	checked(site);
	assert_non_null(strstr(problems.data, "\nhentra.conf.d/1.conf:3: portal p: token: "));
	assert_non_null(strstr(problems.data,
		"\nwarning: hentra.conf.d/1.conf:6: mail: password: the credential "
		"relay-not-there was not given: "));
	assert_non_null(strstr(problems.data, "from here it cannot be seen"));
	setenv("CREDENTIALS_DIRECTORY", root, 1);
	assert_non_null(
		strstr(checked(site), "\nhentra.conf.d/1.conf:6: mail: password: the credential "));
	unsetenv("CREDENTIALS_DIRECTORY");
	site_free(site);
}

static void a_missing_folder_of_the_store_is_named(void **state)
{
	(void)state;
	write_file("etc/hentra.conf.d/1.conf", "[hentra]\nstore = sqlite:/not/there/hentra.db\n");
	struct site *site = good();
	assert_non_null(strstr(checked(site), "warning: hentra.conf.d/1.conf:2: hentra: store: its "
					      "folder is not there: /not/there: "));
	site_free(site);
}

int main(void)
{
#define SITE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		SITE_TEST(an_installation_is_loaded_whole),
		SITE_TEST(a_file_of_the_operator_wins_over_the_vendors),
		SITE_TEST(drop_ins_are_read_in_the_order_of_their_names),
		SITE_TEST(a_file_that_is_not_there_is_blamed_on_the_line_that_names_it),
		SITE_TEST(problems_of_every_file_come_at_once),
		SITE_TEST(a_mistake_in_the_configuration_hides_none_in_the_files_it_names),
		SITE_TEST(a_profile_of_two_portals_is_blamed_once),
		SITE_TEST(a_configuration_that_cannot_be_read_says_so),
		SITE_TEST(a_portal_gives_its_profile_what_it_needs),
		SITE_TEST(the_procedures_are_read_when_they_are_named),
		SITE_TEST(next_years_notice_is_missed_from_october_on),
		SITE_TEST(a_commune_without_an_address_matters_only_where_it_is_written_to),
		SITE_TEST(a_log_has_one_line_for_all_communes_without_an_address),
		SITE_TEST(trial_mode_without_a_fixed_address_is_warned_about),
		SITE_TEST(a_secret_others_can_read_is_wrong_and_a_missing_certificate_warned_about),
		SITE_TEST(a_missing_secret_is_wrong_and_a_credential_unseen_from_outside_a_warning),
		SITE_TEST(a_missing_folder_of_the_store_is_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
