#include "report/counts_json.h"

#include "core/alert/measure.h"

static void rate_add(struct json_writer *json, const char *key, int rate)
{
	if (rate < 0)
		json_null(json, key);
	else
		json_decimal(json, key, (double)rate / SHARE_WHOLE, 4);
}

void counts_add_json(struct json_writer *json, const struct counts *counts)
{
	for (int i = 0; i < BUCKET_COUNT; i++)
		json_number(json, bucket_name((enum bucket)i), counts->bucket[i]);
	json_number(json, "received", counts->received);
	json_number(json, "received_online", counts->received_online);
	json_number(json, "carried_over", counts_carried_over(counts));
	rate_add(json, "on_time_rate", counts_on_time_rate(counts));
	rate_add(json, "kept_rate", counts_kept_rate(counts));
}
