/* The values of a record, and which of them a field takes. */
#include "base/encoding.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "portal/record_parts.h"

/* --- values ------------------------------------------------------------------------------ */

void values_init(struct record_values *values, int slot_count)
{
	*values = (struct record_values){.count = slot_count};
	values->text = xmalloc((size_t)(slot_count ? slot_count : 1) * VALUE_STRIDE);
}

void values_clear(struct record_values *values)
{
	memset(values->state, VALUE_ABSENT, (size_t)values->count);
}

void values_free(struct record_values *values)
{
	free(values->text);
	values->text = NULL;
}

void values_set(struct record_values *values, int slot, enum value_state state, struct slice text)
{
	if (text.length > VALUE_MAX) {
		text.length = VALUE_MAX;
		state = VALUE_LONG;
	}
	values->state[slot] = (uint8_t)state;
	values->length[slot] = (uint16_t)text.length;
	if (text.length)
		memcpy(values->text + (size_t)slot * VALUE_STRIDE, text.data, text.length);
}

static inline struct slice value_text(const struct record_values *values, int slot)
{
	return (struct slice){values->text + (size_t)slot * VALUE_STRIDE, values->length[slot]};
}

/* --- fields ------------------------------------------------------------------------------ */

void build_fail(struct build *build, enum field field, enum record_problem problem)
{
	if (build->problem == RECORD_FINE) {
		build->problem = problem;
		build->about = field;
	}
}

/* Captions are only shown: cut or left out rather than a reason to lose the case. A former code that
 * is none leads nowhere. */
static bool is_caption(enum field field)
{
	return field == FIELD_FORMER_CODE || field == FIELD_UNIT_NAME ||
	       field == FIELD_PROCEDURE_NAME || field == FIELD_FIELD_NAME || field == FIELD_OFFICER;
}

static bool takes_booleans(enum field field)
{
	return field == FIELD_LOCK || field == FIELD_CHANNEL || field == FIELD_STATUS ||
	       field == FIELD_ONLINE_SERVICE;
}

/* Fields whose text is kept; the others are numbers, dates and words, which say by themselves when
 * they are none. */
static bool is_kept(enum field field)
{
	return field <= FIELD_FIELD_NAME || field == FIELD_OFFICER;
}

/* Of eight bytes: gathers the high bits, and says whether one is NUL. */
static inline bool look_at(const char *data, uint64_t *all)
{
	const uint64_t each = UINT64_C(0x0101010101010101);
	uint64_t word;
	memcpy(&word, data, sizeof(word));
	*all |= word;
	return (word - each) & ~word & (each << 7);
}

enum text_kind { TEXT_BAD, TEXT_ASCII, TEXT_BEYOND };

/* ASCII without NUL is most of it and needs no look at sequences. The last eight bytes overlap. */
static enum text_kind kind_of(struct slice text)
{
	uint64_t all = 0;
	bool nul = false;
	if (text.length < sizeof(all)) {
		for (size_t i = 0; i < text.length; i++) {
			nul |= !text.data[i];
			all |= (unsigned char)text.data[i];
		}
	} else {
		for (size_t i = 0; i + sizeof(all) < text.length; i += sizeof(all))
			nul |= look_at(text.data + i, &all);
		nul |= look_at(text.data + text.length - sizeof(all), &all);
	}
	if (nul)
		return TEXT_BAD;
	if (!(all & UINT64_C(0x8080808080808080)))
		return TEXT_ASCII;
	return utf8_valid(text) ? TEXT_BEYOND : TEXT_BAD;
}

/* A cut in the middle of a character takes the character. */
static struct slice whole_characters(struct slice text)
{
	size_t end = text.length;
	for (int back = 0; back < 4 && end > 0; back++) {
		size_t start = end - 1;
		if (((unsigned char)text.data[start] & 0xC0) != 0x80) {
			if (!utf8_step(text.data + start, text.length - start))
				text.length = start;
			break;
		}
		end = start;
	}
	return text;
}

