#include "app/tidings.h"

#include "base/memory.h"

void tidings_clear(struct tidings *tidings)
{
	tidings->news_count = tidings->telling_count = tidings->warning_count = 0;
	tidings->summary = false;
	deliveries_clear(&tidings->deliveries);
}

void tidings_free(struct tidings *tidings)
{
	deliveries_free(&tidings->deliveries);
	free(tidings->news);
	free(tidings->tellings);
	free(tidings->warnings);
	*tidings = (struct tidings){0};
}

void tidings_add_news(struct tidings *tidings, const struct alert_news *news)
{
	array_reserve(tidings->news, &tidings->news_capacity, tidings->news_count + 1);
	tidings->news[tidings->news_count++] = *news;
}

void tidings_add_telling(struct tidings *tidings, const struct telling_change *change)
{
	array_reserve(tidings->tellings, &tidings->telling_capacity, tidings->telling_count + 1);
	tidings->tellings[tidings->telling_count++] = *change;
}

void tidings_add_warning(struct tidings *tidings, const struct warning *warning)
{
	array_reserve(tidings->warnings, &tidings->warning_capacity, tidings->warning_count + 1);
	tidings->warnings[tidings->warning_count++] = *warning;
}
