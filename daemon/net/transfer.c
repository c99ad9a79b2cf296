#include "net/transfer.h"

#include <openssl/crypto.h>
#include <openssl/x509_vfy.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/wipe.h"
#include "net/address.h"
#include "net/transfer_internal.h"

#define IDLE_HANDLES_MOST 32

/* --- opening and closing sockets --------------------------------------------------------- */

static curl_socket_t on_open_socket(void *user, curlsocktype purpose, struct curl_sockaddr *address)
{
	(void)purpose;
	struct transfer *transfer = user;
	struct transfers *pool = transfer->pool;

	if (pool->refuse_private && address_private(&address->addr)) {
		address_format(&address->addr, transfer->refused_address);
		return CURL_SOCKET_BAD;
	}
	int opened = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
	if (opened < 0)
		return CURL_SOCKET_BAD;
	pthread_mutex_lock(&pool->lock);
	array_reserve(pool->sockets, &pool->socket_capacity, pool->socket_count + 1);
	pool->sockets[pool->socket_count++] = opened;
	pthread_mutex_unlock(&pool->lock);
	return opened;
}

static int on_close_socket(void *user, curl_socket_t socket)
{
	struct transfers *pool = user;

	pthread_mutex_lock(&pool->lock);
	for (size_t i = 0; i < pool->socket_count; i++)
		if (pool->sockets[i] == socket) {
			pool->sockets[i] = pool->sockets[--pool->socket_count];
			break;
		}
	pthread_mutex_unlock(&pool->lock);
	return close(socket);
}

/* --- the pool ---------------------------------------------------------------------------- */

static void *ssl_malloc(size_t size, const char *file, int line)
{
	(void)file, (void)line;
	return wipe_malloc(size);
}

static void *ssl_realloc(void *old, size_t size, const char *file, int line)
{
	(void)file, (void)line;
	return wipe_realloc(old, size);
}

static void ssl_free(void *memory, const char *file, int line)
{
	(void)file, (void)line;
	wipe_free(memory);
}

/* Pages pass through the buffers of libcurl and OpenSSL (and of zlib, which libcurl gives its own):
 * nothing of them stays in memory that was given back. OpenSSL refuses when it has begun already. */
static void initialise(void)
{
	static bool initialised;
	if (initialised)
		return;
	CRYPTO_set_mem_functions(ssl_malloc, ssl_realloc, ssl_free);
	if (curl_global_init_mem(CURL_GLOBAL_DEFAULT, wipe_malloc, wipe_free, wipe_realloc,
		    wipe_strdup, wipe_calloc) != CURLE_OK)
		abort();
	initialised = true;
}

struct transfers *transfers_new(const struct transfers_options *options)
{
	initialise();
	struct transfers *pool = xcalloc(1, sizeof(*pool));
	pool->loop = options->loop;
	pool->user_agent = xstrdup(options->user_agent ? options->user_agent : "hentra");
	pool->refuse_private = options->refuse_private;
	pool->multi = curl_multi_init();
	if (!pool->multi)
		abort();
	loop_bind(pool);
	pthread_mutex_init(&pool->lock, NULL);
	long most = options->most_per_host > 0 ? options->most_per_host : 4;
	curl_multi_setopt(pool->multi, CURLMOPT_MAX_HOST_CONNECTIONS, most);
	curl_multi_setopt(pool->multi, CURLMOPT_MAX_CONCURRENT_STREAMS, most);
	pool->most_per_host = (int)most;
	return pool;
}

void transfers_free(struct transfers *pool)
{
	if (!pool)
		return;
	mailer_free(pool->mailer);
	while (pool->first)
		transfer_cancel(pool->first);
	for (size_t i = 0; i < pool->idle_count; i++)
		curl_easy_cleanup(pool->idle[i]);
	curl_multi_cleanup(pool->multi);
	loop_unbind(pool);
	free(pool->idle);
	free(pool->sockets);
	pthread_mutex_destroy(&pool->lock);
	free(pool->user_agent);
	free(pool);
}

int transfers_running(const struct transfers *pool)
{
	return pool->running;
}

/* --- one transfer ------------------------------------------------------------------------ */

