/* Counts as JSON members, as events, the page and the tool name them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "report/counts_json.h"

static char *json_of(const struct counts *counts)
{
	struct text out = {0};
	struct json_writer json = {.out = &out};
	json_object(&json, NULL);
	counts_add_json(&json, counts);
	json_object_end(&json);
	return text_take(&out);
}

static void every_bucket_is_a_member_and_the_rate_a_share_of_one(void **state)
{
	(void)state;
	struct counts counts = {.received = 5, .received_online = 2};
	counts.bucket[BUCKET_OVERDUE] = 4;
	counts.bucket[BUCKET_ON_TIME] = 2;
	counts.bucket[BUCKET_LATE] = 1;
	char *json = json_of(&counts);
	for (int i = 0; i < BUCKET_COUNT; i++) {
		char member[64];
		snprintf(member, sizeof(member), "\"%s\":%d", bucket_name((enum bucket)i),
			(int)counts.bucket[i]);
		assert_non_null(strstr(json, member));
	}
	assert_non_null(strstr(json, "\"received\":5,\"received_online\":2,\"carried_over\":2,"));
	assert_non_null(strstr(json, "\"on_time_rate\":0.6667,\"kept_rate\":"));
	free(json);
}

static void a_rate_of_nothing_closed_is_null(void **state)
{
	(void)state;
	char *json = json_of(&(struct counts){0});
	assert_non_null(strstr(json, "\"on_time_rate\":null,\"kept_rate\":null}"));
	free(json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_bucket_is_a_member_and_the_rate_a_share_of_one),
		cmocka_unit_test(a_rate_of_nothing_closed_is_null),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
