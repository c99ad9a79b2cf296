/* Whole small files, and where they are. */
#ifndef SITE_FILE_H
#define SITE_FILE_H

#include "base/error.h"
#include "base/text.h"

/* -errno with a sentence; -EFBIG: more than `most` bytes; -EISDIR and -EINVAL: not a regular file
 * (a FIFO or device would block). */
int file_read(const char *path, size_t most, struct text *ret_content, struct error *error);
/* The same as plain UTF-8 text: byte order marks, UTF-16 and the blanks of other programs are gone. */
int file_read_text(const char *path, size_t most, struct text *ret_content, struct error *error);
/* The bytes of an open descriptor, which stays open. */
int file_read_open(int descriptor, size_t most, struct text *ret_content);
bool file_exists(const char *path);
/* The absolute folder a file stands in; the caller frees it. */
int file_folder(const char *path, char **ret_folder, struct error *error);
/* The names in a folder that end with `ending`, sorted by their bytes, NULL-terminated; a folder
 * that is not there is empty. The caller frees it with file_list_free(). */
int file_list(const char *folder, const char *ending, char ***ret_names, struct error *error);
void file_list_free(char **names);

#endif
