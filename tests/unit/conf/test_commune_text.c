/* communes.csv and procedures.csv: what is understood, and how mistakes are shown. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/text.h"
#include "conf/commune_text.h"
#include "conf/procedure_text.h"

static void on_problem(
	void *user, enum problem_level level, const char *file, int line, const char *sentence)
{
	text_printf(user, "%s%s:%d: %s\n", level == PROBLEM_WARNING ? "warning: " : "", file, line,
		sentence);
}

static struct directory *parse(const char *csv, const char *want)
{
	struct directory *directory = NULL;
	struct text problems = {0};
	int status =
		communes_parse("communes.csv", slice_of(csv), on_problem, &problems, &directory);
	assert_string_equal(text_slice(&problems).data, want);
	assert_int_equal(status, directory ? 0 : -EINVAL);
	text_free(&problems);
	return directory;
}

static void refuses(const char *csv, const char *want)
{
	assert_null(parse(csv, want));
}

static void rows_that_clash_are_shown_together_with_rows_that_cannot_be_read(void **state)
{
	(void)state;
	refuses("code,name,agencies,valid_to,successor\n"
		"22954,Phường Tiến Thành,H19.54,31/02/2026,\n"
		"22955,Phường Phú Thủy,H19.55,,22954\n"
		"22955,Phường Phú Thủy,H19.56,,\n"
		"22957,Phường Mũi Né,H19.55,,\n",
		"communes.csv:2: column valid_to: \"31/02/2026\" is not a date such as 2025-07-01\n"
		"communes.csv:4: column code: \"22955\" stands on line 3 too, valid at the same "
		"time: keep one row, or end one with valid_to and begin the other with valid_from\n"
		"communes.csv:5: column agencies: \"H19.55\" ties with \"H19.55\" on line 3, valid "
		"at "
		"the same time: keep one row, or end one with valid_to and begin the other with "
		"valid_from\n");
}

static void a_row_is_a_commune_with_its_units_and_addresses(void **state)
{
	(void)state;
	struct directory *d =
		parse("# whose cases are whose\n"
		      "code,name,kind,agencies,email,phone,valid_from,valid_to,successor\n"
		      "22954,Phường Tiến Thành,commune,*.32.H19 H19.54,ct@tt.gov.vn; "
		      "pct@tt.gov.vn,0252.1,"
		      "2025-07-01,,\n"
		      "# departments own late cases too\n"
		      "vpdk,\"Văn phòng đăng ký đất đai\",department,H19.VPDK*,,,,,\n"
		      "22966,Xã Tiến Thành,,H19.66,,,,2025-06-30,22954\n",
			"");
	assert_non_null(d);
	assert_int_equal(directory_count(d), 3);
	const struct commune *first = directory_at(d, 0);
	assert_string_equal(first->name, "Phường Tiến Thành");
	assert_string_equal(first->agencies[1], "H19.54");
	assert_null(first->agencies[2]);
	assert_string_equal(first->emails[1], "pct@tt.gov.vn");
	assert_null(first->emails[2]);
	assert_int_equal(first->valid_from, civil_day(2025, 7, 1));
	assert_int_equal(first->valid_to, DAY_NONE);
	assert_int_equal(first->line, 3);
	assert_int_equal(directory_at(d, 1)->kind, DEPARTMENT);
	assert_int_equal(directory_of_unit(d, SLICE("000.17.32.H19"), civil_day(2026, 1, 1)), 0);
	directory_free(d);
}

static void columns_may_stand_in_any_order_and_in_any_separator(void **state)
{
	(void)state;
	struct directory *d = parse("\xEF\xBB\xBF# a, b, c, d\r\nagencies;name;code\r\n"
				    "A B;Xã Một, Hai;00001\r\n;;\r\n",
		"");
	assert_string_equal(directory_at(d, 0)->name, "Xã Một, Hai");
	assert_string_equal(directory_at(d, 0)->agencies[1], "B");
	assert_int_equal(directory_at(d, 0)->line, 3);
	directory_free(d);
}

static void a_wrong_cell_is_shown_by_row_and_column(void **state)
{
	(void)state;
	refuses("code,name,kind,agencies,email,valid_from,valid_to\n"
		"22954,A,commune,X,,2025-13-01,\n"
		"2295,B,commune,Y,,,30/06/2025\n"
		",C,ward,Z,,,\n"
		"22955,,commune,\"V,W\",chairman,,\n"
		"a b,D,department,U,ct@tt,,\n",
		"communes.csv:2: column valid_from: \"2025-13-01\" is not a date such as "
		"2025-07-01\n"
		"communes.csv:3: column code: \"2295\" is not a commune's five digits such as "
		"22954 "
		"(did a spreadsheet drop leading zeros?)\n"
		"communes.csv:3: column valid_to: \"30/06/2025\" is not a date such as 2025-07-01\n"
		"communes.csv:4: column kind: \"ward\" is not commune or department\n"
		"communes.csv:4: column code: is empty\n"
		"communes.csv:5: column name: is empty\n"
		"communes.csv:5: column agencies: \"V,W\": unit codes are separated by blanks\n"
		"communes.csv:5: column email: \"chairman\" is not an e-mail address: it has no @\n"
		"communes.csv:6: column code: \"a b\" is not a code: letters, digits, - _ and .\n"
		"communes.csv:6: column email: \"ct@tt\" is not an e-mail address: behind the @ "
		"stands no domain such as example.gov.vn\n");
}

static void rows_that_contradict_each_other_are_refused(void **state)
{
	(void)state;
	refuses("code,name,agencies,valid_from,valid_to,successor\n"
		"22954,A,H19.54,,2025-07-01,\n"
		"22954,A,H19.55,2025-07-01,,\n"
		"22955,B,*.H19,,,99999\n"
		"22956,C,*.H19,2025-07-01,2025-06-30,\n",
		"communes.csv:3: column code: \"22954\" stands on line 2 too, valid at the same "
		"time: keep one row, or end one with valid_to and begin the other with valid_from\n"
		"communes.csv:5: column valid_to: the row ends before it begins\n"
		"communes.csv:4: column successor: no row has the code \"99999\"\n"
		"communes.csv:5: column agencies: \"*.H19\" ties with \"*.H19\" on line 4, valid "
		"at "
		"the same time: keep one row, or end one with valid_to and begin the other with "
		"valid_from\n");
}

static void a_wrong_header_is_shown(void **state)
{
	(void)state;
	refuses("code,name,agences,code,colour\n22954,A,X,22954,red\n",
		"communes.csv:1: there is no column \"agences\": did you mean agencies?\n"
		"communes.csv:1: the column code stands twice\n"
		"communes.csv:1: there is no column \"colour\"\n"
		"communes.csv:1: the column agencies is missing\n");
	refuses("", "communes.csv:0: the table is empty\n");
	refuses("# only a comment\n", "communes.csv:0: the table is empty\n");
	refuses("code,name,agencies\n", "communes.csv:0: the table names no commune\n");
}

static void what_is_not_text_is_shown(void **state)
{
	(void)state;
	refuses("code,name,agencies\n22954,X\xE3 A,Y\n22955,\"two\nlines\",Z\n22956,A,B,C\n",
		"communes.csv:2: column name: the cell is not UTF-8: save the table as \"CSV "
		"UTF-8\"\n"
		"communes.csv:3: column name: the cell holds a line break or a control character\n"
		"communes.csv:5: column 4: the cell stands under no column of the header\n");
	refuses("code,name,agencies\n22954,\"A,B\n",
		"communes.csv:0: line 2: a quote is not closed\n");
}

static void a_commune_without_units_is_a_warning(void **state)
{
	(void)state;
	struct directory *d = parse("code,name,agencies,valid_to\n22954,A,,\n22966,B,,2025-06-30\n",
		"warning: communes.csv:2: column agencies: no unit of a portal belongs to 22954 A: "
		"it will have no cases\n");
	assert_non_null(d);
	directory_free(d);
}

/* --- procedures ----------------------------------------------------------------------------- */

