#include "site/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/encoding.h"
#include "base/memory.h"

int file_read_open(int descriptor, size_t most, struct text *ret_content)
{
	struct text content = {0};
	char chunk[16384];
	ssize_t got;
	while ((got = read(descriptor, chunk, sizeof(chunk))) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 || content.length + (size_t)got > most) {
			int status = got < 0 ? -errno : -EFBIG;
			text_free(&content);
			return status;
		}
		text_append(&content, chunk, (size_t)got);
	}
	explicit_bzero(chunk, sizeof(chunk)); /* it may have been a secret */
	*ret_content = content;
	return 0;
}

static int regular(int descriptor)
{
	struct stat info;
	if (fstat(descriptor, &info) < 0)
		return -errno;
	if (S_ISDIR(info.st_mode))
		return -EISDIR;
	return S_ISREG(info.st_mode) ? 0 : -EINVAL;
}

int file_read(const char *path, size_t most, struct text *ret_content, struct error *error)
{
	/* without O_NONBLOCK opening a FIFO would wait for a writer */
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	int status = descriptor < 0 ? -errno : regular(descriptor);
	if (!status)
		status = file_read_open(descriptor, most, ret_content);
	if (descriptor >= 0)
		close(descriptor);
	if (status == -EFBIG)
		return error_set(
			error, status, "the file is larger than %zu bytes: %s", most, path);
	if (status)
		return error_set(
			error, status, "cannot read the file: %s: %s", path, strerror(-status));
	return 0;
}

int file_read_text(const char *path, size_t most, struct text *ret_content, struct error *error)
{
	int status = file_read(path, most, ret_content, error);
	if (status == 0) {
		encoding_to_utf8(ret_content);
		encoding_plain_blanks(ret_content->data, &ret_content->length);
		if (ret_content->data)
			ret_content->data[ret_content->length] = '\0';
	}
	return status;
}

bool file_exists(const char *path)
{
	struct stat info;
	return stat(path, &info) == 0 && S_ISREG(info.st_mode);
}

int file_folder(const char *path, char **ret_folder, struct error *error)
{
	const char *slash = strrchr(path, '/');
	cleanup(cleanup_free) char *folder = slash ? xstrndup(path, (size_t)(slash - path)) : NULL;
	const char *from = !slash ? "." : folder[0] ? folder : "/";
	char *absolute = realpath(from, NULL);
	if (!absolute) {
		int status = -errno;
		return error_set(
			error, status, "cannot find the folder: %s: %s", from, strerror(-status));
	}
	*ret_folder = absolute;
	return 0;
}

static int by_bytes(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

static bool ends_with(const char *name, const char *ending)
{
	size_t length = strlen(name), wanted = strlen(ending);
	return name[0] != '.' && length > wanted && strcmp(name + length - wanted, ending) == 0;
}

int file_list(const char *folder, const char *ending, char ***ret_names, struct error *error)
{
	char **names = xcalloc(1, sizeof(*names));
	size_t count = 0;
	DIR *open_folder = opendir(folder);
	if (!open_folder && errno != ENOENT) {
		int status = -errno;
		free(names);
		return error_set(
			error, status, "cannot read the folder: %s: %s", folder, strerror(-status));
	}
	for (struct dirent *entry; open_folder && (entry = readdir(open_folder));) {
		if (!ends_with(entry->d_name, ending))
			continue;
		names = xrealloc(names, (count + 2) * sizeof(*names));
		names[count++] = xstrdup(entry->d_name);
		names[count] = NULL;
	}
	if (open_folder)
		closedir(open_folder);
	if (count)
		qsort(names, count, sizeof(*names), by_bytes);
	*ret_names = names;
	return 0;
}

void file_list_free(char **names)
{
	for (char **name = names; name && *name; name++)
		free(*name);
	free(names);
}
