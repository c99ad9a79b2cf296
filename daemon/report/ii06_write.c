/* Form II.06a as text, CSV and JSON. */
#include <stdio.h>

#include "report/ii06.h"
#include "report/table.h"
#include "report/width.h"

#define PAPER 110 /* columns of text in which head and notes are broken */

static const char *say(const struct ii06_form *form, const char *vi, const char *en)
{
	return form->english ? en : vi;
}

/* --- the table ------------------------------------------------------------------------------ */

enum { NUMBER, CODE, NAME, FIRST, TABLE_COLUMNS = FIRST + II06_COLUMNS - II06_RECEIVED };

/* A title of one line stands for the form's two: the sums say of what they are. */
static const char *title_of(const struct ii06_form *form, enum ii06_column column)
{
	switch (column) {
	case II06_RECEIVED:
		return say(form, "Tiếp nhận", "Received");
	case II06_RESOLVED:
		return say(form, "Đã xong", "Resolved");
	case II06_IN_PROGRESS:
		return say(form, "Đang xử lý", "In progress");
	case II06_IN_PERSON:
		return say(form, "Trực tiếp", "In person");
	case II06_CARRIED_OVER:
		return say(form, "Kỳ trước", "Before");
	default:
		return ii06_column_title(column, form->english);
	}
}

struct titles {
	struct table_column columns[TABLE_COLUMNS];
	char text[II06_COLUMNS][48];
};

static void set_titles(const struct ii06_form *form, struct titles *titles)
{
	titles->columns[NUMBER] =
		(struct table_column){"number", say(form, "(1) STT", "(1) No."), ALIGN_RIGHT, true};
	titles->columns[CODE] =
		(struct table_column){"code", say(form, "Mã", "Code"), ALIGN_LEFT, false};
	titles->columns[NAME] = (struct table_column){"name",
		form->by_commune ? say(form, "(2) Đơn vị", "(2) Unit")
				 : say(form, "(2) Lĩnh vực", "(2) Field"),
		ALIGN_LEFT, false};
	for (int column = II06_RECEIVED; column < II06_COLUMNS; column++) {
		char *text = titles->text[column];
		snprintf(text, sizeof(titles->text[0]), "(%d) %s", column,
			title_of(form, (enum ii06_column)column));
		titles->columns[FIRST + column - II06_RECEIVED] = (struct table_column){
			ii06_column_name((enum ii06_column)column), text, ALIGN_RIGHT, true};
	}
}

static void add_counts(struct table *table, const struct ii06_counts *counts)
{
	for (int column = II06_RECEIVED; column < II06_COLUMNS; column++)
		table_add_number(table, counts->column[column]);
}

static struct table *table_of(
	const struct ii06_form *form, const struct titles *titles, bool with_total)
{
	struct table *table = table_new(titles->columns, TABLE_COLUMNS);
	for (size_t i = 0; i < form->row_count; i++) {
		table_add_number(table, (int64_t)i + 1);
		table_add(table, form->rows[i].code);
		table_add(table, form->rows[i].name);
		add_counts(table, &form->rows[i].counts);
	}
	if (with_total) {
		table_add(table, "");
		table_add(table, "");
		table_add(table, say(form, "Tổng số", "Total"));
		add_counts(table, &form->total);
	}
	return table;
}

void ii06_write_csv(const struct ii06_form *form, struct text *out)
{
	struct titles titles;
	set_titles(form, &titles);
	struct table *table = table_of(form, &titles, false);
	table_write_csv(table, out);
	table_free(table);
}

/* --- text ----------------------------------------------------------------------------------- */

static void write_head(const struct ii06_form *form, struct text *out)
{
	char line[200];
	text_printf(out, "%s II.06a/VPCP/KSTT\n%s\n%s\n", say(form, "Biểu số", "Form"),
		ii06_title(form->english), ii06_period_line(form, line));
	text_printf(out, "%s: %s\n", say(form, "Đơn vị báo cáo", "Reported by"),
		*form->organisation ? form->organisation : "…");
	text_printf(out, "%s: %s\n", say(form, "Đơn vị nhận báo cáo", "Reported to"),
		*form->receiver ? form->receiver : "…");
	text_printf(out, "%s\n\n", say(form, "Đơn vị tính: hồ sơ", "Unit: cases"));
}

