/* Who is told: the channels of a rule, its ladder, and somebody when a commune has no address. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "conf/recipients.h"

#define CONFIG                                                                                     \
	"[hentra]\nprovince = 75\n[portal p]\nprofile = x\nurl = https://p.vn\n"                   \
	"[channel chair]\ntype = email\nto = commune\n"                                            \
	"[channel office]\ntype = email\nto = office@p.vn\n"                                       \
	"[channel hook]\ntype = webhook\nurl = https://h.vn/\nsecret = credential:h\n"             \
	"[mail]\nrelay = smtp://127.0.0.1\nfrom = a@b.vn\n[rule r]\n"

static const char *const no_address[] = {NULL};
static const char *const addresses[] = {"ct@x.vn", NULL};

/* "chair:ct@x.vn office:office@p.vn" of one rule. */
static void assert_told(const char *rule, const char *const *emails, const char *expected)
{
	char text[1024], told[256] = "";
	struct settings *settings;
	struct recipients recipients = {0};
	struct commune commune = {.code = "22954", .name = "X", .emails = emails};
	snprintf(text, sizeof(text), "%s%s", CONFIG, rule);
	struct settings_source source = {"hentra.conf", slice_of(text)};
	assert_int_equal(settings_parse(&source, 1, "/etc/hentra", NULL, NULL, &settings), 0);
	recipients_of(&recipients, settings, &settings->rules[0], &commune);
	for (size_t i = 0; i < recipients.count; i++) {
		const struct recipient *one = &recipients.items[i];
		size_t length = strlen(told);
		snprintf(told + length, sizeof(told) - length, "%s%s:%s%s", i ? " " : "",
			one->channel, one->address, one->after.amount ? " later" : "");
	}
	assert_string_equal(told, expected);
	recipients_free(&recipients);
	settings_free(settings);
}

static void the_channels_are_told_at_once_and_the_ladder_later(void **state)
{
	(void)state;
	assert_told("fire = overdue >= 10\nnotify = chair, hook\n"
		    "escalate = 3 working days: office\n",
		addresses, "chair:ct@x.vn hook:https://h.vn/ office:office@p.vn later");
	assert_told("fire = overdue >= 10\nnotify = chair\n", addresses, "chair:ct@x.vn");
}

static void without_an_address_the_office_is_told_by_whatever_rule(void **state)
{
	(void)state;
	assert_told("fire = overdue >= 10\nnotify = chair\nescalate = 3 working days: office\n",
		no_address, "office:office@p.vn");
	assert_told(
		"fire = overdue >= 10\nnotify = chair, office\n", no_address, "office:office@p.vn");
	assert_told("fire = overdue >= 10\nnotify = chair\n", no_address, "office:office@p.vn");
	assert_told("fire = overdue >= 10\nnotify = chair, hook\n", no_address,
		"hook:https://h.vn/ office:office@p.vn");
}

static void a_warning_before_due_dates_is_the_communes_own_matter(void **state)
{
	(void)state;
	assert_told("warn = 3 working days\nnotify = chair\n", no_address, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_channels_are_told_at_once_and_the_ladder_later),
		cmocka_unit_test(without_an_address_the_office_is_told_by_whatever_rule),
		cmocka_unit_test(a_warning_before_due_dates_is_the_communes_own_matter),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
