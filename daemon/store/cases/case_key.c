#include "store/cases/case_key.h"

static struct slice after(struct slice text, const char *mark)
{
	const char *rest = mark + 1;
	return (struct slice){rest, text.length - (size_t)(rest - text.data)};
}

static struct slice before(struct slice text, const char *mark)
{
	return (struct slice){text.data, (size_t)(mark - text.data)};
}

void key_add(struct text *out, struct slice code)
{
	const char *mark = code.length ? memchr(code.data, '-', code.length) : NULL;
	if (!mark) {
		text_add_slice(out, code);
		return;
	}
	text_add_slice(out, after(code, mark));
	text_add_char(out, '\t');
	text_add_slice(out, before(code, mark));
}

const char *key_code(struct slice key, struct text *code)
{
	const char *mark = key.length ? memchr(key.data, '\t', key.length) : NULL;
	text_clear(code);
	if (!mark) {
		text_append(code, key.data, key.length);
		return code->data;
	}
	text_add_slice(code, after(key, mark));
	text_add_char(code, '-');
	text_add_slice(code, before(key, mark));
	return code->data;
}
