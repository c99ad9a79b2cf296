/* hentractl audit: kept tallies against a refold of all facts. */
#include "base/plural.h"
#include "command/tool/tool.h"

struct auditing {
	struct tool *tool;
	struct json_writer json;
};

static void on_difference(void *user, const char *sentence)
{
	struct auditing *auditing = user;
	if (auditing->tool->json)
		json_string(&auditing->json, NULL, sentence);
	else
		text_printf(&auditing->tool->out, "%s\n", sentence);
}

static void write_result(struct auditing *auditing, const struct audit_result *result)
{
	struct tool *tool = auditing->tool;
	if (!tool->json) {
		plural_printf(&tool->out,
			say(tool,
				"%lld hồ sơ đã tính lại: %lld ô số liệu lệch, %lld hồ sơ xếp sai, "
				"%lld hồ sơ có dấu hiệu khác\n",
				"%lld case(s) refolded: %lld tally cell(s) wrong, %lld case(s) in "
				"the wrong bucket, %lld have other suspicions\n"),
			(long long)result->cases, (long long)result->differences,
			(long long)result->misjudged, (long long)result->suspicions);
		return;
	}
	json_array_end(&auditing->json);
	json_number(&auditing->json, "cases", result->cases);
	json_number(&auditing->json, "differences", result->differences);
	json_number(&auditing->json, "misjudged", result->misjudged);
	json_number(&auditing->json, "suspicions", result->suspicions);
	json_object_end(&auditing->json);
	tool_json_end(tool, &auditing->json);
}

enum exit_code command_audit(struct tool *tool, const struct arguments *arguments)
{
	(void)arguments;
	enum exit_code exit = tool_store(tool, STORE_READ);
	if (exit)
		return exit;
	struct auditing auditing = {.tool = tool};
	if (tool->json) {
		auditing.json = tool_json(tool);
		json_object(&auditing.json, NULL);
		json_array(&auditing.json, "sentences");
	}
	struct judge judge = tool_judge(tool);
	struct audit_result result;
	struct error error = {0};
	if (store_audit(tool->store, &judge, on_difference, &auditing, &result, &error) < 0)
		return tool_failed(&error);
	write_result(&auditing, &result);
	return result.differences || result.misjudged || result.suspicions ? EXIT_NO : EXIT_FINE;
}