static CURL *take_handle(struct transfers *pool)
{
	if (pool->idle_count > 0)
		return pool->idle[--pool->idle_count];
	CURL *easy = curl_easy_init();
	if (!easy)
		abort();
	return easy;
}

static void give_handle(struct transfers *pool, CURL *easy)
{
	if (pool->idle_count >= IDLE_HANDLES_MOST) {
		curl_easy_cleanup(easy);
		return;
	}
	curl_easy_reset(easy);
	array_reserve(pool->idle, &pool->idle_capacity, pool->idle_count + 1);
	pool->idle[pool->idle_count++] = easy;
}

struct transfer *transfer_new(
	struct transfers *pool, transfer_data_fn *on_data, transfer_done_fn *on_done, void *user)
{
	struct transfer *transfer = xcalloc(1, sizeof(*transfer));
	CURL *easy = take_handle(pool);

	transfer->pool = pool;
	transfer->easy = easy;
	transfer->on_data = on_data;
	transfer->on_done = on_done;
	transfer->user = user;
	set_option(easy, CURLOPT_PRIVATE, transfer);
	set_option(easy, CURLOPT_NOSIGNAL, 1L);
	/* A resolver thread that hangs must not be waited for when its transfer ends. */
	set_option(easy, CURLOPT_QUICK_EXIT, 1L);
	set_option(easy, CURLOPT_ERRORBUFFER, transfer->error);
	set_option(easy, CURLOPT_FOLLOWLOCATION, 0L);
	set_option(easy, CURLOPT_PROXY, ""); /* the environment's proxies are not ours */
	set_option(easy, CURLOPT_NOPROXY, ""); /* nor are its exceptions */
	set_option(easy, CURLOPT_USERAGENT, pool->user_agent);
	set_option(easy, CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
	set_option(easy, CURLOPT_OPENSOCKETDATA, transfer);
	set_option(easy, CURLOPT_CLOSESOCKETFUNCTION, on_close_socket);
	set_option(easy, CURLOPT_CLOSESOCKETDATA, pool);
	return transfer;
}

void transfer_set_tls(struct transfer *transfer, const struct tls_settings *tls)
{
	set_option(transfer->easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (!tls)
		return;
	if (tls->ca_file) {
		transfer->ca_file = xstrdup(tls->ca_file);
		set_option(transfer->easy, CURLOPT_CAINFO, tls->ca_file);
		/* Else the system's folder of authorities would be trusted beside it. */
		set_option(transfer->easy, CURLOPT_CAPATH, (const char *)NULL);
	}
	if (tls->client_cert)
		set_option(transfer->easy, CURLOPT_SSLCERT, tls->client_cert);
	if (tls->client_key)
		set_option(transfer->easy, CURLOPT_SSLKEY, tls->client_key);
}

void transfer_set_limits(struct transfer *transfer, int64_t connect_ms, int64_t total_ms)
{
	set_option(transfer->easy, CURLOPT_CONNECTTIMEOUT_MS,
		(long)(connect_ms > 0 ? connect_ms : CONNECT_MS_DEFAULT));
	set_option(transfer->easy, CURLOPT_TIMEOUT_MS, (long)total_ms);
}

void transfer_link(struct transfer *transfer)
{
	struct transfers *pool = transfer->pool;

	transfer->next = pool->first;
	if (pool->first)
		pool->first->previous = transfer;
	pool->first = transfer;
	pool->running++;
}

void transfer_free(struct transfer *transfer)
{
	struct transfers *pool = transfer->pool;

	if (transfer->previous)
		transfer->previous->next = transfer->next;
	else
		pool->first = transfer->next;
	if (transfer->next)
		transfer->next->previous = transfer->previous;
	pool->running--;
	give_handle(pool, transfer->easy);
	curl_slist_free_all(transfer->headers);
	curl_slist_free_all(transfer->recipients);
	curl_mime_free(transfer->mime);
	free(transfer->ca_file);
	free(transfer);
}

void transfer_cancel(struct transfer *transfer)
{
	if (!transfer)
		return;
	if (transfer->mail) {
		mailer_cancel(transfer);
		return;
	}
	curl_multi_remove_handle(transfer->pool->multi, transfer->easy);
	transfer_free(transfer);
}

int transfer_status(const struct transfer *transfer)
{
	return transfer->status;
}

void transfer_copy_line(char *out, size_t size, const char *text, size_t length)
{
	size_t used = 0;

	while (length > 0 && (unsigned char)text[length - 1] <= ' ')
		length--;
	for (size_t i = 0; i < length && used + 1 < size; i++)
		out[used++] = (unsigned char)text[i] < ' ' || text[i] == 0x7f ? ' ' : text[i];
	/* Never half a character at the cut. */
	if (used < length)
		while (used > 0 && ((unsigned char)out[used - 1] & 0xc0) == 0x80)
			used--;
	if (used < length && used > 0 && ((unsigned char)out[used - 1] & 0xc0) == 0xc0)
		used--;
	out[used] = '\0';
}

static bool is_tls_failure(CURLcode code)
{
	switch (code) {
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_CIPHER:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_CRL_BADFILE:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
	case CURLE_SSL_INVALIDCERTSTATUS:
	case CURLE_SSL_CLIENTCERT:
	case CURLE_USE_SSL_FAILED:
		return true;
	default:
		return false;
	}
}

/* A certificate that nobody trusted has signed is an operator's matter: whom did we trust? */
static bool is_strange_signer(const struct transfer *transfer, CURLcode code)
{
	long why = X509_V_OK;

	if (code != CURLE_PEER_FAILED_VERIFICATION)
		return false;
	curl_easy_getinfo(transfer->easy, CURLINFO_SSL_VERIFYRESULT, &why);
	return why == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY ||
	       why == X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT ||
	       why == X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN ||
	       why == X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE;
}

static bool is_refused_by_proxy(const struct transfer *transfer, CURLcode code)
{
	long status = 0;

	curl_easy_getinfo(transfer->easy, CURLINFO_HTTP_CONNECTCODE, &status);
	return code == CURLE_RECV_ERROR && status >= 300;
}

/* The failure's own words: what libcurl says, led by what is more telling. */
static void describe_failure(
	struct transfer *transfer, CURLcode code, struct transfer_result *result)
{
	const char *said = transfer->error[0] ? transfer->error : curl_easy_strerror(code);

	/* libcurl takes header lines of up to 100 KB and calls longer ones this. */
	if (code == CURLE_OUT_OF_MEMORY && !transfer->mail)
		said = "a header of the answer is too long";
	result->tls_failure = is_tls_failure(code);
	if (transfer->refused_address[0])
		snprintf(transfer->answer, sizeof(transfer->answer),
			"%s is a private address: not connected to", transfer->refused_address);
	else if (is_strange_signer(transfer, code))
		snprintf(transfer->answer, sizeof(transfer->answer), "TLS: %s (ca-file: %s)", said,
			transfer->ca_file ? transfer->ca_file
					  : "none, so the system's authorities are trusted");
	else
		snprintf(transfer->answer, sizeof(transfer->answer), "%s%s",
			result->tls_failure                   ? "TLS: "
			: is_refused_by_proxy(transfer, code) ? "the proxy refuses: "
							      : "",
			said);
	transfer_copy_line(transfer->answer, sizeof(transfer->answer), transfer->answer,
		strlen(transfer->answer));
}

void transfer_settle(struct transfer *transfer, CURLcode code)
{
	struct transfer_result result = {.answer = transfer->answer, .address = ""};
	curl_off_t bytes = 0, us = 0;
	char *address = NULL;

	curl_easy_getinfo(transfer->easy, CURLINFO_SIZE_DOWNLOAD_T, &bytes);
	curl_easy_getinfo(transfer->easy, CURLINFO_TOTAL_TIME_T, &us);
	curl_easy_getinfo(transfer->easy, CURLINFO_PRIMARY_IP, &address);
	result.bytes = bytes;
	result.seconds = (double)us / 1e6;
	result.address = address ? address : "";
	result.content_type = result.etag = result.last_modified = "";
	if (code != CURLE_OK) {
		result.outcome = transfer->stopped ? TRANSFER_STOPPED : TRANSFER_FAILED;
		describe_failure(transfer, code, &result);
	}
	if (transfer->mail)
		mail_fill_result(transfer, code, &result);
	else
		http_fill_result(transfer, code, &result);
	/* The result's strings live in the handle and the transfer: both stay until on_done returned. */
	transfer->on_done(transfer->user, &result);
	transfer_free(transfer);
}
