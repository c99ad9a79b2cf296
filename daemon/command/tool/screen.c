#include "command/tool/screen.h"

#include <stdlib.h>

#include "base/memory.h"
#include "report/width.h"

void screen_list_add(
	struct screen_list *list, const char *start, struct slice sentence, const char *indent)
{
	struct text item = {0};
	text_add(&item, start);
	wrap_add(&item, sentence, SCREEN_COLUMNS, display_width(slice_of(start)), indent);
	text_add_char(&item, '\n');
	array_reserve(list->items, &list->capacity, list->count + 1);
	list->items[list->count++] = text_take(&item);
}

size_t screen_count_lines(struct slice text)
{
	size_t lines = 0;
	for (size_t i = 0; i < text.length; i++)
		lines += text.data[i] == '\n';
	return lines;
}

size_t screen_list_lines(const struct screen_list *list)
{
	size_t lines = 0;
	for (size_t i = 0; i < list->count; i++)
		lines += screen_count_lines(slice_of(list->items[i]));
	return lines;
}

/* The first `lines` lines of an item; the last one ends in … when more follow. */
static void write_item(const char *item, size_t lines, struct text *out)
{
	struct slice rest = slice_of(item), line;
	bool cut = screen_count_lines(rest) > lines;
	for (size_t i = 0; i < lines && slice_split(&rest, '\n', &line) && line.length; i++) {
		cleanup(text_free) struct text whole = {0};
		text_add_slice(&whole, line);
		if (cut && i + 1 == lines)
			text_add(&whole, " …");
		clip_add(out, text_slice(&whole), SCREEN_COLUMNS);
		text_add_char(out, '\n');
	}
}

size_t screen_list_write(const struct screen_list *list, size_t lines, struct text *out)
{
	bool all = screen_list_lines(list) <= lines;
	size_t room = all ? lines : lines - 1, i;
	for (i = 0; i < list->count && room; i++) {
		size_t takes = screen_count_lines(slice_of(list->items[i]));
		if (takes > room && i > 0)
			break;
		takes = takes < room ? takes : room;
		if (lines == SCREEN_ENDLESS)
			text_add(out, list->items[i]);
		else
			write_item(list->items[i], takes, out);
		room -= takes;
	}
	return list->count - i;
}

void screen_list_free(struct screen_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i]);
	free(list->items);
	*list = (struct screen_list){0};
}

size_t screen_share(size_t lines, size_t first, size_t second)
{
	size_t half = lines / 2;
	if (first <= half)
		return first;
	if (second <= lines - half)
		return first + second <= lines ? first : lines - second;
	return half;
}
