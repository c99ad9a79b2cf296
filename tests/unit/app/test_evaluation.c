/* Passes of the evaluation on a fake clock, and what becomes of one that broke off. */
#include "unit/app/province_fixture.h"

static const char rules[] = "[rule pile-up]\nfire = overdue >= 10\nnotify = chair\n"
			    "[channel chair]\ntype = email\nto = commune\n";

/* A store that fails ends a pass in the middle; the next one begins anew. */
static void break_off_a_pass(struct province *province)
{
	bool done = false;
	struct error error;
	subjects_sum(province->subjects, province->now);
	evaluation_begin(province->evaluation, province->now);
	fine(evaluation_go_on(province->evaluation, 0, &done, &error), &error);
	assert_false(done);
}

static void who_waited_for_arming_is_told_though_the_first_pass_breaks_off(void **state)
{
	(void)state;
	struct province *province = province_new(rules, "03-02 08:00");
	struct error error;
	province->trial = true;
	province_reload(province);
	province->overdue[0] = province->overdue[1] = 12;
	province_run(province, at("03-02 09:00"));
	assert_int_equal(province->letters, 0);
	fine(store_arm(province->app.ground.store, province->now, &error), &error);
	break_off_a_pass(province);
	province_run(province, at("03-02 10:00"));
	assert_int_equal(province->letters, 2);
	province_free(province);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_waited_for_arming_is_told_though_the_first_pass_breaks_off),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
