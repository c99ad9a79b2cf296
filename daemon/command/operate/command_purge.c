/* hentractl purge, forget, settle and backup. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <time.h>

#include "base/plural.h"
#include "command/tool/tool.h"
#include "command/tool/wake_daemon.h"
#include "conf/settings.h"
#include "store/store_witness.h"

#define WAIT_MS 120000
#define LOOK_MS 100
#define CASES_AT_ONCE 2000

/* --- asking the daemon ------------------------------------------------------------------------ */

/* The daemon owns the cases: it is asked, and its answer is waited for. */
static enum exit_code ask_daemon(struct tool *tool, enum wish_kind kind, const char *code)
{
	const struct timespec look = {0, LOOK_MS * 1000000};
	char answer[512];
	int64_t id;
	struct error error = {0};
	enum exit_code exit = tool_store(tool, STORE_OPERATE);
	if (exit)
		return exit;
	if (store_wish(tool->store, kind, code, tool->now, &id, &error) < 0)
		return tool_failed(&error);
	wake_daemon(tool);
	for (int waited = 0; waited < WAIT_MS; waited += LOOK_MS) {
		int result = store_wish_answer(tool->store, id, answer, &error);
		if (result < 0)
			return tool_failed(&error);
		if (result > 0 && answer[0] == '!')
			return tool_fail(EXIT_NO, "%s", answer + 1);
		if (result > 0) {
			text_printf(&tool->out, "%s\n", answer);
			return EXIT_FINE;
		}
		nanosleep(&look, NULL);
	}
	return tool_fail(EXIT_ENVIRONMENT, "hentrad has not answered within two minutes");
}

/* Opens the store as its owner; *ret_daemon: a daemon does. There must be one: what an administrator's
 * command made would not belong to the service, which could never start. */
static enum exit_code own_store(struct tool *tool, bool *ret_daemon)
{
	struct error error = {0};
	enum exit_code exit = tool_store(tool, STORE_READ);
	if (exit)
		return exit;
	store_close(tool->store);
	tool->store = NULL;
	int result = store_open(tool_settings(tool)->hentra.store, STORE_OWN, &tool->store, &error);
	*ret_daemon = result == -EBUSY;
	return result < 0 && result != -EBUSY ? tool_failed(&error) : EXIT_FINE;
}

/* --- purge ------------------------------------------------------------------------------------ */

static void say_purged(struct tool *tool, const struct purge_result *result, bool dry)
{
	if (tool->json) {
		struct json_writer json = tool_json(tool);
		json_object(&json, NULL);
		json_bool(&json, "dry_run", dry);
		json_number(&json, "cases", result->cases);
		json_number(&json, "kept_evidence", result->kept_evidence);
		json_number(&json, "left", result->left);
		json_object_end(&json);
		tool_json_end(tool, &json);
		return;
	}
	plural_printf(&tool->out,
		dry ? say(tool,
			      "Sẽ xóa %lld hồ sơ đã đóng quá thời hạn lưu; giữ bằng chứng của %lld "
			      "dấu hiệu chưa giải trình; còn lại %lld hồ sơ.\n",
			      "Would purge %lld case(s) closed for longer than the retention, keep "
			      "the evidence of %lld with open suspicions; %lld case(s) stay.\n")
		    : say(tool,
			      "Đã xóa %lld hồ sơ; giữ bằng chứng của %lld dấu hiệu chưa giải "
			      "trình; "
			      "còn lại %lld hồ sơ. Số liệu không đổi.\n",
			      "Purged %lld case(s), kept the evidence of %lld with open "
			      "suspicions; "
			      "%lld case(s) stay. No number changed.\n"),
		(long long)result->cases, (long long)result->kept_evidence,
		(long long)result->left);
}

enum exit_code command_purge(struct tool *tool, const struct arguments *arguments)
{
	bool dry = argument(arguments, "--dry-run") != NULL, daemon = false, done = false;
	enum exit_code exit = dry ? tool_store(tool, STORE_READ) : own_store(tool, &daemon);
	if (exit)
		return exit;
	if (daemon)
		return ask_daemon(tool, WISH_PURGE, "");
	struct purge_result result = {0};
	struct judge judge = tool_judge(tool);
	struct error error = {0};
	instant before = tool->now - tool_settings(tool)->hentra.retention_ms;
	while (!done)
		if (store_purge_step(tool->store, &judge, before, CASES_AT_ONCE, dry, &result,
			    &done, &error) < 0)
			return tool_failed(&error);
	say_purged(tool, &result, dry);
	return EXIT_FINE;
}

/* --- forget ----------------------------------------------------------------------------------- */

enum exit_code command_forget(struct tool *tool, const struct arguments *arguments)
{
	const char *code = arguments->positional[0];
	bool daemon = false;
	struct error error = {0};
	enum exit_code exit = own_store(tool, &daemon);
	if (exit)
		return exit;
	if (daemon)
		return ask_daemon(tool, WISH_FORGET, code);
	struct judge judge = tool_judge(tool);
	int result = store_forget(tool->store, &judge, code, &error);
	if (result == -ENOENT || result == -EINVAL)
		return tool_fail(EXIT_NO, "%s", error.text);
	if (result < 0)
		return tool_failed(&error);
	text_add(&tool->out, say(tool, "Đã xóa hồ sơ; số liệu tổng hợp không đổi.\n",
				     "Forgotten; the totals are as they were.\n"));
	return EXIT_FINE;
}

/* --- settle ----------------------------------------------------------------------------------- */

enum exit_code command_settle(struct tool *tool, const struct arguments *arguments)
{
	const char *code = arguments->positional[0];
	bool daemon = false;
	struct error error = {0};
	if (strcmp(arguments->positional[1], "gone") != 0)
		return tool_fail(EXIT_USAGE, "\"%s\" is not gone", arguments->positional[1]);
	enum exit_code exit = own_store(tool, &daemon);
	if (exit)
		return exit;
	if (daemon)
		return ask_daemon(tool, WISH_SETTLE_GONE, code);
	struct judge judge = tool_judge(tool);
	int result = store_settle_gone(tool->store, &judge, code, tool->now, NULL, &error);
	if (result == -ENOENT || result == -EINVAL)
		return tool_fail(EXIT_NO, "%s", error.text);
	if (result < 0)
		return tool_failed(&error);
	text_add(&tool->out, say(tool, "Đã ghi nhận; từ hôm nay hồ sơ được tính là đã rút.\n",
				     "Settled as gone: it counts as withdrawn from today on.\n"));
	return EXIT_FINE;
}

/* --- backup ----------------------------------------------------------------------------------- */

enum exit_code command_backup(struct tool *tool, const struct arguments *arguments)
{
	const char *file = arguments->positional[0];
	struct error error = {0};
	enum exit_code exit = tool_store(tool, STORE_READ);
	if (exit)
		return exit;
	int result = store_backup(tool->store, file, &error);
	if (result == -EEXIST)
		return tool_fail(EXIT_NO, "%s", error.text);
	if (result < 0)
		return tool_failed(&error);
	text_printf(&tool->out, say(tool, "Đã sao lưu vào %s.\n", "Copied to %s.\n"), file);
	return EXIT_FINE;
}
