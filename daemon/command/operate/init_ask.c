/* The questions of hentractl init. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "command/operate/init.h"
#include "conf/keys.h"
#include "conf/settings_check.h"
#include "site/file.h"
#include "site/find.h"

#define PROFILE_MOST ((size_t)1 << 20)

struct question {
	const char *option;
	const char *section, *key; /* whose parser looks at the answer */
	const char *fallback; /* NULL: must be answered */
	const char *vi, *en;
};
static const struct question questions[ANSWERS] = {
	[ANSWER_PROVINCE] = {"--province", "hentra", "province", NULL, "Mã tỉnh (hai chữ số)",
		"The province's code (two digits)"},
	[ANSWER_PROVINCE_NAME] = {"--province-name", "hentra", "province-name", "",
		"Tên đầy đủ của tỉnh, như in trong thư, ví dụ Tỉnh Lâm Đồng (để trống: chỉ mã)",
		"The province's whole name, as letters print it, such as Tỉnh Lâm Đồng (empty: "
		"its code alone)"},
	[ANSWER_PORTAL] = {"--portal", NULL, NULL, "portal",
		"Đặt tên ngắn cho cổng (chữ không dấu)",
		"A short name for the portal (letters without marks)"},
	[ANSWER_PROFILE] = {"--profile", "portal", "profile", "opencps",
		"Loại cổng: opencps, igate, thanhhoa, dvcqg, csv",
		"Kind of portal: opencps, igate, thanhhoa, dvcqg, csv"},
	[ANSWER_URL] = {"--url", "portal", "url", NULL, "Địa chỉ của cổng (https://…)",
		"The portal's address (https://…)"},
	[ANSWER_HEADER] = {"--header", "portal", "header", NULL, "Giá trị của tiêu đề",
		"The value of the header"},
	[ANSWER_SIGN_IN] = {"--sign-in", "portal", "sign-in", "none",
		"Cách đăng nhập: none, basic, bearer, header, oauth2, session",
		"Signing in: none, basic, bearer, header, oauth2, session"},
	[ANSWER_USER] = {"--user", "portal", "user", NULL, "Tên đăng nhập (oauth2: client-id)",
		"User (oauth2: client-id)"},
	[ANSWER_RELAY] = {"--relay", "mail", "relay", "smtp://127.0.0.1:25", "Máy chủ chuyển thư",
		"The mail relay"},
	[ANSWER_TLS] = {"--tls", "mail", "tls", "",
		"Mã hóa với máy chủ chuyển thư: starttls hoặc none (để trống: starttls)",
		"TLS with the mail relay: starttls or none (empty: starttls)"},
	[ANSWER_FROM] = {"--from", "mail", "from", NULL, "Địa chỉ người gửi thư",
		"The address letters come from"},
	[ANSWER_OFFICE] = {"--office", "mail", "from", NULL,
		"Hộp thư của văn phòng, được báo khi xã chưa xử lý",
		"The office's address, told when a chair does not act"},
	[ANSWER_CONTACT] = {"--contact", "mail", "contact", "",
		"Nơi giải đáp, in trong mỗi thư (phòng ban, số điện thoại)",
		"Whom to ask, printed in every letter"},
	[ANSWER_HOTLINE] = {"--hotline", "channel", "url", "",
		"Địa chỉ webhook của 1022 (để trống: không có)",
		"The hotline's webhook (empty: none)"},
};

/* --- is it an answer? ----------------------------------------------------------------------- */

/* Parsers of single values write one member; none of them is larger. */
union member {
	char bytes[256];
	long long number;
	void *pointer;
};

static int by_key(const struct init *init, const char *section, const char *name, const char *text,
	struct error *error)
{
	const struct key *key = key_find(section, slice_of(name));
	struct arena arena = {0};
	union member member = {0};
	struct value_context context = {&arena, init->folder, key};
	int result = key->type->parse(&context, slice_of(text), &member, error);
	arena_free(&arena);
	return result;
}

static void first_problem(void *user, const char *file, int line, const char *sentence)
{
	struct error *error = user;
	if (!error->text[0])
		error_set(error, -EINVAL, "%s:%d: %s", file, line, sentence);
}

/* Is there such a profile, and which headers does it ask for? The first one, to be freed. */
static int look_at_profile(
	struct init *init, const char *name, char **ret_header, struct error *error)
{
	struct find find = {init->folder, "profiles", ".profile"};
	cleanup(text_free) struct text path = {0}, content = {0};
	struct profile *profile = NULL;
	char near[SUGGEST_MAX];
	if (!find_file(&find, name, &path)) {
		find_near(&find, name, near);
		return error_set(error, -ENOENT, "there is no such profile: %s%s", path.data, near);
	}
	int result = file_read_text(path.data, PROFILE_MOST, &content, error);
	error->text[0] = '\0';
	if (result == 0)
		result = profile_parse(
			path.data, text_slice(&content), first_problem, error, &profile);
	if (result < 0)
		return result;
	const char *const *headers = profile_required_headers(profile);
	init->csv = profile_is_csv(profile);
	*ret_header = headers[0] ? xstrdup(headers[0]) : NULL;
	profile_free(profile);
	return 0;
}

static bool is_header(const char *text)
{
	const char *colon = strchr(text, ':');
	return colon && colon > text && colon[1] && !strpbrk(text, "\r\n#\"");
}

