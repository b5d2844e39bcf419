#include "mail/smtp_keep.h"

#include "base/mem.h"

struct smtp_keep {
    struct smtp_link *link; /* NULL none */
    struct str route;       /* all in which two routes can differ */
    int mails;              /* that it has served */
};

struct smtp_keep *smtp_keep_new(TALLOC_CTX *mem)
{
    return MEM_NEW(mem, struct smtp_keep);
}

void smtp_keep_drop(struct smtp_keep *keep)
{
    talloc_free(keep->link);
    keep->link = NULL;
}

static struct str all_of(TALLOC_CTX *mem, const struct smtp_route *route)
{
    return str_format(mem, STR_FMT "\n" STR_FMT "\n" STR_FMT "\n" STR_FMT "\n" STR_FMT "\n%d", STR_ARG(route->url),
                      STR_ARG(route->password), STR_ARG(route->token), STR_ARG(route->host), STR_ARG(route->ca_file),
                      route->plain);
}

/* Whether the kept connection can serve a mail by ROUTE; ends it when it can't. */
static bool serves_again(struct smtp_keep *keep, struct str route, span_ms patience, struct smtp_dialogue *dialogue)
{
    struct err err = { 0 };
    int code = 0;
    if (keep->link == NULL)
        return false;
    smtp_link_begin(keep->link, dialogue, patience);
    if (str_equal(keep->route, route) && keep->mails < SMTP_KEEP_MAILS
        && smtp_link_ask(keep->link, STR("RSET"), &code, &err) == STATUS_OK && code == 250)
        return true;
    smtp_keep_drop(keep);
    return false;
}

enum status smtp_keep_link(struct smtp_keep *keep, const struct smtp_route *route, struct smtp_dialogue *dialogue,
                           struct smtp_link **out, bool *used, struct err *err)
{
    struct str wanted = all_of(keep, route);
    *used = serves_again(keep, wanted, route->patience, dialogue);
    if (!*used) {
        smtp_dialogue_clear(dialogue); /* what the other one said in parting */
        TRY(smtp_link_open(keep, route, dialogue, &keep->link, err));
        keep->route = wanted;
        keep->mails = 0;
    }
    keep->mails++;
    *out = keep->link;
    return STATUS_OK;
}
