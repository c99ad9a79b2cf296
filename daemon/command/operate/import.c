#include "command/operate/import.h"

#include <errno.h>
#include <stdio.h>

#include "base/memory.h"
#include "conf/settings.h"
#include "portal/decode.h"
#include "store/store_receipts.h"

#define BATCH_BYTES ((size_t)256 << 20) /* a file beyond that is put in parts */

struct import {
	struct tool *tool;
	struct judge judge;
	struct tally tally;
	struct batch *batch;
	int64_t poll;
	struct receipt_check receipts;
	struct import_counts counts;
	struct error *error; /* of the file being read */
};

static int register_portals(
	struct store *store, const struct settings *settings, struct error *error)
{
	size_t count = settings->portal_count;
	cleanup(cleanup_free) uint32_t *ids = xcalloc(count + 1, sizeof(*ids));
	cleanup(cleanup_free) struct store_registration *portals =
		xcalloc(count + 1, sizeof(*portals));
	for (size_t i = 0; i < count; i++)
		portals[i] = (struct store_registration){
			settings->portals[i].name, settings->portals[i].counted};
	return store_register_portals(store, portals, count, ids, error);
}

int import_begin(struct tool *tool, struct import **ret_import, struct error *error)
{
	const struct settings *settings = tool_settings(tool);
	int result = store_open(settings->hentra.store, STORE_OWN, &tool->store, error);
	if (result < 0)
		return result;
	struct import *import = xcalloc(1, sizeof(*import));
	import->tool = tool;
	import->judge = tool_judge(tool);
	import->batch = batch_new();
	instant newest = INSTANT_NONE;
	result = store_newest(tool->store, &newest, error);
	if (newest > tool->now) /* the store's time never goes back */
		tool->now = newest;
	if (result == 0)
		result = store_load_tally(tool->store, &import->tally, error);
	if (result == 0)
		result = register_portals(tool->store, settings, error);
	if (result == 0)
		result = store_recount(tool->store, &import->judge, &import->tally, error);
	if (result < 0) {
		import_end(import);
		return result;
	}
	*ret_import = import;
	return 0;
}

void import_end(struct import *import)
{
	if (!import)
		return;
	batch_free(import->batch);
	tally_free(&import->tally);
	free(import);
}

/* --- records -------------------------------------------------------------------------------- */

static int put(struct import *import)
{
	struct put_result result = {0};
	if (batch_count(import->batch) == 0)
		return 0;
	int status = store_put_page(import->tool->store, import->poll, import->batch,
		&import->judge, import->tool->now, &import->tally, &result, import->error);
	import->counts.changed += result.added + result.changed;
	batch_clear(import->batch);
	return status;
}

static int on_record(void *user, const struct case_record *record)
{
	struct import *import = user;
	batch_add(import->batch, record);
	return batch_bytes(import->batch) < BATCH_BYTES ? 0 : put(import);
}

static int on_checked(void *user, const struct case_record *record)
{
	struct import *import = user;
	receipt_check_record(&import->receipts, import->tool->store, record);
	return 0;
}

static void on_problem(void *user, int64_t index, struct slice code, enum record_problem problem,
	const char *detail)
{
	(void)index;
	struct import *import = user;
	store_set_aside(import->tool->store, import->poll, code, problem, detail, import->tool->now,
		import->error);
}

static int decode(struct import *import, const struct portal_settings *portal, FILE *file,
	bool checking, struct error *error)
{
	const struct tool *tool = import->tool;
	char bytes[65536];
	size_t length;
	struct page_result page = {0};
	struct decoder *decoder = decoder_new(&(struct decode_options){
		.profile = tool->site->profiles[portal - tool_settings(tool)->portals],
		.now = tool->now,
		.zone = tool_zone(tool),
		.keep_officer = portal->officers,
		.on_record = checking ? on_checked : on_record,
		.on_problem = checking ? NULL : on_problem,
		.user = import});
	int result = 0;
	while (result == 0 && (length = fread(bytes, 1, sizeof(bytes), file)) > 0)
		result = decoder_feed(decoder, bytes, length, error);
	if (result == 0 && ferror(file))
		result = error_set(error, -EIO, "cannot read the file: %s", strerror(errno));
	if (result == 0)
		result = decoder_end(decoder, &page, error);
	if (result == 0 && page.records > 0 && page.set_aside == page.records)
		result = error_set(error, -EBADMSG, "none of %lld record(s) could be understood",
			(long long)page.records);
	decoder_free(decoder);
	import->counts.records = page.records;
	import->counts.set_aside = page.set_aside;
	return result;
}

static int read_twice(struct import *import, const struct portal_settings *portal, FILE *file,
	bool insisted, struct error *error)
{
	struct error below = {0};
	int result = decode(import, portal, file, true, error);
	if (result == 0 && !insisted)
		result = receipt_check_end(&import->receipts, error);
	if (result < 0)
		return result;
	rewind(file);
	import->error = &below;
	result = decode(import, portal, file, false, error);
	if (result == 0)
		result = put(import);
	if (below.text[0] && result < 0)
		*error = below;
	return result;
}

int import_here(struct import *import, const struct portal_settings *portal, const char *path,
	bool insisted, struct import_counts *ret_counts, struct error *error)
{
	struct tool *tool = import->tool;
	uint32_t id = 0;
	FILE *file = fopen(path, "rbe");
	if (!file)
		return error_set(error, -errno, "cannot open the file: %s", strerror(errno));
	import->counts = (struct import_counts){0};
	int result = store_find_portal(tool->store, portal->name, &id, error);
	import->receipts = (struct receipt_check){.portal = id, .zone = tool_zone(tool)};
	if (result == 0)
		result = store_poll_begin(tool->store, id, false, tool->now, &import->poll, error);
	if (result == 0) {
		struct error store_error = {0};
		result = read_twice(import, portal, file, insisted, error);
		int ended = store_poll_end(tool->store, import->poll,
			result == 0 ? POLL_COMPLETE : POLL_FAILED, result == 0,
			import->counts.records, import->counts.set_aside,
			result == 0 ? "" : error->text, tool->now, &store_error);
		if (result == 0 && ended < 0) {
			*error = store_error;
			result = ended;
		}
	}
	fclose(file);
	if (result == 0)
		*ret_counts = import->counts;
	return result;
}
