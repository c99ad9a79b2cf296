/* What a pass measured is kept for the page: of every rule and subject, with its time, and marked when
 * it rests on stale data. */
#include "ground/readings.h"
#include "unit/app/province_fixture.h"

static const char rules[] =
	"[rule pile-up]\nfire = overdue >= 10, overdue-share >= 50%\nclear = overdue < 5\n"
	"min-cases = 5\nnotify = office\n"
	"[rule whole]\nfire = overdue >= 100\nscope = province\nnotify = office\n"
	"[rule dark]\nfire = stale >= 1 hours\nscope = portal\nnotify = office\n"
	"[channel office]\ntype = email\nto = office@p.vn\n";

static struct reading read_of(struct province *province, size_t rule, size_t subject)
{
	struct reading reading;
	readings_get(province->app.ground.readings, rule, subject, &reading);
	return reading;
}

static void assert_whole(struct reading_value value, int64_t wanted)
{
	assert_int_equal(value.kind, READING_WHOLE);
	assert_int_equal(value.value, wanted);
}

static void nothing_is_known_before_the_first_pass(void **state)
{
	(void)state;
	struct province *province = province_new(rules, "03-02 08:00");
	for (size_t rule = 0; rule < 3; rule++)
		assert_true(read_of(province, rule, 7).at == INSTANT_NONE);
	province_free(province);
}

/* At the first start no unit of any commune is known yet: that is not a province without cases. */
static void nothing_is_known_until_every_portal_was_read(void **state)
{
	(void)state;
	struct province *province = province_new(rules, "03-02 08:00");
	province_evaluate(province);
	assert_true(read_of(province, 0, 7).at == INSTANT_NONE);
	assert_true(read_of(province, 1, 0).at == INSTANT_NONE);
	province_poll(province);
	province_evaluate(province);
	assert_true(read_of(province, 0, 7).at == province->now);
	province_free(province);
}

static void a_pass_keeps_what_every_rule_measured_of_its_subjects(void **state)
{
	(void)state;
	struct province *province = province_new(rules, "03-02 08:00");
	province->overdue[7] = 12;
	province->overdue[8] = 3;
	province_poll(province);
	province_evaluate(province);
	struct reading seven = read_of(province, 0, 7), none = read_of(province, 0, 9);
	assert_true(seven.at == province->now);
	assert_false(seven.stale);
	assert_whole(seven.value[0], 12);
	assert_int_equal(read_of(province, 0, 8).value[0].value, 3);
	assert_whole(none.value[0], 0);
	assert_whole(read_of(province, 1, 0).value[0], 15);
	assert_whole(read_of(province, 2, 0).value[0], 0);
	province_free(province);
}

static void stale_data_keeps_its_numbers_and_says_so(void **state)
{
	(void)state;
	struct province *province = province_new(rules, "03-02 08:00");
	province->overdue[7] = 12;
	province_poll(province);
	province_evaluate(province);
	province->now += 26 * HOUR_MS; /* max-lag = 25h */
	province_evaluate(province);
	struct reading seven = read_of(province, 0, 7);
	assert_true(seven.stale);
	assert_whole(seven.value[0], 12);
	assert_true(read_of(province, 1, 0).stale);
	/* how long a portal says nothing is known very well */
	assert_false(read_of(province, 2, 0).stale);
	assert_true(read_of(province, 2, 0).value[0].value >= 25);
	province_free(province);
}

static void a_reload_begins_with_nothing(void **state)
{
	(void)state;
	struct province *province = province_new(rules, "03-02 08:00");
	province->overdue[7] = 12;
	province_poll(province);
	province_evaluate(province);
	province_reload(province);
	assert_true(read_of(province, 0, 7).at == INSTANT_NONE);
	province_evaluate(province);
	assert_whole(read_of(province, 0, 7).value[0], 12);
	province_free(province);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_known_before_the_first_pass),
		cmocka_unit_test(nothing_is_known_until_every_portal_was_read),
		cmocka_unit_test(a_pass_keeps_what_every_rule_measured_of_its_subjects),
		cmocka_unit_test(stale_data_keeps_its_numbers_and_says_so),
		cmocka_unit_test(a_reload_begins_with_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
