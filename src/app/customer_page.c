#include "app/customer_page.h"

#include "app/customer_words.h"
#include "app/idempotency.h"
#include "app/mail_out.h"
#include "app/may.h"
#include "app/notice.h"
#include "app/resolution.h"
#include "base/limits.h"
#include "core/customer_word.h"
#include "store/outbox_store.h"
#include "store/page_store.h"
#include "store/person_store.h"

enum {
    CODES_AN_HOUR = 3,
    CODE_MINUTES = 15,
    CODE_TRIES = 5,        /* a million codes, five tries */
    CODES = 1000000,
    BROWSER_DAYS = 180,
    DECISIONS_AN_HOUR = 10, /* each is confirmed by mail: a link in wrong hands must not fill a mailbox (AC-126) */
    WORDS_AN_HOUR = 60,     /* more than anybody has to say (AC-134) */
    MERGES_FOLLOWED = 16,
};

/* ---- links ---- */

enum status page_link(struct app *app, struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, person_id person,
                      struct str *url, struct err *err)
{
    struct str token = token_new(mem, app->random);
    struct sha256 digest = sha256_of(token);
    TRY(page_insert(tx, &digest, ticket, person, tx->now + PAGE_DAYS_AFTER_REST * DAY_MS, err));
    *url = str_format(mem, STR_FMT "/p/" STR_FMT, STR_ARG(app->config->url), STR_ARG(token));
    return STATUS_OK;
}

static enum status page_living(struct tx *tx, TALLOC_CTX *mem, const struct sha256 *token, struct page *out,
                               struct err *err)
{
    bool have;
    TRY(page_find(tx, mem, token, out, &have, err));
    if (!have || out->revoked || (out->ends_ms != 0 && out->ends_ms <= tx->now))
        return FAIL(err, STATUS_NOT_FOUND, "page.unknown", "this page does not exist, or its time is over");
    return STATUS_OK;
}

/* The ticket that a customer's own was joined into is the same customer's; a recipient who is not that customer stays
 * where they were let in (AC-092). */
static enum status where_it_goes_on(struct tx *tx, TALLOC_CTX *mem, const struct page *page, ticket_id *out,
                                    struct err *err)
{
    struct ticket ticket;
    TRY(ticket_load(tx, mem, page->ticket_id, &ticket, err));
    *out = ticket.id;
    for (int i = 0; i < MERGES_FOLLOWED && ticket.state == TICKET_MERGED; i++) {
        TRY(ticket_load(tx, mem, ticket.merged_into_id, &ticket, err));
        if (ticket.person_id.v == page->person_id.v)
            *out = ticket.id;
    }
    return STATUS_OK;
}

static enum status page_open_in(struct app *app, TALLOC_CTX *mem, struct str token, struct str browser, struct who *out,
                                struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    struct page page;
    ticket_id ticket;
    const struct sha256 digest = sha256_of(token), cookie = sha256_of(browser);
    bool known;
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(page_living(&tx, mem, &digest, &page, err));
    TRY(page_browser_known(&tx, &cookie, &page, &known, err));
    TRY(where_it_goes_on(&tx, mem, &page, &ticket, err));
    *out = (struct who){ .kind = ACTOR_CUSTOMER, .person = page.person_id, .page_ticket = ticket, .page_full = known };
    return STATUS_OK;
}

enum status page_open(struct app *app, struct str token, struct str browser, struct who *out, struct err *err)
{
    TALLOC_CTX *mem = talloc_new(NULL);
    enum status status = page_open_in(app, mem, token, browser, out, err);
    talloc_free(mem);
    return status;
}

/* ---- limits ---- */

/* Mails that a page sends to its recipient whenever somebody asks for it. */
struct page_mails {
    struct str kind;
    int64_t an_hour;
    const char *key, *message;
};
static const struct page_mails page_codes = {
    { "code", 4 }, CODES_AN_HOUR, "page.codes", "a few codes are on their way already; please look into your mailbox"
};
static const struct page_mails page_decisions = {
    { "decision", 8 }, DECISIONS_AN_HOUR, "page.decisions", "you told me this a few times already; please write to me"
};

static enum status mails_limit(struct tx *tx, TALLOC_CTX *mem, const struct page_mails *mails, person_id to,
                               ticket_id ticket, struct err *err)
{
    struct person person;
    int64_t sent;
    TRY(person_load(tx, mem, to, &person, err));
    struct str lookup = address_lookup(mem, person.address);
    TRY(automatic_count(tx, lookup, mails->kind, tx->now - HOUR_MS, &sent, err));
    if (sent >= mails->an_hour)
        return FAIL(err, STATUS_TOO_MANY, mails->key, "%s", mails->message);
    return automatic_add(tx, lookup, mails->kind, ticket, err);
}

/* ---- words ---- */

