/* hentractl outbox bounced and clear: addresses whose letters come back for good. */
#include <errno.h>
#include <string.h>

#include "base/memory.h"
#include "command/tool/list.h"
#include "command/tool/wake_daemon.h"
#include "conf/settings.h"
#include "store/store_bounce.h"

/* The communes of today that have the address, "22954 Phường Tiến Thành, …". */
static void add_communes(const struct tool *tool, const char *address, struct text *out)
{
	const struct directory *directory = tool_directory(tool);
	day today = zone_day(tool_zone(tool), tool->now);
	for (size_t i = 0; i < directory_count(directory); i++) {
		const struct commune *commune = directory_at(directory, i);
		if (directory_of_code(directory, slice_of(commune->code), today) != (int)i)
			continue;
		for (const char *const *to = commune->emails; to && *to; to++)
			if (strcmp(*to, address) == 0)
				text_printf(out, "%s%s %s", out->length ? ", " : "", commune->code,
					commune->name);
	}
}

static int on_returned(void *user, const struct store_returned *returned)
{
	struct list *list = user;
	const struct tool *tool = list->tool;
	cleanup(text_free) struct text communes = {0};
	char at[WHEN_MAX];
	add_communes(tool, returned->recipient, &communes);
	if (list->table) {
		table_add(list->table, returned->recipient);
		table_add(list->table, communes.length ? communes.data : "–");
		table_add_number(list->table, returned->letters);
		table_add(list->table, when(tool, returned->since, at));
		table_add(list->table, when(tool, returned->last, at));
		table_add(list->table, returned->words);
		return 0;
	}
	struct json_writer *json = &list->json;
	json_object(json, NULL);
	json_string(json, "recipient", returned->recipient);
	json_string(json, "communes", communes.length ? communes.data : NULL);
	json_number(json, "letters", returned->letters);
	json_instant(tool, json, "since", returned->since);
	json_instant(tool, json, "last", returned->last);
	json_string(json, "words", returned->words);
	json_object_end(json);
	return 0;
}

enum exit_code command_outbox_bounced(struct tool *tool, const struct arguments *arguments)
{
	static const struct column columns[] = {
		{"recipient", "Địa chỉ", "Address", ALIGN_LEFT, false},
		{"communes", "Đơn vị", "Commune", ALIGN_LEFT, false},
		{"letters", "Số thư", "Letters", ALIGN_RIGHT, true},
		{"since", "Từ", "Since", ALIGN_LEFT, false},
		{"last", "Lần cuối", "Last", ALIGN_LEFT, false},
		{"words", "Máy chủ trả lời", "The server's words", ALIGN_LEFT, false},
	};
	(void)arguments;
	struct list list;
	struct error error = {0};
	enum exit_code exit = tool_store(tool, STORE_READ);
	if (exit)
		return exit;
	list_begin(&list, tool, columns, ARRAY_SIZE(columns));
	if (store_returned(tool->store, on_returned, &list, &error) < 0) {
		list_free(&list);
		return tool_failed(&error);
	}
	list_end(&list,
		say(tool, "Không có địa chỉ nào bị trả lại thư.\n", "No letters come back.\n"));
	return EXIT_FINE;
}

enum exit_code command_outbox_clear(struct tool *tool, const struct arguments *arguments)
{
	enum exit_code exit = tool_store(tool, STORE_OPERATE);
	for (int i = 0; i < arguments->count && !exit; i++) {
		struct error error = {0};
		const char *address = arguments->positional[i];
		int result = store_clear_returned(tool->store, address, &error);
		if (result == -ENOENT)
			exit = tool_fail(EXIT_NO, "%s", error.text);
		else if (result < 0)
			exit = tool_failed(&error);
		else
			text_printf(&tool->out,
				say(tool, "%s: coi như lại nhận được thư.\n",
					"%s: taken to receive letters again.\n"),
				address);
	}
	if (tool->out.length > 0)
		wake_daemon(tool);
	return exit;
}
