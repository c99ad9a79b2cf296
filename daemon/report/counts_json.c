#include "report/counts_json.h"

#include "core/alert/measure.h"

void counts_add_json(struct json_writer *json, const struct counts *counts)
{
	int rate = counts_on_time_rate(counts);
	for (int i = 0; i < BUCKET_COUNT; i++)
		json_number(json, bucket_name((enum bucket)i), counts->bucket[i]);
	json_number(json, "received", counts->received);
	json_number(json, "received_online", counts->received_online);
	json_number(json, "carried_over", counts_carried_over(counts));
	if (rate < 0)
		json_null(json, "on_time_rate");
	else
		json_decimal(json, "on_time_rate", (double)rate / SHARE_WHOLE, 4);
}
