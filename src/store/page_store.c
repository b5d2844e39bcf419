#include "store/page_store.h"

static const struct field page_fields[] = {
    FIELD_OF_ID(struct page, ticket_id, 0),
    FIELD_OF_ID(struct page, person_id, 0),
    FIELD(struct page, speaks, BOOL, 0, 0),
    FIELD(struct page, made_ms, TIME, 0, 0),
    FIELD(struct page, ends_ms, TIME, 0, 0),
    FIELD(struct page, revoked, BOOL, 0, 0),
};
static const struct shape page_shape = SHAPE("PageRecord", struct page, page_fields);

static const struct field message_fields[] = {
    FIELD_OF_ID(struct page_message, id, 0),
    FIELD(struct page_message, direction, TEXT, 0, 0),
    FIELD(struct page_message, text, TEXT, 0, 0),
    FIELD(struct page_message, at_ms, TIME, 0, 0),
    FIELD_OF_ID(struct page_message, person_id, 0),
    FIELD_OF_ID(struct page_message, colleague_id, 0),
    FIELD(struct page_message, person_name, TEXT, 0, 0),
    FIELD(struct page_message, public_name, TEXT, 0, 0),
};
static const struct shape message_shape = SHAPE("PageMessageRecord", struct page_message, message_fields);

static const struct field file_fields[] = {
    FIELD_OF_ID(struct page_file, id, 0),
    FIELD_OF_ID(struct page_file, message_id, 0),
    FIELD(struct page_file, name, TEXT, 0, 0),
    FIELD(struct page_file, size, INT, 0, 0),
};
static const struct shape file_shape = SHAPE("PageFileRecord", struct page_file, file_fields);

static struct db_value digest(const struct sha256 *of)
{
    return db_bytes((struct str){ (const char *)of->bytes, SHA256_BYTES });
}

enum status page_insert(struct tx *tx, const struct sha256 *token, ticket_id ticket, person_id person, time_ms ends,
                        struct err *err)
{
    int64_t made;
    TRY(query_run(tx, Q_PAGE_INSERT,
                  PARAMS({ "token_sha256", digest(token) }, { "ticket_id", db_id(ticket.v) },
                         { "person_id", db_id(person.v) }, { "made_ms", db_time(tx->now) },
                         { "ends_ms", db_time(ends) }),
                  &made, err));
    if (made == 0)
        return FAIL(err, STATUS_NOT_FOUND, "ticket.unknown", "there is nothing here");
    return STATUS_OK;
}

enum status page_find(struct tx *tx, TALLOC_CTX *mem, const struct sha256 *token, struct page *out, bool *have,
                      struct err *err)
{
    struct list found;
    TRY(query_list(tx, mem, Q_PAGE_FIND, PARAMS({ "token_sha256", digest(token) }), &page_shape, 1, &found, err));
    *have = found.count > 0;
    if (*have)
        *out = *(const struct page *)found.items;
    return STATUS_OK;
}

enum status pages_end(struct tx *tx, ticket_id ticket, time_ms ends, struct err *err)
{
    return query_run(tx, Q_PAGES_END, PARAMS({ "ticket_id", db_id(ticket.v) }, { "ends_ms", db_time(ends) }), NULL,
                     err);
}

enum status page_browser_insert(struct tx *tx, const struct sha256 *cookie, const struct sha256 *token, time_ms ends,
                                struct err *err)
{
    return query_run(tx, Q_PAGE_BROWSER_INSERT,
                     PARAMS({ "cookie_sha256", digest(cookie) }, { "page_sha256", digest(token) },
                            { "made_ms", db_time(tx->now) }, { "ends_ms", db_time(ends) }),
                     NULL, err);
}

enum status page_browser_known(struct tx *tx, const struct sha256 *cookie, const struct page *page, bool *known,
                               struct err *err)
{
    int64_t count;
    TRY(query_int(tx, Q_PAGE_BROWSER_KNOWN,
                  PARAMS({ "cookie_sha256", digest(cookie) }, { "now", db_time(tx->now) },
                         { "ticket_id", db_id(page->ticket_id.v) }, { "person_id", db_id(page->person_id.v) }),
                  &count, err));
    *known = count > 0;
    return STATUS_OK;
}

