#include "portal/alternatives.h"

bool alternatives_split(struct slice *rest, struct slice *ret_piece)
{
	bool quoted = false;
	size_t at = 0;
	if (!rest->data)
		return false;
	for (; at < rest->length; at++) {
		if (rest->data[at] == '\'')
			quoted = !quoted;
		else if (rest->data[at] == '|' && !quoted)
			break;
	}
	*ret_piece = slice_trim((struct slice){rest->data, at});
	if (at < rest->length)
		*rest = (struct slice){rest->data + at + 1, rest->length - at - 1};
	else
		*rest = (struct slice){0};
	return true;
}

/* What stands between two single quotes that are the whole text. */
bool alternative_unquote(struct slice text, struct slice *ret_inside)
{
	if (text.length < 2 || text.data[0] != '\'' || text.data[text.length - 1] != '\'')
		return false;
	*ret_inside = (struct slice){text.data + 1, text.length - 2};
	return true;
}
