/* Replays a corpus folder (or single files) through a fuzz target, so that what fuzzing once found
 * is tested by every ctest run. An empty or missing corpus is a failure: a test must be able to fail. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	if (!file) {
		fprintf(stderr, "cannot read: %s\n", path);
		return 0;
	}
	size_t capacity = 1 << 16, length = 0, got;
	uint8_t *data = malloc(capacity);
	while (data && (got = fread(data + length, 1, capacity - length, file)) > 0) {
		length += got;
		if (length == capacity)
			data = realloc(data, capacity *= 2);
	}
	fclose(file);
	if (!data)
		return 0;
	/* an exact allocation lets AddressSanitizer see a read past the end */
	uint8_t *exact = malloc(length ? length : 1);
	if (exact) {
		memcpy(exact, data, length);
		LLVMFuzzerTestOneInput(exact, length);
	}
	free(exact);
	free(data);
	return 1;
}

static int replay(const char *path)
{
	struct stat info;
	if (stat(path, &info) == 0 && !S_ISDIR(info.st_mode))
		return replay_file(path);
	DIR *folder = opendir(path);
	if (!folder)
		return 0;
	int count = 0;
	for (struct dirent *entry; (entry = readdir(folder));) {
		char file[4096];
		if (entry->d_name[0] == '.')
			continue;
		snprintf(file, sizeof(file), "%s/%s", path, entry->d_name);
		count += replay(file);
	}
	closedir(folder);
	return count;
}

int main(int argc, char **argv)
{
	int count = 0;
	for (int i = 1; i < argc; i++)
		count += replay(argv[i]);
	printf("replayed %d inputs\n", count);
	return count > 0 ? 0 : 1;
}
