#include "deliver/secrets.h"

#include "base/memory.h"
#include "site/clock.h"
#include "site/secret.h"

struct secret_kept {
	const struct secret *secret; /* of the settings */
	char *value;
};

void secrets_forget(struct secrets *secrets)
{
	for (size_t i = 0; i < secrets->count; i++)
		secret_forget(secrets->items[i].value);
	free(secrets->items);
	*secrets = (struct secrets){0};
}

void secrets_freshen(struct secrets *secrets)
{
	if (secrets->count > 0 && clock_monotonic_ms() >= secrets->until_ms)
		secrets_forget(secrets);
}

const char *secrets_read(struct secrets *secrets, const struct secret *secret, struct error *error)
{
	char *value = NULL;

	for (size_t i = 0; i < secrets->count; i++)
		if (secrets->items[i].secret == secret)
			return secrets->items[i].value;
	if (secret_read(secret, &value, error) < 0)
		return NULL;
	if (secrets->count == 0)
		secrets->until_ms = clock_monotonic_ms() + SECRETS_MS;
	array_reserve(secrets->items, &secrets->capacity, secrets->count + 1);
	secrets->items[secrets->count++] = (struct secret_kept){secret, value};
	return value;
}
