#include "web/ingress_check.h"

#include "app/mailbox_ingress.h"

static struct str secret_of(TALLOC_CTX *mem, struct str header)
{
    struct str plain;
    if (str_starts_nocase(header, STR("Bearer ")))
        return str_trim(str_slice(header, 7, SIZE_MAX));
    if (!str_starts_nocase(header, STR("Basic ")) || !base64_read(mem, str_trim(str_slice(header, 6, SIZE_MAX)), &plain))
        return STR("");
    size_t colon = str_find(plain, STR(":"), 0);
    return colon == SIZE_MAX ? STR("") : str_slice(plain, colon + 1, SIZE_MAX);
}

enum status ingress_check(struct call *call, struct err *err)
{
    struct str secret = secret_of(call->mem, http_header(call->request, "Authorization"));
    if (secret.len == 0)
        return FAIL(err, STATUS_UNSIGNED, "ingress.secret", "show the mailbox's secret");
    return mailbox_ingress_find(call->web->app, secret, &call->mailbox, err);
}
