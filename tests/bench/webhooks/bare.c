/* The yardstick of run: as many POSTs of as many bytes to the same server, from nothing but libcurl's
 * plainest loop over one connection. Prints µs of CPU each.
 *
 *   bare URL COUNT BYTES */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double cpu_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static CURL *prepare(const char *url, char *body, long bytes, struct curl_slist *headers)
{
	CURL *easy = curl_easy_init();
	curl_easy_setopt(easy, CURLOPT_URL, url);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, bytes);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
	return easy;
}

int main(int count, char **arguments)
{
	static const char *const lines[] = {"Content-Type: application/cloudevents+json",
		"webhook-id: hentra-0123456789abcdef-12345", "webhook-timestamp: 1700000000",
		"webhook-signature: v1,0123456789abcdef0123456789abcdef0123456789ab"};
	struct curl_slist *headers = NULL;
	if (count != 4 || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return 2;
	int posts = atoi(arguments[2]);
	long bytes = atol(arguments[3]);
	char *body = malloc((size_t)bytes);
	memset(body, 'x', (size_t)bytes);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		headers = curl_slist_append(headers, lines[i]);
	CURL *easy = prepare(arguments[1], body, bytes, headers);
	if (curl_easy_perform(easy) != CURLE_OK) /* connects */
		return 1;
	double before = cpu_us();
	for (int i = 0; i < posts; i++)
		if (curl_easy_perform(easy) != CURLE_OK)
			return 1;
	printf("%.2f\n", (cpu_us() - before) / posts);
	curl_easy_cleanup(easy);
	curl_slist_free_all(headers);
	free(body);
	return 0;
}