/* One word of a customer in a transaction: what was written is kept, then the ticket follows. */
struct word {
    struct tx tx;
    TALLOC_CTX *mem;
    struct desk_facts *facts;
    message_id message;
};

static void word_done(struct word *word)
{
    desk_facts_release(&word->facts);
    tx_end(&word->tx);
    talloc_free(word->mem);
    word->mem = NULL;
}

/* What a form gives that is sent again: nothing but that it was done. */
struct page_told {
    bool done;
};
static const struct field page_told_fields[] = { FIELD(struct page_told, done, BOOL, 0, 0) };
static const struct shape page_told_shape = SHAPE("PageTold", struct page_told, page_told_fields);

static enum status word_begin(struct word *word, struct app *app, const struct who *who, enum action action,
                              struct err *err)
{
    word->mem = talloc_new(NULL);
    TRY(tx_begin_write(&word->tx, app->db, err));
    return may(&word->tx, who, action, who->page_ticket, err);
}

/* *AGAIN: this very form was sent before, and all of it was done then (F-33). */
static enum status word_again(struct word *word, const struct who *who, bool *again, struct err *err)
{
    struct page_told told;
    return once_begin(&word->tx, word->mem, who->once, &page_told_shape, &told, again, err);
}

static enum status word_end(struct word *word, const struct who *who, struct err *err)
{
    const struct page_told told = { .done = true };
    TRY(once_end(&word->tx, who->once, &page_told_shape, &told, err));
    return tx_commit(&word->tx, err);
}

static enum status keep_text(struct word *word, const struct who *who, struct str text, bool thanks, struct err *err)
{
    int64_t count;
    struct person person;
    TRY(page_words_since(&word->tx, who->page_ticket, who->person, word->tx.now - HOUR_MS, &count, err));
    if (count >= WORDS_AN_HOUR)
        return FAIL(err, STATUS_TOO_MANY, "page.words", "that was a lot at once; please write the rest a little later");
    TRY(person_load(&word->tx, word->mem, who->person, &person, err));
    const struct customer_words words = {
        .ticket = who->page_ticket, .person = &person, .text = text, .page = true, .thanks = thanks
    };
    return customer_words_keep(&word->tx, word->mem, who_actor(who), &words, &word->message, err);
}

/* "Deciding is confirmed by mail": a mistaken or foreign click is noticed and can be taken back by a reply. */
static enum status confirm(struct word *word, struct app *app, const struct who *who, const char *decision,
                           struct str choice, struct err *err)
{
    const struct notice notice = { .name = decision };
    struct ticket ticket;
    struct value *data;
    TRY(mails_limit(&word->tx, word->mem, &page_decisions, who->person, who->page_ticket, err));
    TRY(journal_add(&word->tx, who_actor(who), "page.decided", who->page_ticket,
                    str_format(word->mem, "{\"decision\":\"%s\"}", decision), err));
    TRY(desk_facts_get(app, &word->tx, &word->facts, err));
    TRY(ticket_load(&word->tx, word->mem, who->page_ticket, &ticket, err));
    TRY(notice_data(&word->tx, word->mem, word->facts, &ticket, &data, err));
    value_set_text(data, "choice", choice);
    TRY(notice_send(app, &word->tx, word->mem, word->facts, &ticket, &notice, data, NULL, err));
    return word_end(word, who, err);
}

enum status page_solved(struct app *app, const struct who *who, struct err *err)
{
    CLEANUP(word_done) struct word word = { 0 };
    struct ticket before;
    TRY(word_begin(&word, app, who, ACTION_PAGE_SOLVED, err));
    TRY(ticket_load(&word.tx, word.mem, who->page_ticket, &before, err));
    if (before.state == TICKET_RESOLVED)
        return STATUS_OK; /* a second click */
    TRY(customer_says_solved(app, &word.tx, who->page_ticket, who->person, VIA_PAGE, word.message, err));
    return confirm(&word, app, who, "solved", STR(""), err);
}

enum status page_not_yet(struct app *app, const struct who *who, struct str text, struct err *err)
{
    CLEANUP(word_done) struct word word = { 0 };
    bool again;
    text = str_trim(text);
    TRY(word_begin(&word, app, who, ACTION_PAGE_NOT_YET, err));
    TRY(word_again(&word, who, &again, err));
    if (again)
        return STATUS_OK;
    if (text.len > 0)
        TRY(keep_text(&word, who, text, false, err));
    TRY(customer_says_not_yet(app, &word.tx, who->page_ticket, who->person, word.message, err));
    return confirm(&word, app, who, "not_yet", STR(""), err);
}

enum status page_choose(struct app *app, const struct who *who, alternative_id alternative, struct err *err)
{
    CLEANUP(word_done) struct word word = { 0 };
    struct alternative chosen;
    bool again;
    TRY(word_begin(&word, app, who, ACTION_PAGE_CHOOSE, err));
    TRY(customer_chooses(app, &word.tx, word.mem, who->page_ticket, who->person, alternative, &chosen, &again, err));
    return again ? STATUS_OK : confirm(&word, app, who, "chosen", chosen.text, err);
}

