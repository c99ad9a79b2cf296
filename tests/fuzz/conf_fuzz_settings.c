/* Any bytes as hentra.conf, as communes.csv and as procedures.csv: refused with a sentence, or
 * accepted whole. */
#include <stdint.h>
#include <stdlib.h>

#include "conf/commune_text.h"
#include "conf/procedure_text.h"
#include "conf/settings.h"

static void on_problem(
	void *user, enum problem_level level, const char *file, int line, const char *sentence)
{
	*(bool *)user |= level == PROBLEM_ERROR;
	if (!file[0] || line < 0 || !sentence[0])
		abort();
}

static void agree(int status, bool errors, const void *result)
{
	if ((status != 0) != errors || (status == 0) != (result != NULL))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice content = {(const char *)data, size};
	struct settings_source source = {"x.conf", content};
	struct settings *settings = NULL;
	struct directory *directory = NULL;
	struct procedures *procedures = NULL;
	bool errors = false;
	int status = settings_parse(&source, 1, "/etc/x", on_problem, &errors, &settings);
	agree(status, errors, settings);
	errors = false;
	status = communes_parse("x.csv", content, on_problem, &errors, &directory);
	agree(status, errors, directory);
	errors = false;
	status = procedures_parse("x.csv", content, on_problem, &errors, &procedures);
	agree(status, errors, procedures);
	settings_free(settings);
	directory_free(directory);
	procedures_free(procedures);
	return 0;
}