static enum record_problem check_value(
	enum field field, enum value_state state, struct slice *text, enum text_kind *ret_kind)
{
	if (state == VALUE_WRONG || (state == VALUE_BOOLEAN && !takes_booleans(field)))
		return RECORD_WRONG_TYPE;
	if (state == VALUE_LONG) {
		if (!is_caption(field))
			return RECORD_VALUE_TOO_LONG;
		*text = whole_characters(*text);
	}
	if (is_kept(field))
		*ret_kind = kind_of(*text);
	return *ret_kind == TEXT_BAD ? RECORD_BAD_TEXT : RECORD_FINE;
}

/* A blank is a byte up to the space, or begins and ends as those beyond ASCII do. */
static inline struct slice trimmed(struct slice text)
{
	const unsigned char *bytes = (const unsigned char *)text.data;
	size_t length = text.length;
	if (!length)
		return text;
	unsigned char first = bytes[0], last = bytes[length - 1];
	bool blank = first <= ' ' || first == 0xC2 || first == 0xE2 || first >= 0xE3 ||
		     last <= ' ' ||
		     (last >= 0x80 && ((length >= 2 && bytes[length - 2] == 0xC2) ||
					      (length >= 3 && bytes[length - 3] >= 0xE2)));
	return blank ? slice_trim(text) : text;
}

/* By codes, units and words things are known again: a blank in them is a plain one. */
static __attribute__((noinline)) struct slice known_again(
	struct record_values *values, int slot, struct slice text)
{
	char *own = values->text + (size_t)slot * VALUE_STRIDE;
	bool blank = false;
	for (size_t i = 0; i < text.length; i++)
		blank |= (unsigned char)text.data[i] >= 0x80 &&
			 slice_blank((struct slice){text.data + i, text.length - i});
	if (blank)
		encoding_plain_blanks(own + (text.data - own), &text.length);
	return text;
}

/* The text before the first of `end`; length 0 when it is not there. */
static struct slice text_before(struct slice text, const char *end)
{
	size_t length = strlen(end);
	for (size_t i = 0; i + length <= text.length; i++)
		if (text.data[i] == end[0] && memcmp(text.data + i, end, length) == 0)
			return (struct slice){text.data, i};
	return (struct slice){0};
}

/* The value of a slot, trimmed; length 0: none. */
static inline struct slice slot_value(struct build *build, enum field field, int slot)
{
	const struct words *nothing = &build->context->mapping->none;
	enum value_state state = (enum value_state)build->values->state[slot];
	if (state == VALUE_ABSENT)
		return (struct slice){0};
	struct slice text = value_text(build->values, slot);
	enum text_kind kind = TEXT_ASCII;
	if (state != VALUE_TEXT || is_kept(field)) {
		enum record_problem problem = check_value(field, state, &text, &kind);
		if (problem != RECORD_FINE) {
			if (!is_caption(field))
				build_fail(build, field, problem);
			return (struct slice){0};
		}
	}
	text = trimmed(text);
	if (kind == TEXT_BEYOND && !is_caption(field)) /* captions are only looked at */
		text = known_again(build->values, slot, text);
	return nothing->count && words_find(nothing, text) >= 0 ? (struct slice){0} : text;
}

struct slice build_alternative(struct build *build, enum field field, const struct alternative *way)
{
	if (way->constant)
		return slice_of(way->constant);
	struct slice text = slot_value(build, field, way->slot);
	return way->before ? text_before(text, way->before) : text;
}

/* The first alternative with a value. A wrong one before it is forgiven: a name that is text on one
 * page and a list on another is mapped by two alternatives. */
struct slice build_first(struct build *build, enum field field, const struct field_map *map)
{
	enum record_problem before = build->problem;
	for (int i = 0; i < map->count; i++) {
		struct slice text = build_alternative(build, field, &map->alternative[i]);
		if (text.length) {
			build->problem = before;
			return text;
		}
	}
	return (struct slice){"", 0};
}
