#pragma once
/* The customer's private page: one link, one recipient, one ticket. Opening it changes nothing; deciding is a POST.
 *
 * Only the digest of a link's token is stored. A browser that was not seen before is shown owner, state and
 * promises; the conversation asks once for a code that goes to the recipient's mailbox. What the page shows:
 * customer_page_data.c.
 */
#include "app/app.h"
#include "base/template.h"

enum { PAGE_DAYS_AFTER_REST = 30 };

/* The link for a recipient, made when a mail to them is written; the token is only in the mail. URL is absolute. */
MUST_CHECK enum status page_link(struct app *app, struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, person_id person, struct str *url, struct err *err);

/* Whose page TOKEN opens; BROWSER: the cookie of a browser that typed the code, "" none. The link of a merged ticket opens
 * the one in which it goes on. NOT_FOUND for anything wrong, ended or revoked, in the same time. */
MUST_CHECK enum status page_open(struct app *app, struct str token, struct str browser, struct who *out, struct err *err);
/* What the browser wants to read: codes of words_languages, "" none. */
struct page_asked {
    struct str chosen;   /* by its reader, on a page */
    struct str accepted; /* by its settings */
};
/* All that the page shows, as data for templates/page/customer.html, with the LANGUAGE for it: the one chosen, else the
 * reader's where we know it, else the one accepted, else that in which the problem is answered. */
MUST_CHECK enum status page_data(struct app *app, TALLOC_CTX *mem, const struct who *who, const struct page_asked *asked, struct value **out, struct str *language, struct err *err);
/* What a customer does there; a word or a "not yet" that is sent twice with one key is done once (who->once). Nobody does it
 * without end (TOO_MANY page.decisions, page.words). */
MUST_CHECK enum status page_solved(struct app *app, const struct who *who, struct err *err);
MUST_CHECK enum status page_not_yet(struct app *app, const struct who *who, struct str text, struct err *err);
MUST_CHECK enum status page_choose(struct app *app, const struct who *who, alternative_id alternative, struct err *err);
MUST_CHECK enum status page_write(struct app *app, const struct who *who, struct str text, struct err *err);
/* Mails a code of six digits to the recipient; at most a few an hour (TOO_MANY page.codes). */
MUST_CHECK enum status page_code_send(struct app *app, struct str token, struct err *err);
/* The cookie for a browser that typed the code; INVALID (page.code) when it does not fit, is too old, or was tried
 * too often. */
MUST_CHECK enum status page_code_check(struct app *app, TALLOC_CTX *mem, struct str token, struct str code, struct str *browser_cookie, struct err *err);
/* Deletes codes and browsers whose time is over. */
MUST_CHECK enum status page_keys_forget(struct app *app, struct err *err);
