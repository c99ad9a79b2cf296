/* Secrets come from where only we can read them, and nowhere else. Clocks. */
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
#include "site/clock.h"
#include "site/secret.h"

static char folder[] = "/tmp/hentra-secret-XXXXXX";

static char *write_secret(const char *name, const void *content, size_t length, mode_t mode)
{
	struct text path = {0};
	text_printf(&path, "%s/%s", folder, name);
	FILE *file = fopen(path.data, "wb");
	assert_non_null(file);
	fwrite(content, 1, length, file);
	fclose(file);
	chmod(path.data, mode);
	return text_take(&path);
}

static void file_gives(
	const void *content, size_t length, mode_t mode, int want_status, const char *want)
{
	cleanup(cleanup_free) char *path = write_secret("s", content, length, mode);
	struct secret secret = {SECRET_FILE, path};
	struct error error = {""};
	char *value = NULL;
	assert_int_equal(secret_read(&secret, &value, &error), want_status);
	if (want_status) {
		assert_null(value);
		assert_non_null(strstr(error.text, want));
		assert_null(strstr(error.text, "hunter2"));
	} else {
		assert_string_equal(value, want);
	}
	secret_forget(value);
	unlink(path);
}

static void a_file_of_our_own_is_read_without_its_line_end(void **state)
{
	(void)state;
	file_gives("hunter2\n", 8, 0600, 0, "hunter2");
	file_gives("hunter2\r\n", 9, 0400, 0, "hunter2");
	file_gives(" hunter2 ", 9, 0600, 0, " hunter2 ");
}

static void what_notepad_puts_before_a_secret_is_no_part_of_it(void **state)
{
	(void)state;
	file_gives("\xEF\xBB\xBFpa ss\r\n", 10, 0600, 0, "pa ss");
	file_gives("\xFF\xFEp\0\xA0\0\r\0\n\0", 10, 0600, 0, "p\u00a0"); /* its blanks stay */
}

/* Needs root to give a file away; the last step is then taken as another user. */
static void a_file_of_another_user_is_read_by_root_alone(void **state)
{
	(void)state;
	if (geteuid() != 0)
		return;
	cleanup(cleanup_free) char *path = write_secret("given", "hunter2", 7, 0600);
	struct secret secret = {SECRET_FILE, path};
	struct error error = {""};
	char *value = NULL;
	assert_int_equal(chown(path, 65534, 65534), 0);
	assert_int_equal(secret_read(&secret, &value, &error), 0);
	secret_forget(value);
	assert_int_equal(chmod(folder, 0711), 0);
	assert_int_equal(seteuid(4711), 0);
	assert_int_equal(secret_read(&secret, &value, &error), -EACCES);
	assert_int_equal(seteuid(0), 0);
	unlink(path);
}

static void a_file_others_can_read_is_refused(void **state)
{
	(void)state;
	file_gives("hunter2", 7, 0640, -EACCES, "others can read the secret: /tmp/");
	file_gives("hunter2", 7, 0604, -EACCES, "others can read the secret");
	file_gives("hunter2", 7, 0620, -EACCES, "others can read the secret");
}

static void what_is_no_secret_is_refused(void **state)
{
	(void)state;
	file_gives("", 0, 0600, -EINVAL, "the secret is empty");
	file_gives("\n", 1, 0600, -EINVAL, "the secret is empty");
	file_gives("hunter2\nhunter3\n", 16, 0600, -EINVAL, "more than one line");
	file_gives("hunter2\0x", 9, 0600, -EINVAL, "more than one line");
	static char large[SECRET_MOST_BYTES + 1];
	memset(large, 'x', sizeof(large));
	file_gives(large, sizeof(large), 0600, -EINVAL, "the secret is longer than");
	struct secret missing = {SECRET_FILE, "/nowhere/secret"}, directory = {SECRET_FILE, folder};
	struct error error;
	char *value = NULL;
	assert_int_equal(secret_read(&missing, &value, &error), -ENOENT);
	assert_int_equal(secret_read(&directory, &value, &error), -EINVAL);
	assert_null(value);
}

static void a_credential_comes_from_the_service_manager(void **state)
{
	(void)state;
	free(write_secret("hotline", "whsec_x", 7, 0400));
	struct secret secret = {SECRET_CREDENTIAL, "hotline"};
	struct error error;
	char *value = NULL;
	unsetenv("CREDENTIALS_DIRECTORY");
	assert_int_equal(secret_read(&secret, &value, &error), -ENOENT);
	assert_non_null(strstr(error.text, "the credential hotline was not given"));
	setenv("CREDENTIALS_DIRECTORY", folder, 1);
	assert_int_equal(secret_read(&secret, &value, &error), 0);
	assert_string_equal(value, "whsec_x");
	secret_forget(value);
	secret.value = "other";
	assert_int_equal(secret_read(&secret, &value, &error), -ENOENT);
}

static void no_secret_is_empty(void **state)
{
	(void)state;
	struct secret none = {SECRET_NONE, ""};
	char *value = NULL;
	assert_int_equal(secret_read(&none, &value, NULL), 0);
	assert_string_equal(value, "");
	secret_forget(value);
	secret_forget(NULL);
}

static void the_domain_clock_can_be_stopped_and_the_real_one_goes_on(void **state)
{
	(void)state;
	instant before = clock_real();
	assert_true(before > civil_day(2024, 1, 1) * DAY_MS);
	assert_false(clock_is_set());
	clock_set(1000);
	assert_int_equal(clock_now(), 1000);
	assert_true(clock_is_set());
	assert_true(clock_real() >= before);
	clock_set(INSTANT_NONE);
	assert_true(clock_now() >= before);
	int64_t monotonic = clock_monotonic_ms();
	assert_true(clock_monotonic_ms() >= monotonic);
}

int main(void)
{
	if (!mkdtemp(folder))
		return 1;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_of_our_own_is_read_without_its_line_end),
		cmocka_unit_test(what_notepad_puts_before_a_secret_is_no_part_of_it),
		cmocka_unit_test(a_file_of_another_user_is_read_by_root_alone),
		cmocka_unit_test(a_file_others_can_read_is_refused),
		cmocka_unit_test(what_is_no_secret_is_refused),
		cmocka_unit_test(a_credential_comes_from_the_service_manager),
		cmocka_unit_test(no_secret_is_empty),
		cmocka_unit_test(the_domain_clock_can_be_stopped_and_the_real_one_goes_on),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	struct text path = {0};
	text_printf(&path, "%s/hotline", folder);
	unlink(path.data);
	rmdir(folder);
	text_free(&path);
	return failed;
}