enum status page_write(struct app *app, const struct who *who, struct str text, struct err *err)
{
    CLEANUP(word_done) struct word word = { 0 };
    bool again;
    text = str_trim(text);
    if (text.len == 0)
        return FAIL_FIELD(err, STATUS_INVALID, "page.empty", "text", "write something first");
    TRY(word_begin(&word, app, who, ACTION_PAGE_WRITE, err));
    TRY(word_again(&word, who, &again, err));
    if (again)
        return STATUS_OK;
    bool thanks = customer_word_of(word.mem, text) == WORD_THANKS;
    TRY(keep_text(&word, who, text, thanks, err));
    if (!thanks)
        TRY(customer_wrote(app, &word.tx, who->page_ticket, who->person, word.message, err));
    return word_end(&word, who, err);
}

/* ---- the code ---- */

/* The code alone has few values: with its link's token it can't be found by trying digests. */
static struct sha256 code_digest(TALLOC_CTX *mem, struct str token, struct str code)
{
    return sha256_of(str_format(mem, STR_FMT ":" STR_FMT, STR_ARG(token), STR_ARG(code)));
}

static enum status code_send_to(struct app *app, struct tx *tx, TALLOC_CTX *mem, const struct page *page,
                                struct str token, struct err *err)
{
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    const struct sha256 digest = sha256_of(token);
    struct ticket ticket;
    struct value *data;
    struct str code = str_format(mem, "%06u", (unsigned)random_below(app->random, CODES));
    const struct notice notice = {
        .name = "code", .subject = "code.subject", .to = page->person_id, .without_link = true, .hidden = code,
    };
    const struct sha256 code_sha256 = code_digest(mem, token, code);
    TRY(page_code_save(tx, &digest, &code_sha256, err));
    TRY(desk_facts_get(app, tx, &facts, err));
    TRY(ticket_load(tx, mem, page->ticket_id, &ticket, err));
    TRY(notice_data(tx, mem, facts, &ticket, &data, err));
    value_set_text(data, "code", STR(MAIL_OUT_HIDDEN));
    return notice_send(app, tx, mem, facts, &ticket, &notice, data, NULL, err);
}

static enum status code_send_in(struct app *app, TALLOC_CTX *mem, struct str token, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    const struct sha256 digest = sha256_of(token);
    struct page page;
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(page_living(&tx, mem, &digest, &page, err));
    TRY(mails_limit(&tx, mem, &page_codes, page.person_id, page.ticket_id, err));
    TRY(code_send_to(app, &tx, mem, &page, token, err));
    return tx_commit(&tx, err);
}

enum status page_code_send(struct app *app, struct str token, struct err *err)
{
    TALLOC_CTX *mem = talloc_new(NULL);
    enum status status = code_send_in(app, mem, token, err);
    talloc_free(mem);
    return status;
}

enum status page_code_check(struct app *app, TALLOC_CTX *mem, struct str token, struct str code,
                            struct str *browser_cookie, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    const struct sha256 digest = sha256_of(token), typed = code_digest(mem, token, str_trim(code));
    struct page page;
    struct page_code sent;
    bool have;
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(page_living(&tx, mem, &digest, &page, err));
    TRY(page_code_find(&tx, mem, &digest, &sent, &have, err));
    bool may_try = have && sent.tries < CODE_TRIES && tx.now - sent.made_ms <= CODE_MINUTES * MINUTE_MS;
    if (!may_try || !bytes_equal(sent.code_sha256, (struct str){ (const char *)typed.bytes, SHA256_BYTES })) {
        TRY(page_code_try(&tx, &digest, err));
        TRY(tx_commit(&tx, err)); /* a try counts also when it failed */
        return FAIL_FIELD(err, STATUS_INVALID, "page.code", "code", "this code does not fit, or it is too old");
    }
    struct str cookie = token_new(mem, app->random);
    const struct sha256 cookie_sha256 = sha256_of(cookie);
    TRY(page_code_delete(&tx, &digest, err));
    TRY(page_browser_insert(&tx, &cookie_sha256, &digest, tx.now + BROWSER_DAYS * DAY_MS, err));
    TRY(journal_add(&tx, (struct actor){ ACTOR_CUSTOMER, page.person_id.v }, "page.opened", page.ticket_id, STR_NONE,
                    err));
    TRY(tx_commit(&tx, err));
    *browser_cookie = cookie;
    return STATUS_OK;
}

enum status page_keys_forget(struct app *app, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(pages_forget(&tx, tx.now - CODE_MINUTES * MINUTE_MS, err));
    return tx_commit(&tx, err);
}
