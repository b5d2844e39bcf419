#include "app/verify.h"

#include "base/limits.h"
#include "base/mem.h"
#include "store/blob_store.h"

enum { BLOBS_AT_ONCE = 256 };

struct found {
    int64_t checked, wrong;
    struct str first;
};

static const struct field found_fields[] = {
    FIELD(struct found, checked, INT, OPTIONAL, 0),
    FIELD(struct found, wrong, INT, OPTIONAL, 0),
    FIELD(struct found, first, TEXT, OPTIONAL, LIMIT_LINE_BYTES),
};
static const struct shape found_shape = SHAPE("Found", struct found, found_fields);

/* What one statement can tell. */
static const struct check {
    const char *rule;
    const char *text;
    enum query query;
} checks[] = {
    { "I1", "every ticket that has not ended has one owner", Q_VERIFY_OWNER },
    { "I2", "an owner changed only by an accepted handover or a way that O5 names", Q_VERIFY_OWNERSHIP },
    { "I3", "where it is our turn there is an open promise", Q_VERIFY_PROMISE },
    { "I4", "nothing is resolved without the customer's word, or notice and silence", Q_VERIFY_RESOLUTION },
    { "I5", "no refusal is without an alternative", Q_VERIFY_REFUSAL },
    { "I6", "every accepted mail is on one ticket or in quarantine", Q_VERIFY_RECEIVED },
    { "I7", "everything sent has one Message-ID and its place in the outbox", Q_VERIFY_SENT },
    { "O2", "what lies with each colleague is counted right", Q_VERIFY_WORKLOAD },
    { "O6", "nobody was passed on a third time without a leader's yes", Q_VERIFY_HOPS },
    { "R1", "what a customer chose was offered, and nothing beside it", Q_VERIFY_CHOICE },
    { "A4", "nobody had more than one piece of news from the desk in a day", Q_VERIFY_NEWS },
    { "db", "the database's own check", Q_VERIFY_DATABASE },
};
enum { CHECK_COUNT = sizeof checks / sizeof checks[0], CHECKS_IN_C = 2 };

static enum status check_run(struct tx *tx, TALLOC_CTX *mem, const struct check *check, struct verify_row *out, struct err *err)
{
    struct found found = { 0 };
    TRY(query_one(tx, mem, check->query, NO_PARAMS, &found_shape, &found, "verify.silent", err));
    *out = (struct verify_row){ str_from(check->rule), str_from(check->text), found.checked, found.wrong, found.first };
    return STATUS_OK;
}

static enum status blob_ids(struct tx *tx, int64_t after, int64_t ids[BLOBS_AT_ONCE], size_t *count, struct err *err)
{
    CLEANUP(rows_done) struct rows rows = { 0 };
    TRY(query_rows(&rows, tx, Q_VERIFY_BLOBS, PARAMS({ "after", db_int(after) }, { "limit", db_int(BLOBS_AT_ONCE) }), err));
    bool row = true;
    for (*count = 0; *count < BLOBS_AT_ONCE; (*count)++) {
        TRY(rows_next(&rows, &row, err));
        if (!row)
            return STATUS_OK;
        ids[*count] = row_int(&rows, 0);
    }
    return STATUS_OK;
}

static enum status check_blob(struct tx *tx, TALLOC_CTX *mem, int64_t id, struct verify_row *out, struct err *err)
{
    struct str bytes;
    struct err damaged;
    TALLOC_CTX *one = mem_need(talloc_new(mem));
    enum status status = blob_read(tx, one, id, &bytes, &damaged);
    talloc_free(one);
    out->checked++;
    if (status == STATUS_OK)
        return STATUS_OK;
    if (status != STATUS_BROKEN && status != STATUS_NOT_FOUND) {
        *err = damaged;
        return status;
    }
    if (out->wrong++ == 0)
        out->first = str_format(mem, "blob %lld", (long long)id);
    return STATUS_OK;
}

/* I6: byte for byte as it came. Reads every stored byte, one blob at a time. */
static enum status check_blobs(struct tx *tx, TALLOC_CTX *mem, struct verify_row *out, struct err *err)
{
    int64_t ids[BLOBS_AT_ONCE], after = 0;
    size_t count;
    *out = (struct verify_row){ STR("I6"), STR("every mail and file is byte for byte as it came"), 0, 0, STR("") };
    do {
        TRY(blob_ids(tx, after, ids, &count, err));
        for (size_t i = 0; i < count; i++)
            TRY(check_blob(tx, mem, after = ids[i], out, err));
    } while (count == BLOBS_AT_ONCE);
    return STATUS_OK;
}

/* I8: the chain from its first entry. */
static enum status check_journal(struct tx *tx, TALLOC_CTX *mem, struct verify_row *out, struct err *err)
{
    int64_t broken_at;
    *out = (struct verify_row){ STR("I8"), STR("each journal entry follows from the one before it"), 0, 0, STR("") };
    TRY(query_int(tx, Q_VERIFY_JOURNAL_SIZE, NO_PARAMS, &out->checked, err));
    TRY(journal_verify(tx, &broken_at, err));
    if (broken_at != 0) {
        out->wrong = 1;
        out->first = str_format(mem, "entry %lld", (long long)broken_at);
    }
    return STATUS_OK;
}

enum status desk_verify(struct app *app, TALLOC_CTX *mem, struct list *out, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    struct verify_row *rows = MEM_ARRAY(mem, struct verify_row, CHECK_COUNT + CHECKS_IN_C);
    size_t count = 0;
    TRY(tx_begin_read(&tx, app->db, err));
    for (size_t i = 0; i < CHECK_COUNT; i++)
        TRY(check_run(&tx, mem, &checks[i], &rows[count++], err));
    TRY(check_blobs(&tx, mem, &rows[count++], err));
    TRY(check_journal(&tx, mem, &rows[count++], err));
    *out = (struct list){ rows, count };
    return STATUS_OK;
}
