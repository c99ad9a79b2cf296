#include "evaluate/findings.h"

#include "base/memory.h"

void findings_clear(struct findings *findings)
{
	findings->news_count = findings->telling_count = findings->warning_count = 0;
	findings->summary = false;
	deliveries_clear(&findings->deliveries);
}

void findings_free(struct findings *findings)
{
	deliveries_free(&findings->deliveries);
	free(findings->news);
	free(findings->tellings);
	free(findings->warnings);
	*findings = (struct findings){0};
}

void findings_add_news(struct findings *findings, const struct alert_news *news)
{
	array_reserve(findings->news, &findings->news_capacity, findings->news_count + 1);
	findings->news[findings->news_count++] = *news;
}

void findings_add_telling(struct findings *findings, const struct telling_change *change)
{
	array_reserve(findings->tellings, &findings->telling_capacity, findings->telling_count + 1);
	findings->tellings[findings->telling_count++] = *change;
}

void findings_add_warning(struct findings *findings, const struct warning *warning)
{
	array_reserve(findings->warnings, &findings->warning_capacity, findings->warning_count + 1);
	findings->warnings[findings->warning_count++] = *warning;
}