enum status page_code_save(struct tx *tx, const struct sha256 *token, const struct sha256 *code, struct err *err)
{
    return query_run(
        tx, Q_PAGE_CODE_SAVE,
        PARAMS({ "page_sha256", digest(token) }, { "code_sha256", digest(code) }, { "made_ms", db_time(tx->now) }),
        NULL, err);
}

enum status page_code_find(struct tx *tx, TALLOC_CTX *mem, const struct sha256 *token, struct page_code *out,
                           bool *have, struct err *err)
{
    CLEANUP(rows_done) struct rows rows = { 0 };
    TRY(query_rows(&rows, tx, Q_PAGE_CODE_FIND, PARAMS({ "page_sha256", digest(token) }), err));
    TRY(rows_next(&rows, have, err));
    if (*have)
        *out = (struct page_code){ row_text(&rows, mem, 0), row_int(&rows, 1), row_int(&rows, 2) };
    return STATUS_OK;
}

enum status page_code_try(struct tx *tx, const struct sha256 *token, struct err *err)
{
    return query_run(tx, Q_PAGE_CODE_TRY, PARAMS({ "page_sha256", digest(token) }), NULL, err);
}

enum status page_code_delete(struct tx *tx, const struct sha256 *token, struct err *err)
{
    return query_run(tx, Q_PAGE_CODE_DELETE, PARAMS({ "page_sha256", digest(token) }), NULL, err);
}

enum status page_reader_since(struct tx *tx, ticket_id ticket, person_id person, time_ms *since, struct err *err)
{
    CLEANUP(rows_done) struct rows rows = { 0 };
    bool row;
    TRY(query_rows(&rows, tx, Q_PAGE_READER_SINCE,
                   PARAMS({ "ticket_id", db_id(ticket.v) }, { "person_id", db_id(person.v) }), err));
    TRY(rows_next(&rows, &row, err));
    *since = row ? row_int(&rows, 0) : INT64_MAX;
    return STATUS_OK;
}

enum status pages_revoke(struct tx *tx, ticket_id ticket, person_id person, struct err *err)
{
    return query_run(tx, Q_PAGES_REVOKE, PARAMS({ "ticket_id", db_id(ticket.v) }, { "person_id", db_id(person.v) }), NULL,
                     err);
}

enum status page_messages(struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, time_ms since, struct list *out,
                          struct err *err)
{
    return query_list(tx, mem, Q_PAGE_MESSAGES,
                      PARAMS({ "ticket_id", db_id(ticket.v) }, { "now", db_time(tx->now) }, { "since_ms", db_int(since) },
                             { "most", db_int(PAGE_MESSAGES_MOST) }),
                      &message_shape, PAGE_MESSAGES_MOST, out, err);
}

enum status page_files(struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, struct list *out, struct err *err)
{
    return query_list(tx, mem, Q_PAGE_FILES,
                      PARAMS({ "ticket_id", db_id(ticket.v) }, { "most", db_int(PAGE_FILES_MOST) }), &file_shape,
                      PAGE_FILES_MOST, out, err);
}

enum status page_file_shown(struct tx *tx, attachment_id id, time_ms since, bool *shown, struct err *err)
{
    int64_t count;
    TRY(query_int(tx, Q_PAGE_FILE_SHOWN, PARAMS({ "id", db_id(id.v) }, { "since_ms", db_int(since) }, { "now", db_time(tx->now) }), &count, err));
    *shown = count > 0;
    return STATUS_OK;
}

enum status page_words_since(struct tx *tx, ticket_id ticket, person_id person, time_ms since, int64_t *words,
                             struct err *err)
{
    return query_int(tx, Q_PAGE_WORDS_SINCE,
                     PARAMS({ "ticket_id", db_id(ticket.v) }, { "person_id", db_id(person.v) },
                            { "since_ms", db_time(since) }),
                     words, err);
}

enum status pages_forget(struct tx *tx, time_ms codes_before, struct err *err)
{
    TRY(query_run(tx, Q_PAGE_CODES_FORGET, PARAMS({ "before_ms", db_time(codes_before) }), NULL, err));
    return query_run(tx, Q_PAGE_BROWSERS_FORGET, PARAMS({ "now", db_time(tx->now) }), NULL, err);
}