static int look(struct init *init, enum answer which, const char *text, struct error *error)
{
	const struct question *question = &questions[which];
	cleanup(cleanup_free) char *header = NULL;
	if (strpbrk(text, "\r\n"))
		return error_set(error, -EINVAL, "the answer is more than one line");
	if (which == ANSWER_PORTAL) {
		size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-_");
		if (!length || text[length] || length > 40)
			return error_set(error, -EINVAL,
				"\"%s\" is not a name of letters a to z, digits, - and _", text);
		return 0;
	}
	if (which == ANSWER_PROFILE)
		return look_at_profile(init, text, &header, error);
	if (which == ANSWER_HEADER)
		return is_header(text)
			       ? 0
			       : error_set(error, -EINVAL,
					 "\"%s\" is not a header such as groupId: 53152", text);
	if (which == ANSWER_URL && init->csv)
		return text[0] == '/'
			       ? 0
			       : error_set(error, -EINVAL,
					 "\"%s\" is not a folder: a csv profile reads files", text);
	if (!text[0] && question->fallback && !question->fallback[0])
		return 0;
	return by_key(init, question->section, question->key, text, error);
}

/* --- asking --------------------------------------------------------------------------------- */

/* "Name: " in front of the value of the header that the profile asks for. */
static char *header_line(const char *name, const char *value)
{
	struct text line = {0};
	if (strchr(value, ':'))
		text_add(&line, value);
	else
		text_printf(&line, "%s: %s", name, value);
	return text_take(&line);
}

/* One line; NULL at the end of the input. */
static char *ask(const struct init *init, enum answer which, const char *header)
{
	const struct question *question = &questions[which];
	const char *fallback = question->fallback;
	char *line = NULL;
	size_t size = 0;
	printf("%s", say(init->tool, question->vi, question->en));
	if (header)
		printf(" %s (%s)", header,
			say(init->tool, "hỏi đơn vị vận hành cổng",
				"whoever runs the portal knows it"));
	if (fallback && fallback[0])
		printf(" [%s]", fallback);
	printf(": ");
	fflush(stdout);
	ssize_t length = getline(&line, &size, stdin);
	if (length < 0) {
		free(line);
		return NULL;
	}
	struct slice said = slice_trim((struct slice){line, (size_t)length});
	char *answer =
		said.length ? xstrndup(said.data, said.length) : xstrdup(fallback ? fallback : "");
	free(line);
	if (header && answer[0]) {
		char *whole = header_line(header, answer);
		free(answer);
		answer = whole;
	}
	return answer;
}

static bool signs_in_as_user(const struct init *init)
{
	const char *kind = init->answer[ANSWER_SIGN_IN];
	return strcmp(kind, "basic") == 0 || strcmp(kind, "session") == 0 ||
	       strcmp(kind, "oauth2") == 0;
}

/* Without an answer what follows from the relay is right, but where TLS is asked for and not there. */
static bool asks_for_tls(const struct init *init)
{
	const char *relay = init->answer[ANSWER_RELAY];
	return strncmp(relay, "smtp:", 5) == 0 && !place_is_local(relay);
}

static enum exit_code settle(
	struct init *init, enum answer which, const char *said, bool sits, const char *header)
{
	const struct question *question = &questions[which];
	struct error error = {0};
	if (!said && !sits && question->fallback)
		said = question->fallback;
	if (!said && !sits)
		return tool_fail(EXIT_USAGE, "%s is missing%s%s (%s)", question->option,
			header ? ": the profile asks for the header " : "", header ? header : "",
			question->en);
	char *answer = said ? header && said[0] ? header_line(header, said) : xstrdup(said) : NULL;
	for (;;) {
		if (!answer)
			answer = ask(init, which, header);
		if (!answer)
			return tool_fail(EXIT_USAGE, "the input ended before %s was answered",
				question->option);
		int result = !answer[0] && !question->fallback
				     ? error_set(&error, -EINVAL, "it cannot be empty")
				     : look(init, which, answer, &error);
		if (result == 0)
			break;
		free(answer);
		answer = NULL;
		if (said || !sits)
			return tool_fail(EXIT_USAGE, "%s: %s", question->option, error.text);
		printf("  %s\n", error.text);
	}
	init->answer[which] = answer;
	return EXIT_FINE;
}

enum exit_code init_ask(struct init *init, const struct arguments *arguments)
{
	bool sits = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	cleanup(cleanup_free) char *header = NULL;
	struct error error = {0};
	for (enum answer which = 0; which < ANSWERS; which++) {
		const char *said = argument(arguments, questions[which].option);
		bool needed = which == ANSWER_HEADER ? header != NULL
			      : which == ANSWER_USER ? signs_in_as_user(init)
			      : which == ANSWER_TLS  ? asks_for_tls(init)
						     : true;
		if (!needed && !said) {
			init->answer[which] = xstrdup("");
			continue;
		}
		if (which == ANSWER_SIGN_IN && init->csv)
			said = "none";
		enum exit_code exit =
			settle(init, which, said, sits, which == ANSWER_HEADER ? header : NULL);
		if (exit)
			return exit;
		if (which == ANSWER_PROFILE)
			look_at_profile(init, init->answer[which], &header, &error);
	}
	return EXIT_FINE;
}
