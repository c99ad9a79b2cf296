/* What hentractl init writes. */
#include "base/memory.h"
#include "command/operate/init.h"

static void add_line(struct text *out, const char *key, const char *value, const char *comment)
{
	if (value[0])
		text_printf(out, "%-13s = %s%s%s\n", key, value, comment ? "   # " : "",
			comment ? comment : "");
	else
		text_printf(out, "# %-11s =%s%s\n", key, comment ? "   # " : "",
			comment ? comment : "");
}

void init_secret_path(const struct init *init, const char *name, struct text *out)
{
	text_printf(out, "%s/secrets/%s", init->folder, name);
}

/* The same as hentra.conf names it. */
static void secret_reference(const struct init *init, const char *name, struct text *out)
{
	if (init->installed) {
		text_printf(out, "credential:%s", name);
		return;
	}
	text_add(out, "file:");
	init_secret_path(init, name, out);
}

bool init_needs_secret(const struct init *init)
{
	return strcmp(init->answer[ANSWER_SIGN_IN], "none") != 0;
}

static void add_sign_in(const struct init *init, struct text *out)
{
	const char *kind = init->answer[ANSWER_SIGN_IN], *user = init->answer[ANSWER_USER];
	cleanup(text_free) struct text name = {0}, reference = {0};
	text_printf(&name, "portal-%s", init->answer[ANSWER_PORTAL]);
	secret_reference(init, name.data, &reference);
	if (!init_needs_secret(init)) {
		text_add(
			out, "# sign-in     = none   # basic, bearer, header, oauth2 or session\n");
		return;
	}
	add_line(out, "sign-in", kind, NULL);
	if (strcmp(kind, "bearer") == 0) {
		add_line(out, "token", reference.data, NULL);
	} else if (strcmp(kind, "header") == 0) {
		text_printf(out,
			"header        = Token: %s   # the header's name as the portal "
			"wants it\n",
			reference.data);
	} else if (strcmp(kind, "oauth2") == 0) {
		add_line(out, "client-id", user, NULL);
		add_line(out, "client-secret", reference.data, NULL);
		add_line(out, "token-url", "/o/oauth2/token", "a path of the portal, or a URL");
	} else {
		add_line(out, "user", user, NULL);
		add_line(out, "password", reference.data, NULL);
	}
}

static void add_portal(const struct init *init, struct text *out)
{
	char *const *answer = init->answer;
	text_printf(out, "\n[portal %s]\n", answer[ANSWER_PORTAL]);
	add_line(out, "profile", answer[ANSWER_PROFILE],
		init->csv ? NULL : "how it is asked and understood: hentra-profile(5)");
	add_line(out, init->csv ? "path" : "url", answer[ANSWER_URL], NULL);
	if (answer[ANSWER_HEADER][0])
		add_line(out, "header", answer[ANSWER_HEADER], NULL);
	if (!init->csv)
		add_sign_in(init, out);
	text_add(out, "# every       = 5min\n# proxy       =   # http://proxy.example.gov.vn:3128\n"
		      "# ca-file     =   # a private certificate authority, in PEM\n");
}

/* The example's rule: what a province begins with; see hentra.conf(5) for all measures. */
static void add_rule(const struct init *init, struct text *out)
{
	text_printf(out,
		"\n# When hentra speaks: at least 10 overdue cases and 5%% of the open ones. "
		"Reminders\n"
		"# after 2 and then every 5 working days. `for` waits before it speaks.\n"
		"[rule pile-up]\n"
		"fire          = overdue >= 10, overdue-share >= 5%%\n"
		"clear         = overdue < 6\n"
		"critical      = overdue >= 30\n"
		"min-cases     = 20\n"
		"# for         = 4 working hours\n"
		"repeat        = 2 working days, 5 working days\n"
		"notify        = chair%s\n"
		"escalate      = 3 working days: office\n"
		"\n# Nobody hears anything while a portal cannot be read: the office must know.\n"
		"[rule blind]\n"
		"scope         = portal\n"
		"fire          = stale >= 4 hours\n"
		"notify        = office\n",
		init->answer[ANSWER_HOTLINE][0] ? ", hotline" : "");
}

static void add_channels(const struct init *init, struct text *out)
{
	cleanup(text_free) struct text reference = {0};
	text_printf(out,
		"\n[channel chair]\n"
		"type          = email\n"
		"to            = commune   # the addresses in communes.csv\n"
		"hours         = working   # outside office hours it waits (any: it does not)\n"
		"# attach      = xlsx   # all cases as a sheet: a letter lists the first ones\n"
		"\n[channel office]\n"
		"type          = email\n"
		"to            = %s\n",
		init->answer[ANSWER_OFFICE]);
	if (!init->answer[ANSWER_HOTLINE][0])
		return;
	secret_reference(init, "hotline", &reference);
	text_printf(out,
		"\n[channel hotline]\n"
		"type          = webhook\n"
		"url           = %s\n"
		"secret        = %s   # the receiver needs it to verify the signature\n"
		"# allow-private = yes   # if the receiver has a private address\n",
		init->answer[ANSWER_HOTLINE], reference.data);
}

