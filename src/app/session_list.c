#include "app/session_list.h"

#include "app/session.h"
#include "base/digest.h"
#include "base/limits.h"
#include "base/mem.h"
#include "store/session_store.h"

static const struct field row_fields[] = {
    FIELD(struct session_row, id, INT, REQUIRED, 0),
    FIELD(struct session_row, browser, TEXT, REQUIRED, LIMIT_NAME_BYTES),
    FIELD(struct session_row, made_ms, TIME, REQUIRED, 0),
    FIELD(struct session_row, seen_ms, TIME, REQUIRED, 0),
    FIELD(struct session_row, ends_ms, TIME, REQUIRED, 0),
    FIELD(struct session_row, current, BOOL, REQUIRED, 0),
};
const struct shape session_row_shape = SHAPE("SessionRow", struct session_row, row_fields);

static const struct field list_fields[] = {
    FIELD_OF_LIST(struct session_list, sessions, 0, LIMIT_SESSIONS, &session_row_shape),
};
const struct shape session_list_shape = SHAPE("SessionList", struct session_list, list_fields);

/* The first 48 bits of an HMAC: nobody can tell the digest from it, and no two of the few of a colleague meet. */
static int64_t id_of(struct app *app, TALLOC_CTX *mem, const struct sha256 *token)
{
    enum { ID_BYTES = 6 };
    struct str digest = { (const char *)token->bytes, SHA256_BYTES };
    struct sha256 made = sha256_hmac(app->secret, str_format(mem, "session 1:" STR_FMT, STR_ARG(base32_text(mem, digest))));
    int64_t id = 0;
    for (int i = 0; i < ID_BYTES; i++)
        id = id << 8 | made.bytes[i];
    return id;
}

static enum status own_sessions(struct tx *tx, TALLOC_CTX *mem, const struct who *who, struct list *out, struct err *err)
{
    return sessions_of_colleague(tx, mem, who->colleague, session_idle_since(tx->now), out, err);
}

enum status session_list_read(struct app *app, TALLOC_CTX *mem, const struct who *who, struct str token,
                              struct session_list *out, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    struct list list;
    struct sha256 current = sha256_of(token);
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(own_sessions(&tx, mem, who, &list, err));
    const struct session_kept *from = list.items;
    struct session_row *rows = MEM_ARRAY(mem, struct session_row, list.count + 1);
    for (size_t i = 0; i < list.count; i++)
        rows[i] = (struct session_row){
            .id = id_of(app, mem, &from[i].token), .browser = from[i].browser, .made_ms = from[i].session.made_ms,
            .seen_ms = from[i].session.seen_ms, .ends_ms = from[i].session.ends_ms,
            .current = memcmp(from[i].token.bytes, current.bytes, SHA256_BYTES) == 0,
        };
    out->sessions = (struct list){ rows, list.count };
    return STATUS_OK;
}

enum status session_end(struct app *app, const struct who *who, int64_t id, struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(tx_end) struct tx tx = { 0 };
    struct list list;
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(own_sessions(&tx, mem, who, &list, err));
    const struct session_kept *kept = list.items;
    for (size_t i = 0; i < list.count; i++) {
        if (id_of(app, mem, &kept[i].token) != id)
            continue;
        TRY(session_delete(&tx, &kept[i].token, err));
        TRY(journal_add(&tx, who_actor(who), "colleague.signed_out", (ticket_id){ 0 }, STR_NONE, err));
        return tx_commit(&tx, err);
    }
    return FAIL(err, STATUS_NOT_FOUND, "session.unknown", "there is nothing here");
}
