/* Conditions of rules, as an operator may mistype them: no text breaks the reader, what it accepts
 * comes back the same, and a rule made of it can be checked. */
#include <stdint.h>
#include <stdlib.h>

#include "core/alert/rule.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rule rule = {.name = "fuzz"};
	struct error error = {{0}};
	struct slice text = {(const char *)data, size};
	if (conditions_parse(text, rule.fire, &rule.fire_count, &error) < 0) {
		if (error.text[0] == '\0')
			abort();
		return 0;
	}
	for (int i = 0; i < rule.fire_count; i++) {
		struct condition again[CONDITIONS_MAX];
		char buffer[128];
		int count;
		condition_words(&rule.fire[i], i % 2, buffer);
		condition_text(&rule.fire[i], buffer);
		if (conditions_parse(slice_of(buffer), again, &count, NULL) < 0 || count != 1 ||
			again[0].measure != rule.fire[i].measure ||
			again[0].comparison != rule.fire[i].comparison ||
			again[0].level != rule.fire[i].level)
			abort();
		rule.clear[rule.clear_count++] = rule.fire[rule.fire_count - 1 - i];
	}
	rule_check(&rule, &error);
	return 0;
}
