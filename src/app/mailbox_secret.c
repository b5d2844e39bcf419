#include "app/mailbox_secret.h"

#include "base/seal.h"

static const char purpose[] = "imap";

struct str mailbox_secret_seal(struct app *app, TALLOC_CTX *mem, struct str plain)
{
    return plain.len == 0 ? STR_NONE : seal(mem, app->random, app->secret, purpose, plain);
}

enum status mailbox_secret_open(struct app *app, TALLOC_CTX *mem, struct str sealed, struct str *out, struct err *err)
{
    *out = STR("");
    if (sealed.len > 0 && !unseal(mem, app->secret, purpose, sealed, out))
        return FAIL(err, STATUS_UNSIGNED, "mailbox.secret", "the password was sealed with another key; give it again");
    return STATUS_OK;
}
