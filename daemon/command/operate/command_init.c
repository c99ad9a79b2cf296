/* hentractl init: writes a first configuration and says what to do next. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "command/operate/init.h"
#include "site/file.h"
#include "site/secret.h"

#define HOTLINE_SECRET_BYTES 32

/* --- files ---------------------------------------------------------------------------------- */

static int write_whole(const char *path, const struct text *content, mode_t mode)
{
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
	if (file < 0)
		return -errno;
	int result = fchmod(file, mode) < 0 ? -errno : 0;
	for (size_t done = 0; result == 0 && done < content->length;) {
		ssize_t wrote = write(file, content->data + done, content->length - done);
		if (wrote < 0 && errno != EINTR)
			result = -errno;
		done += wrote > 0 ? (size_t)wrote : 0;
	}
	if (result == 0 && fsync(file) < 0)
		result = -errno;
	if (close(file) < 0 && result == 0)
		result = -errno;
	return result;
}

/* The file is there whole or not at all; what stood there before is kept as NAME.old. */
static int put_file(const char *path, const struct text *content, mode_t mode, struct error *error)
{
	cleanup(text_free) struct text fresh = {0}, old = {0};
	text_printf(&fresh, "%s.new", path);
	text_printf(&old, "%s.old", path);
	int result = write_whole(fresh.data, content, mode);
	if (result == 0 && rename(path, old.data) < 0 && errno != ENOENT)
		result = -errno;
	if (result == 0 && rename(fresh.data, path) < 0)
		result = -errno;
	if (result == 0)
		return 0;
	unlink(fresh.data);
	return error_set(error, result, "cannot write: %s: %s%s", path, strerror(-result),
		result == -EACCES && geteuid() ? "; try it as root (sudo)" : "");
}

/* --- the hotline's secret ------------------------------------------------------------------- */

static void add_base64(struct text *out, const unsigned char *bytes, size_t length)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	for (size_t i = 0; i < length; i += 3) {
		unsigned bits = (unsigned)bytes[i] << 16;
		bits |= i + 1 < length ? (unsigned)bytes[i + 1] << 8 : 0;
		bits |= i + 2 < length ? bytes[i + 2] : 0;
		for (size_t j = 0; j < 4; j++)
			text_add_char(
				out, i + j > length ? '=' : letters[bits >> (18 - 6 * j) & 63]);
	}
}

/* One that is there stays. */
static int make_hotline_secret(const struct init *init, struct error *error)
{
	unsigned char bytes[HOTLINE_SECRET_BYTES];
	cleanup(text_free) struct text path = {0}, folder = {0}, secret = {0};
	init_secret_path(init, "hotline", &path);
	text_printf(&folder, "%s/secrets", init->folder);
	if (file_exists(path.data))
		return 0;
	if (mkdir(folder.data, 0700) < 0 && errno != EEXIST)
		return error_set(error, -errno, "cannot make the folder: %s: %s", folder.data,
			strerror(errno));
	int result = secret_random(bytes, sizeof(bytes), error);
	if (result < 0)
		return result;
	text_add(&secret, "whsec_");
	add_base64(&secret, bytes, sizeof(bytes));
	text_add_char(&secret, '\n');
	result = put_file(path.data, &secret, 0600, error);
	explicit_bzero(secret.data, secret.length);
	explicit_bzero(bytes, sizeof(bytes));
	return result;
}

/* --- what to do next ------------------------------------------------------------------------ */

/* In the order of README. */
static const struct next {
	const char *words; /* of hentractl; NULL: the daemon is started */
	const char *vi, *en;
} next_steps[] = {
	{"check --connect", "đăng nhập, đọc thử ba hồ sơ, chào máy chủ thư",
		"signs in, reads three cases, greets the relay"},
	{NULL, "bắt đầu đọc cổng", "begins to read the portal"},
	{"status", "đang chạy không, còn đợi gì, cần làm gì trước",
		"does it run, what waits, what needs a person first"},
	{"alerts test --channel office", "một thư mẫu có đánh dấu", "a letter, marked as a sample"},
	{"communes", "số liệu của từng xã đã đúng chưa?", "the tally: are the numbers right?"},
	{"arm", "khi số liệu đúng: từ đó mới gửi thư cho các xã",
		"when the numbers are right: from then on communes are told"},
	{"alerts", "sắp báo ai, lúc nào", "who is told next, and when"},
};

static void add_next(const struct init *init, const struct next *next, int step)
{
	const struct tool *tool = init->tool;
	cleanup(text_free) struct text line = {0};
	if (next->words && init->installed)
		text_printf(&line, "hentractl %s", next->words);
	else if (next->words)
		text_printf(&line, "hentractl -c %s %s", tool->config, next->words);
	else if (init->installed)
		text_add(&line, "systemctl start hentra");
	else
		text_printf(&line, "hentrad -c %s", tool->config);
	text_printf(&init->tool->out, " %2d. %-40s # %s\n", step, line.data,
		say(tool, next->vi, next->en));
}

