/* Pages of the shipped profile "csv". */
#include "portal_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct profile *profile;
	if (!profile)
		profile = shipped_profile("csv");
	check_page(profile, data, size);
	return 0;
}
