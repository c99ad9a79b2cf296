/* Pages of the shipped profile "opencps". */
#include "portal_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct profile *profile;
	if (!profile)
		profile = shipped_profile("opencps");
	check_page(profile, data, size);
	return 0;
}