void init_settings_text(const struct init *init, struct text *out)
{
	char *const *answer = init->answer;
	text_add(out,
		"# hentra.conf, begun by hentractl init. All keys: man hentra.conf, and every one "
		"of\n"
		"# them explained in /usr/share/doc/hentra/examples/hentra.conf. After a change:\n"
		"#   hentractl check && systemctl reload hentra\n"
		"# Secrets never stand here.\n"
		"\n[hentra]\n");
	add_line(out, "province", answer[ANSWER_PROVINCE], NULL);
	add_line(out, "province-name", answer[ANSWER_PROVINCE_NAME],
		answer[ANSWER_PROVINCE_NAME][0] ? NULL : "Tỉnh …: the whole name, for letters");
	text_printf(out,
		"language      = %s   # of letters, page and tables: vi or en\n"
		"communes      = communes.csv   # whose cases are whose: fill it in\n"
		"trial         = yes   # until hentractl arm: one summary to the office; stays "
		"here "
		"afterwards\n",
		init->english ? "en" : "vi");
	add_portal(init, out);
	text_add(out, "\n[verdict]\n# compare     = date   # as form II.06; or instant\n"
		      "# due-soon    = 2 working days\n");
	add_rule(init, out);
	add_channels(init, out);
	text_add(out, "\n[mail]\n");
	add_line(out, "relay", answer[ANSWER_RELAY], NULL);
	add_line(out, "from", answer[ANSWER_FROM], NULL);
	add_line(out, "contact", answer[ANSWER_CONTACT], "printed in every letter");
	add_line(out, "tls", answer[ANSWER_TLS],
		"starttls or none; unless said: none on this machine, else starttls");
	text_add(out, "# user        =\n# password    = credential:mail\n");
}

void init_communes_text(const struct init *init, struct text *out)
{
	text_add(out,
		say(init->tool,
			"# communes.csv: mỗi dòng một xã, phường hoặc đơn vị cấp tỉnh (kind = "
			"department).\n"
			"#   code       mã xã, năm chữ số; đơn vị khác: chữ và số\n"
			"#   agencies   mã đơn vị trên cổng, cách nhau bằng dấu cách; * là bất kỳ "
			"chuỗi nào\n"
			"#   email      hộp thư công vụ, cách nhau bằng dấu cách; mỗi hộp thư nhận "
			"một thư\n"
			"# Mã đơn vị lấy ở đâu: \"hentractl check --connect\" nêu đến mười đơn "
			"vị chưa khai báo; khi đã\n"
			"# chạy, \"hentractl cases --commune unmapped\" nêu hồ sơ của đơn vị chưa "
			"khai báo.\n"
			"# Mỗi mã đơn vị thuộc một dòng; nếu chuyển sang xã khác thì dòng cũ có "
			"valid_to, dòng mới valid_from.\n"
			"# Ví dụ có giải thích: /usr/share/doc/hentra/examples/communes.csv\n"
			"# Lưu dạng CSV UTF-8. Ví dụ (bỏ dấu # ở đầu dòng và sửa):\n"
			"# 22954,Phường Tiến "
			"Thành,commune,000.01.32.H36,ubnd@tienthanh.example.gov.vn,,2025-07-01,,\n",
			"# communes.csv: a row for each commune or provincial unit (kind = "
			"department).\n"
			"#   code       five digits for a commune; letters and digits for other "
			"units\n"
			"#   agencies   the portal's unit codes, separated by blanks; * stands for "
			"anything\n"
			"#   email      official mailboxes, separated by blanks; each gets its own "
			"letter\n"
			"# Where the unit codes are: \"hentractl check --connect\" names up to "
			"ten units\n"
			"# that no row has; later \"hentractl cases --commune unmapped\" lists "
			"their cases.\n"
			"# A unit code stands on one row; where it moved, the old row has "
			"valid_to, "
			"the new one valid_from.\n"
			"# An example, explained: /usr/share/doc/hentra/examples/communes.csv\n"
			"# Save as CSV UTF-8. An example (take the # away and change it):\n"
			"# 22954,Phường Tiến "
			"Thành,commune,000.01.32.H36,ubnd@tienthanh.example.gov.vn,,2025-07-01,,"
			"\n"));
	/* a directory names somebody, or it would be no directory */
	text_printf(out,
		"code,name,kind,agencies,email,phone,valid_from,valid_to,successor\n"
		"%s,department,,,,,,\n",
		say(init->tool, "mau,Dòng mẫu: thay bằng các xã của tỉnh",
			"example,An example: replace it by the communes"));
}