static void write_notes(const struct ii06_form *form, struct text *out)
{
	char notes[II06_NOTES_MAX][II06_NOTE_SIZE];
	size_t count = ii06_notes(form, notes);
	text_printf(out, "\n%s\n", say(form, "Ghi chú:", "Notes:"));
	for (size_t i = 0; i < count; i++) {
		text_add(out, "- ");
		wrap_add(out, slice_of(notes[i]), PAPER, 2, "  ");
		text_add_char(out, '\n');
	}
}

static void write_signatures(const struct ii06_form *form, struct text *out)
{
	text_add(out,
		say(form,
			"\n                                        ……………, ngày …… tháng …… năm ……\n"
			"        NGƯỜI LẬP BIỂU                        THỦ TRƯỞNG ĐƠN VỊ\n"
			"       (Ký, ghi rõ họ tên)                     (Ký tên, đóng dấu)\n",
			"\n                                        ……………, date …………………\n"
			"          PREPARED BY                         HEAD OF THE UNIT\n"
			"      (signature and name)                  (signature and seal)\n"));
}

void ii06_write_text(const struct ii06_form *form, struct text *out)
{
	struct titles titles;
	set_titles(form, &titles);
	struct table *table = table_of(form, &titles, true);
	write_head(form, out);
	table_write_text(table, out);
	write_notes(form, out);
	write_signatures(form, out);
	table_free(table);
}

/* --- JSON ----------------------------------------------------------------------------------- */

static void day_json(struct json_writer *json, const char *key, day date)
{
	char buffer[11];
	json_string(json, key, civil_format_date(date, buffer));
}

static void instant_json(
	const struct ii06_form *form, struct json_writer *json, const char *key, instant at)
{
	char buffer[ZONE_TEXT_MAX];
	json_string(json, key, at == INSTANT_NONE ? NULL : zone_format(form->zone, at, buffer));
}

static void counts_json(struct json_writer *json, const struct ii06_counts *counts)
{
	for (int column = II06_RECEIVED; column < II06_COLUMNS; column++)
		json_number(
			json, ii06_column_name((enum ii06_column)column), counts->column[column]);
	json_number(json, "withdrawn", counts->withdrawn);
	json_number(json, "undated_closed", counts->undated_closed);
	json_number(json, "paused", counts->paused);
	json_number(json, "undated_open", counts->undated_open);
	json_number(json, "unclear", counts->unclear);
	json_number(json, "vanished", counts->vanished);
	json_number(json, "unaccepted", counts->unaccepted);
	json_number(json, "refused", counts->refused);
	json_number(json, "invalid", counts->invalid);
}

static void head_json(const struct ii06_form *form, struct json_writer *json)
{
	json_string(json, "form", "II.06a/VPCP/KSTT");
	json_string(json, "organisation", form->organisation);
	json_string(json, "receiver", form->receiver);
	day_json(json, "from", form->period.from);
	day_json(json, "to", form->period.to);
	instant_json(form, json, "as_of", form->as_of);
	instant_json(form, json, "first_seen", form->first_seen);
	instant_json(form, json, "last_seen", form->last_seen);
	json_string(json, "compare", form->compare == COMPARE_DATE ? "date" : "instant");
	json_string(json, "by", form->by_commune ? "commune" : "field");
}

void ii06_write_json(const struct ii06_form *form, struct json_writer *json)
{
	char notes[II06_NOTES_MAX][II06_NOTE_SIZE];
	size_t count = ii06_notes(form, notes);
	json_object(json, NULL);
	head_json(form, json);
	json_array(json, "rows");
	for (size_t i = 0; i < form->row_count; i++) {
		json_object(json, NULL);
		json_string(json, "code", form->rows[i].code);
		json_string(json, "name", form->rows[i].name);
		counts_json(json, &form->rows[i].counts);
		json_object_end(json);
	}
	json_array_end(json);
	json_object(json, "total");
	counts_json(json, &form->total);
	json_object_end(json);
	json_array(json, "notes");
	for (size_t i = 0; i < count; i++)
		json_string(json, NULL, notes[i]);
	json_array_end(json);
	json_object_end(json);
}