static void add_steps(struct init *init)
{
	struct tool *tool = init->tool;
	struct text *out = &tool->out;
	cleanup(text_free) struct text path = {0};
	int step = 1;
	text_printf(out, "\n%s\n", say(tool, "Việc tiếp theo:", "What to do next:"));
	text_printf(out,
		say(tool, "  %d. %s/communes.csv: điền các xã, mã đơn vị và hộp thư của chủ tịch\n",
			"  %d. %s/communes.csv: fill in the communes, unit codes and addresses\n"),
		step++, init->folder);
	if (init_needs_secret(init)) {
		text_printf(&path, "portal-%s", init->answer[ANSWER_PORTAL]);
		cleanup(text_free) struct text file = {0};
		init_secret_path(init, path.data, &file);
		text_printf(out,
			say(tool,
				"  %d. install -D -m 600 /dev/stdin %s\n"
				"     (gõ mật khẩu hoặc mã của cổng, Enter, rồi Ctrl-D)\n",
				"  %d. install -D -m 600 /dev/stdin %s\n"
				"     (type the portal's password or token, Enter, then Ctrl-D)\n"),
			step++, file.data);
	}
	if (init->answer[ANSWER_HOTLINE][0]) {
		cleanup(text_free) struct text file = {0};
		init_secret_path(init, "hotline", &file);
		text_printf(out,
			say(tool, "  %d. đưa khóa trong %s cho bên nhận webhook\n",
				"  %d. give the key in %s to the receiver of the webhook\n"),
			step++, file.data);
	}
	for (size_t i = 0; i < ARRAY_SIZE(next_steps); i++)
		add_next(init, &next_steps[i], step++);
}

/* --- the command ------------------------------------------------------------------------------ */

static bool prefers_english(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const char *value = getenv(names[i]);
		if (value && value[0])
			return strncmp(value, "vi", 2) != 0;
	}
	return true;
}

static enum exit_code choose_language(struct init *init, const struct arguments *arguments)
{
	const char *language = argument(arguments, "--language");
	if (language && strcmp(language, "vi") != 0 && strcmp(language, "en") != 0)
		return tool_fail(EXIT_USAGE, "--language: \"%s\" is neither vi nor en", language);
	init->english = language && strcmp(language, "en") == 0;
	init->tool->english = language ? init->english : prefers_english();
	return EXIT_FINE;
}

static enum exit_code write_files(struct init *init)
{
	struct tool *tool = init->tool;
	struct error error = {0};
	cleanup(text_free) struct text settings = {0}, communes = {0}, path = {0};
	init_settings_text(init, &settings);
	init_communes_text(init, &communes);
	text_printf(&path, "%s/communes.csv", init->folder);
	int result = 0;
	if (init->answer[ANSWER_HOTLINE][0])
		result = make_hotline_secret(init, &error);
	/* a directory that somebody filled in is worth more than an empty one */
	bool kept = file_exists(path.data);
	if (result == 0 && !kept)
		result = put_file(path.data, &communes, 0644, &error);
	if (result == 0)
		result = put_file(tool->config, &settings, 0644, &error);
	if (result < 0)
		return tool_failed(&error);
	text_printf(&tool->out, say(tool, "Đã ghi: %s\n", "Written: %s\n"), tool->config);
	text_printf(&tool->out,
		kept ? say(tool, "Giữ nguyên: %s\n", "Kept as it is: %s\n")
		     : say(tool, "Đã ghi: %s\n", "Written: %s\n"),
		path.data);
	return EXIT_FINE;
}

enum exit_code command_init(struct tool *tool, const struct arguments *arguments)
{
	struct error error = {0};
	cleanup(cleanup_free) char *folder = NULL;
	struct init init = {.tool = tool};
	enum exit_code exit = choose_language(&init, arguments);
	if (exit)
		return exit;
	if (file_folder(tool->config, &folder, &error) < 0)
		return tool_failed(&error);
	if (file_exists(tool->config) && !argument(arguments, "--force"))
		return tool_fail(EXIT_NO,
			"%s is there already; --force writes a new one and keeps it as %s.old",
			tool->config, tool->config);
	init.folder = folder;
	init.installed = strcmp(tool->config, SITE_CONFIG) == 0;
	exit = init_ask(&init, arguments);
	if (!exit)
		exit = write_files(&init);
	if (!exit)
		add_steps(&init);
	for (int i = 0; i < ANSWERS; i++)
		free(init.answer[i]);
	return exit;
}