static struct procedures *procedures_of(const char *csv, const char *want)
{
	struct procedures *procedures = NULL;
	struct text problems = {0};
	int status = procedures_parse(
		"procedures.csv", slice_of(csv), on_problem, &problems, &procedures);
	assert_string_equal(text_slice(&problems).data, want);
	assert_int_equal(status, procedures ? 0 : -EINVAL);
	text_free(&problems);
	return procedures;
}

static void a_procedure_has_a_term_a_start_and_an_hour(void **state)
{
	(void)state;
	struct procedures *p = procedures_of("code,linked,term,term_unit,start,after\n"
					     "1.001193,no,1,working-days,same-day,15:00\n"
					     "1.002,yes,24,working-hours,,\n1.003,,,,,\n"
					     "1.004,,15,calendar-days,next-day,\n",
		"");
	assert_int_equal(procedures_count(p), 4);
	const struct procedure *birth = procedures_find(p, SLICE("1.001193"));
	assert_int_equal(birth->term.unit, TERM_WORKING_DAYS);
	assert_int_equal(birth->term.amount, 1);
	assert_int_equal(birth->term.start, TERM_START_SAME_DAY);
	assert_int_equal(birth->term.cutoff, 15 * 60);
	assert_int_equal(procedures_find(p, SLICE("1.002"))->term.amount, 24 * 60);
	assert_true(procedures_find(p, SLICE("1.002"))->linked);
	assert_int_equal(procedures_find(p, SLICE("1.003"))->term.unit, TERM_NONE);
	assert_int_equal(procedures_find(p, SLICE("1.004"))->term.unit, TERM_CALENDAR_DAYS);
	assert_null(procedures_find(p, SLICE("1.005")));
	procedures_free(p);
}

static void a_wrong_procedure_is_shown_by_row_and_column(void **state)
{
	(void)state;
	assert_null(procedures_of("code,linked,term,term_unit,start,after\n"
				  ",maybe,1.5,weeks,now,3pm\n",
		"procedures.csv:2: column code: is empty\n"
		"procedures.csv:2: column linked: \"maybe\" is not yes or no\n"
		"procedures.csv:2: column term_unit: \"weeks\" is not working-days, calendar-days "
		"or working-hours\n"
		"procedures.csv:2: column start: \"now\" is not next-day or same-day\n"
		"procedures.csv:2: column term: \"1.5\" is not a whole number up to 2000\n"
		"procedures.csv:2: column after: \"3pm\" is not a time of day such as 07:30\n"));
	assert_null(procedures_of("code\n1\n2\n1\n",
		"procedures.csv:0: line 4: column code: \"1\" stands on line 2 already\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_row_is_a_commune_with_its_units_and_addresses),
		cmocka_unit_test(rows_that_clash_are_shown_together_with_rows_that_cannot_be_read),
		cmocka_unit_test(columns_may_stand_in_any_order_and_in_any_separator),
		cmocka_unit_test(a_wrong_cell_is_shown_by_row_and_column),
		cmocka_unit_test(rows_that_contradict_each_other_are_refused),
		cmocka_unit_test(a_wrong_header_is_shown),
		cmocka_unit_test(what_is_not_text_is_shown),
		cmocka_unit_test(a_commune_without_units_is_a_warning),
		cmocka_unit_test(a_procedure_has_a_term_a_start_and_an_hour),
		cmocka_unit_test(a_wrong_procedure_is_shown_by_row_and_column),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
