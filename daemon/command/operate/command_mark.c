/* hentractl mark: what an official says of a case, or of what is suspected of a whole unit. Nothing is
 * deleted by it. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "command/operate/mark_unit.h"
#include "command/tool/speaker.h"
#include "command/tool/wake_daemon.h"
#include "store/store_witness.h"

static enum exit_code unknown_word(const char *word)
{
	struct text names = {0};
	for (int i = 0; i < SUSPICION_COUNT; i++)
		text_printf(&names, ", %s", suspicion_name((enum suspicion)i));
	enum exit_code exit = tool_fail(EXIT_USAGE,
		"%s is nothing to mark a case with: reason, apology%s", word, names.data);
	text_free(&names);
	return exit;
}

/* What kind of mark the second word is. */
static enum exit_code read_kind(const char *word, struct mark *mark)
{
	mark->suspicion = suspicion_from_name(slice_of(word));
	if (strcmp(word, "reason") == 0)
		mark->kind = MARK_REASON;
	else if (strcmp(word, "apology") == 0)
		mark->kind = MARK_APOLOGY;
	else if (mark->suspicion >= 0)
		mark->kind = MARK_EXPLAINED;
	else
		return unknown_word(word);
	return EXIT_FINE;
}

static enum exit_code read_date(
	const struct arguments *arguments, const char *option, day *ret_date)
{
	const char *text = argument(arguments, option);
	if (text && !civil_parse_date(slice_of(text), ret_date))
		return tool_fail(
			EXIT_USAGE, "%s %s is not a date such as 2026-11-20", option, text);
	return EXIT_FINE;
}

static enum exit_code read_letter(
	const struct tool *tool, const struct arguments *arguments, struct mark *mark)
{
	bool said = argument(arguments, "--letter") || argument(arguments, "--new-due");
	if (mark->kind != MARK_APOLOGY)
		return said ? tool_fail(EXIT_USAGE, "--letter and --new-due belong to an apology")
			    : EXIT_FINE;
	enum exit_code exit = read_date(arguments, "--letter", &mark->letter);
	if (!exit)
		exit = read_date(arguments, "--new-due", &mark->new_due);
	if (exit)
		return exit;
	if (mark->letter == DAY_NONE || mark->new_due == DAY_NONE)
		return tool_fail(EXIT_USAGE,
			"an apology has the date of its letter and the date it promises: "
			"--letter DATE --new-due DATE");
	if (mark->letter > zone_day(tool_zone(tool), tool->now))
		return tool_fail(EXIT_USAGE, "the letter is of a day to come");
	if (mark->new_due < mark->letter)
		return tool_fail(EXIT_USAGE, "the date it promises lies before the letter");
	mark->letter_ends = zone_midnight(tool_zone(tool), mark->letter + 1);
	return EXIT_FINE;
}

struct marking {
	int64_t id;
	instant due;
	int count;
	bool suspected;
};

static int on_case(void *user, const struct store_case *found)
{
	struct marking *marking = user;
	/* of several portals' cases the one that counts */
	if (marking->count == 0 || found->counted) {
		marking->id = found->id;
		marking->due = found->due_first_seen;
	}
	marking->count++;
	return 0;
}

static int on_suspicion(void *user, const struct store_suspicion *suspicion)
{
	(void)suspicion;
	((struct marking *)user)->suspected = true;
	return 0;
}

static enum exit_code find(struct tool *tool, const char *code, const char *on, struct mark *mark)
{
	struct marking marking = {0};
	struct error error = {0};
	if (store_case_by_code(tool->store, code, on_case, &marking, &error) < 0)
		return tool_failed(&error);
	if (marking.count == 0)
		return mark_of_unit(tool, code, on, mark);
	if (on)
		return tool_fail(EXIT_USAGE, "--on belongs to what is suspected of a unit");
	mark->case_id = marking.id;
	if (mark->kind == MARK_APOLOGY && marking.due != INSTANT_NONE &&
		mark->letter_ends > marking.due)
		tool_note(say(tool,
			"thư không được viết trước ngày hẹn trả: không thay cho việc xin lỗi đúng "
			"hạn",
			"the letter is not of a day before the due day: it does not explain "
			"no-apology"));
	if (mark->kind != MARK_EXPLAINED)
		return EXIT_FINE;
	struct suspicion_filter filter = {
		.kind = mark->suspicion, .case_id = marking.id, .since = INSTANT_NONE};
	if (store_suspicions(tool->store, &filter, on_suspicion, &marking, &error) < 0)
		return tool_failed(&error);
	if (!marking.suspected)
		return tool_fail(EXIT_NO, "nothing of the kind %s is suspected of %s",
			suspicion_name((enum suspicion)mark->suspicion), code);
	return EXIT_FINE;
}

enum exit_code command_mark(struct tool *tool, const struct arguments *arguments)
{
	struct mark mark = {.letter = DAY_NONE,
		.new_due = DAY_NONE,
		.suspicion = -1,
		.at = tool->now,
		.by = speaker(arguments),
		.note = argument(arguments, "--note")};
	struct error error = {0};
	enum exit_code exit = read_kind(arguments->positional[1], &mark);
	if (!exit && (!mark.note || !mark.note[0]))
		exit = tool_fail(EXIT_USAGE, "say why: --note TEXT");
	if (!exit)
		exit = speaker_line("--note", mark.note);
	if (!exit)
		exit = speaker_line("--by", mark.by);
	if (!exit)
		exit = tool_store(tool, STORE_OPERATE);
	mark.at = tool->now;
	if (!exit)
		exit = read_letter(tool, arguments, &mark);
	if (!exit)
		exit = find(tool, arguments->positional[0], argument(arguments, "--on"), &mark);
	if (exit)
		return exit;
	if (store_add_mark(tool->store, &mark, &error) < 0)
		return tool_failed(&error);
	wake_daemon(tool);
	text_printf(&tool->out,
		mark.case_id < 0 ? say(tool, "Đã ghi nhận cho đơn vị %s: %s (%s).\n",
					   "Recorded for unit %s: %s (%s).\n")
				 : say(tool, "Đã ghi nhận cho hồ sơ %s: %s (%s).\n",
					   "Recorded for case %s: %s (%s).\n"),
		arguments->positional[0], mark.note, mark.by);
	return EXIT_FINE;
}
