#include "store/session_store.h"

#include "base/limits.h"
#include "base/mem.h"

static struct db_value digest(const struct sha256 *sha256)
{
    return db_bytes((struct str){ (const char *)sha256->bytes, SHA256_BYTES });
}

enum status sign_in_account(struct tx *tx, TALLOC_CTX *mem, struct str email, struct sign_in_account *out,
                            struct err *err)
{
    CLEANUP(rows_done) struct rows rows = { 0 };
    TRY(query_rows(&rows, tx, Q_SIGN_IN_ACCOUNT, PARAMS({ "email", db_text(email) }), err));
    bool row;
    TRY(rows_next(&rows, &row, err));
    *out = (struct sign_in_account){ .password_hash = STR("") };
    if (!row)
        return STATUS_OK;
    out->id.v = row_int(&rows, 0);
    out->password_hash = row_is_null(&rows, 1) ? STR("") : row_text(&rows, mem, 1);
    out->active = str_equal(row_text(&rows, mem, 2), STR("active"));
    return STATUS_OK;
}

enum status sign_in_tries(struct tx *tx, struct str who, struct sign_in_tries *out, struct err *err)
{
    CLEANUP(rows_done) struct rows rows = { 0 };
    TRY(query_rows(&rows, tx, Q_SIGN_IN_TRIES, PARAMS({ "who", db_text(who) }), err));
    bool row;
    TRY(rows_next(&rows, &row, err));
    *out = (struct sign_in_tries){ 0 };
    if (row)
        *out = (struct sign_in_tries){ row_int(&rows, 0), row_int(&rows, 1), row_int(&rows, 2) };
    return STATUS_OK;
}

enum status sign_in_tries_save(struct tx *tx, struct str who, const struct sign_in_tries *tries, struct err *err)
{
    return query_run(tx, Q_SIGN_IN_TRIES_SAVE,
                     PARAMS({ "who", db_text(who) }, { "tries", db_int(tries->tries) },
                            { "since_ms", db_int(tries->since_ms) }, { "until_ms", db_int(tries->until_ms) }),
                     NULL, err);
}

enum status sign_in_tries_clear(struct tx *tx, struct str who, struct err *err)
{
    return query_run(tx, Q_SIGN_IN_TRIES_CLEAR, PARAMS({ "who", db_text(who) }), NULL, err);
}

enum status session_insert(struct tx *tx, const struct sha256 *token, const struct sha256 *csrf,
                           const struct session *session, struct str browser, struct err *err)
{
    return query_run(tx, Q_SESSION_INSERT,
                     PARAMS({ "token_sha256", digest(token) }, { "colleague_id", db_id(session->colleague_id.v) },
                            { "csrf_sha256", digest(csrf) }, { "made_ms", db_time(session->made_ms) },
                            { "seen_ms", db_time(session->seen_ms) }, { "ends_ms", db_time(session->ends_ms) },
                            { "browser", db_text(browser.ptr == NULL ? STR("") : browser) }),
                     NULL, err);
}

enum status session_find(struct tx *tx, TALLOC_CTX *mem, const struct sha256 *token, struct session *out,
                         struct str *csrf_sha256, bool *have, struct err *err)
{
    CLEANUP(rows_done) struct rows rows = { 0 };
    TRY(query_rows(&rows, tx, Q_SESSION_FIND, PARAMS({ "token_sha256", digest(token) }), err));
    TRY(rows_next(&rows, have, err));
    if (!*have)
        return STATUS_OK;
    *out = (struct session){ .colleague_id = { row_int(&rows, 0) }, .made_ms = row_int(&rows, 1),
                             .seen_ms = row_int(&rows, 2), .ends_ms = row_int(&rows, 3) };
    *csrf_sha256 = row_text(&rows, mem, 4);
    return STATUS_OK;
}

enum status sessions_of_colleague(struct tx *tx, TALLOC_CTX *mem, colleague_id colleague, time_ms idle_since,
                                  struct list *out, struct err *err)
{
    CLEANUP(rows_done) struct rows rows = { 0 };
    struct session_kept *kept = MEM_ARRAY(mem, struct session_kept, LIMIT_SESSIONS);
    size_t count = 0;
    bool row = true;
    TRY(query_rows(&rows, tx, Q_SESSIONS_OF_COLLEAGUE,
                   PARAMS({ "colleague_id", db_id(colleague.v) }, { "now", db_time(tx->now) },
                          { "idle_since_ms", db_time(idle_since) }, { "most", db_int(LIMIT_SESSIONS) }),
                   err));
    while (count < LIMIT_SESSIONS) {
        TRY(rows_next(&rows, &row, err));
        if (!row)
            break;
        struct str token = row_view(&rows, 0);
        kept[count] = (struct session_kept){ .session = { .colleague_id = colleague, .made_ms = row_int(&rows, 1),
                                                          .seen_ms = row_int(&rows, 2), .ends_ms = row_int(&rows, 3) },
                                             .browser = row_text(&rows, mem, 4) };
        if (token.len == SHA256_BYTES)
            memcpy(kept[count++].token.bytes, token.ptr, SHA256_BYTES);
    }
    *out = (struct list){ kept, count };
    return STATUS_OK;
}

enum status session_seen_save(struct tx *tx, const struct sha256 *token, struct err *err)
{
    return query_run(tx, Q_SESSION_SEEN_SAVE,
                     PARAMS({ "token_sha256", digest(token) }, { "seen_ms", db_time(tx->now) }), NULL, err);
}

enum status session_delete(struct tx *tx, const struct sha256 *token, struct err *err)
{
    return query_run(tx, Q_SESSION_DELETE, PARAMS({ "token_sha256", digest(token) }), NULL, err);
}

enum status sessions_of_colleague_delete(struct tx *tx, colleague_id colleague, struct err *err)
{
    return query_run(tx, Q_SESSIONS_OF_COLLEAGUE_DELETE, PARAMS({ "colleague_id", db_id(colleague.v) }), NULL, err);
}

enum status sessions_oldest_delete(struct tx *tx, colleague_id colleague, int64_t keep, struct err *err)
{
    return query_run(tx, Q_SESSIONS_OLDEST_DELETE,
                     PARAMS({ "colleague_id", db_id(colleague.v) }, { "keep", db_int(keep) }), NULL, err);
}

enum status sessions_ended_delete(struct tx *tx, time_ms idle_since, struct err *err)
{
    return query_run(tx, Q_SESSIONS_ENDED_DELETE,
                     PARAMS({ "now", db_time(tx->now) }, { "idle_since_ms", db_time(idle_since) }), NULL, err);
}

enum status sign_in_tries_forget(struct tx *tx, time_ms since, struct err *err)
{
    return query_run(tx, Q_SIGN_IN_TRIES_FORGET, PARAMS({ "now", db_time(tx->now) }, { "since_ms", db_time(since) }), NULL,
                     err);
}
