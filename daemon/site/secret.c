#include "site/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/encoding.h"
#include "base/memory.h"
#include "base/text.h"
#include "site/file.h"

/* The service manager made the file readable for this service alone; a file of the operator's own
 * must be so too. */
static int only_ours(int descriptor, const char *path, struct error *error)
{
	struct stat info;
	if (fstat(descriptor, &info) < 0)
		return error_set(
			error, -errno, "cannot look at the secret: %s: %s", path, strerror(errno));
	if (!S_ISREG(info.st_mode))
		return error_set(error, -EINVAL, "the secret is not a regular file: %s", path);
	if (info.st_mode & (S_IRWXG | S_IRWXO))
		return error_set(error, -EACCES,
			"others can read the secret: %s: run chmod 600 on it", path);
	/* root, who runs `hentractl check`, may look at what belongs to the service's user */
	uid_t us = geteuid();
	if (us != 0 && info.st_uid != us && info.st_uid != 0)
		return error_set(error, -EACCES, "the secret belongs to somebody else: %s", path);
	return 0;
}

static void wipe(struct text *text)
{
	if (text->data)
		explicit_bzero(text->data, text->capacity);
	text_free(text);
}

/* Cuts one line end; what stays must be one line. */
static int one_line(struct text *content, const char *path, struct error *error)
{
	if (content->length && content->data[content->length - 1] == '\n')
		content->length--;
	if (content->length && content->data[content->length - 1] == '\r')
		content->length--;
	if (!content->length)
		return error_set(error, -EINVAL, "the secret is empty: %s", path);
	for (size_t i = 0; i < content->length; i++) {
		if (content->data[i] == '\0' || content->data[i] == '\n' ||
			content->data[i] == '\r')
			return error_set(
				error, -EINVAL, "the secret is more than one line: %s", path);
	}
	content->data[content->length] = '\0';
	return 0;
}

static int read_path(const char *path, bool checked, char **ret_value, struct error *error)
{
	struct text content = {0};
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (descriptor < 0)
		return error_set(error, -errno, "cannot read the secret: %s: %s%s%s", path,
			strerror(errno),
			errno == ENOENT ? "; to write it: install -D -m 600 /dev/stdin " : "",
			errno == ENOENT ? path : "");
	int status = checked ? only_ours(descriptor, path, error) : 0;
	if (!status) {
		status = file_read_open(descriptor, SECRET_MOST_BYTES, &content);
		if (status == -EFBIG)
			error_set(error, status = -EINVAL, "the secret is longer than %d bytes: %s",
				SECRET_MOST_BYTES, path);
		else if (status)
			error_set(error, status, "cannot read the secret: %s: %s", path,
				strerror(-status));
	}
	close(descriptor);
	if (!status) {
		encoding_to_utf8(&content); /* Notepad's mark is no part of a password */
		status = one_line(&content, path, error);
	}
	if (!status)
		*ret_value = xstrdup(content.data);
	wipe(&content);
	return status;
}

static bool find(struct text *ret_path, const char *folder, const char *prefix, const char *name)
{
	text_clear(ret_path);
	text_printf(ret_path, "%s/%s%s", folder, prefix, name);
	return access(ret_path->data, F_OK) == 0 || errno != ENOENT;
}

/* The service manager's folder holds NAME, or, where it loaded all of SITE_SECRETS, secrets_NAME.
 * Whoever runs a program by hand has no such folder: the file itself is looked at. */
static int read_credential(const char *name, char **ret_value, struct error *error)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");
	bool given = folder && folder[0];
	cleanup(text_free) struct text path = {0};
	if (given && (find(&path, folder, "", name) || find(&path, folder, "secrets_", name)))
		return read_path(path.data, false, ret_value, error);
	if (!given && find(&path, SITE_SECRETS, "", name))
		return read_path(path.data, true, ret_value, error);
	return error_set(error, -ENOENT,
		"the credential %s was not given: put it into %s/%s (chmod 600), or name it with "
		"LoadCredential= in a drop-in",
		name, SITE_SECRETS, name);
}

int secret_read(const struct secret *secret, char **ret_value, struct error *error)
{
	switch (secret->kind) {
	case SECRET_CREDENTIAL:
		return read_credential(secret->value, ret_value, error);
	case SECRET_FILE:
		return read_path(secret->value, true, ret_value, error);
	case SECRET_LITERAL:
	case SECRET_NONE:
		break;
	}
	*ret_value = xstrdup(secret->kind == SECRET_LITERAL ? secret->value : "");
	return 0;
}

int secret_random(unsigned char *bytes, size_t length, struct error *error)
{
	if (getrandom(bytes, length, 0) != (ssize_t)length)
		return error_set(error, -EIO, "cannot get random bytes");
	return 0;
}

void secret_forget(char *value)
{
	if (value)
		explicit_bzero(value, strlen(value));
	free(value);
}
