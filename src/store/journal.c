#include "store/journal.h"

#include <assert.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/limits.h"
#include "base/mem.h"
#include "store/db_driver.h"
#include "store/journal_internal.h"

enum {
    JOURNAL_ENTRY_BYTES = LIMIT_PARAGRAPH_BYTES, /* data holds ids and words, no content */
    JOURNAL_OF_TICKET = 10000,                   /* entries of one ticket: years of daily work */
    JOURNAL_VERIFY_ROWS = 1000,                  /* read at once by journal_verify: bounds its memory */
};

const char *const actor_kind_words[ACTOR_KIND_COUNT] = { "system", "colleague", "customer" };

/* Every kind of change. The browser's stream and the ledger of trust read these words: they stay for ever. */
static const char *const journal_kinds[] = {
    "colleague.changed",
    "colleague.created",
    "colleague.locked",
    "colleague.presence",
    "colleague.signed_in",
    "colleague.signed_out",
    "copy.added",
    "copy.removed",
    "desk.created",
    "handover.accepted",
    "handover.declined",
    "handover.expired",
    "handover.offered",
    "handover.withdrawn",
    "hop.alarmed",
    "hop.allowed",
    "hop.asked",
    "mailbox.changed",
    "mailbox.created",
    "mailbox.failing",
    "mailbox.paused",
    "mailbox.recovered",
    "mailbox.resumed",
    "message.bounced",
    "message.delivered",
    "message.held",
    "message.noted",
    "message.queued",
    "message.received",
    "message.sent",
    "message.sent_now",
    "message.stuck",
    "message.undone",
    "owner.moved",
    "owner.named",
    "page.decided",
    "page.opened",
    "page.revoked",
    "person.changed",
    "person.created",
    "person.thanked",
    "promise.alarmed",
    "promise.broken",
    "promise.kept",
    "promise.kept_late",
    "promise.made",
    "promise.released",
    "promise.renewed",
    "promise.warned",
    "proposal.accepted",
    "proposal.chosen",
    "proposal.made",
    "proposal.noticed",
    "proposal.refused",
    "proposal.reminded",
    "proposal.silent",
    "proposal.withdrawn",
    "quarantine.kept",
    "quarantine.left",
    "quarantine.released",
    "setting.changed",
    "spam.asked",
    "spam.withdrawn",
    "team.changed",
    "team.created",
    "ticket.acknowledged",
    "ticket.changed",
    "ticket.created",
    "ticket.followed_up",
    "ticket.merged",
    "ticket.reopened",
    "ticket.resolved",
    "ticket.spam",
    "ticket.spam_undone",
    "ticket.turned",
    "word.recorded",
};

static const struct field journal_entry_fields[] = {
    FIELD(struct journal_entry, seq, INT, REQUIRED, 0),
    FIELD(struct journal_entry, at_ms, TIME, REQUIRED, 0),
    FIELD_OF_WORDS(struct journal_entry, actor_kind, REQUIRED, actor_kind_words, ACTOR_KIND_COUNT),
    FIELD(struct journal_entry, actor_id, INT, REQUIRED, 0),
    FIELD(struct journal_entry, kind, TEXT, REQUIRED, LIMIT_NAME_BYTES),
    { .name = "ticket_id", .type = FIELD_ID, .flags = OPTIONAL, .offset = offsetof(struct journal_entry, ticket) },
    FIELD(struct journal_entry, data, TEXT, REQUIRED, JOURNAL_ENTRY_BYTES),
};
const struct shape journal_entry_shape = SHAPE("JournalEntry", struct journal_entry, journal_entry_fields);

/* ---- queueing ---- */

struct journal_queue {
    struct journal_entry *entries;
    size_t count;
};

static struct str known_kind(const char *kind)
{
    for (size_t i = 0; i < sizeof(journal_kinds) / sizeof(journal_kinds[0]); i++)
        if (strcmp(journal_kinds[i], kind) == 0)
            return str_from(journal_kinds[i]);
    fprintf(stderr, "journal kind %s is not in the table of journal.c\n", kind);
    assert(false && "a journal entry of an unknown kind");
    return STR_NONE;
}

enum status journal_add(struct tx *tx, struct actor actor, const char *kind, ticket_id ticket, struct str data, struct err *err)
{
    assert(tx->open && tx->write);
    if (data.len > JOURNAL_ENTRY_BYTES)
        return FAIL(err, STATUS_TOO_LARGE, "journal.too_large", "a journal entry is too long");
    struct journal_queue *queue = tx->state->journal;
    if (queue == NULL)
        tx->state->journal = queue = MEM_NEW(tx->state, struct journal_queue);
    queue->entries = mem_need(talloc_realloc(queue, queue->entries, struct journal_entry, (unsigned)queue->count + 1));
    queue->entries[queue->count++] = (struct journal_entry){
        .at_ms = tx->now,
        .actor_kind = (int)actor.kind,
        .actor_id = actor.id,
        .kind = known_kind(kind),
        .ticket = ticket,
        .data = data.len == 0 ? STR("{}") : str_copy(queue, data),
    };
    return STATUS_OK;
}

/* ---- the chain ---- */

static struct sha256 entry_digest(const struct sha256 *previous, const struct journal_entry *entry)
{
    char numbers[128]; /* four numbers of at most 20 digits, two words of ours */
    struct sha256_stream stream;
    sha256_begin(&stream);
    sha256_add(&stream, (struct str){ (const char *)previous->bytes, SHA256_BYTES });
    int length = snprintf(numbers, sizeof(numbers), "%lld%c%lld%c%s %lld%c", (long long)entry->seq, '\0', (long long)entry->at_ms, '\0',
                          actor_kind_words[entry->actor_kind], (long long)entry->actor_id, '\0');
    sha256_add(&stream, (struct str){ numbers, (size_t)length });
    sha256_add(&stream, entry->kind);
    length = snprintf(numbers, sizeof(numbers), "%c%lld%c", '\0', (long long)entry->ticket.v, '\0');
    sha256_add(&stream, (struct str){ numbers, (size_t)length });
    sha256_add(&stream, entry->data);
    return sha256_finish(&stream);
}

static struct str digest_bytes(const struct sha256 *digest)
{
    return (struct str){ (const char *)digest->bytes, SHA256_BYTES };
}

static bool read_digest(struct str stored, struct sha256 *out)
{
    if (stored.len != SHA256_BYTES)
        return false;
    memcpy(out->bytes, stored.ptr, SHA256_BYTES);
    return true;
}

/* The chain's last entry; a new desk's chain begins behind entry 0, whose digest is all zero. */
static enum status read_tip(struct tx *tx, int64_t *seq, struct sha256 *digest, struct err *err)
{
    bool row;
    CLEANUP(rows_done) struct rows rows = { .state = NULL };
    TRY(query_rows(&rows, tx, Q_JOURNAL_TIP, NO_PARAMS, err));
    TRY(rows_next(&rows, &row, err));
    *seq = 0;
    *digest = (struct sha256){ { 0 } };
    if (!row)
        return STATUS_OK;
    *seq = row_int(&rows, 0);
    if (!read_digest(row_view(&rows, 1), digest))
        return FAIL(err, STATUS_BROKEN, "journal.digest", "the journal's last entry is damaged");
    return STATUS_OK;
}

enum status journal_write(struct tx *tx, struct err *err)
{
    const struct journal_queue *queue = tx->state->journal;
    int64_t seq;
    struct sha256 digest;
    TRY(read_tip(tx, &seq, &digest, err));
    for (size_t i = 0; i < queue->count; i++) {
        struct journal_entry *entry = &queue->entries[i];
        entry->seq = ++seq;
        digest = entry_digest(&digest, entry);
        TRY(query_run(tx, Q_JOURNAL_INSERT,
                      PARAMS({ "seq", db_int(entry->seq) }, { "at_ms", db_int(entry->at_ms) }, { "actor_kind", db_word(actor_kind_words[entry->actor_kind]) },
                             { "actor_id", db_int(entry->actor_id) }, { "kind", db_text(entry->kind) }, { "ticket_id", db_id(entry->ticket.v) },
                             { "data", db_text(entry->data) }, { "digest", db_bytes(digest_bytes(&digest)) }),
                      NULL, err));
    }
    return STATUS_OK;
}

/* ---- reading ---- */

enum status journal_after(struct tx *tx, TALLOC_CTX *mem, int64_t seq, size_t limit, struct list *out, struct err *err)
{
    return query_list(tx, mem, Q_JOURNAL_AFTER, PARAMS({ "seq", db_int(seq) }, { "limit", db_int((int64_t)limit) }), &journal_entry_shape, limit, out, err);
}

enum status journal_of_ticket(struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, struct list *out, struct err *err)
{
    return query_list(tx, mem, Q_JOURNAL_OF_TICKET, PARAMS({ "ticket_id", db_id(ticket.v) }), &journal_entry_shape, JOURNAL_OF_TICKET, out, err);
}

enum status journal_last(struct tx *tx, int64_t *seq, struct err *err)
{
    return query_int(tx, Q_JOURNAL_TIP, NO_PARAMS, seq, err);
}

/* ---- checking ---- */

struct chain {
    int64_t seq; /* of the last entry that was right */
    struct sha256 digest;
};

/* Takes one stored entry; false when it does not follow from the one before. */
static bool chain_follows(struct chain *chain, const struct rows *rows)
{
    struct journal_entry entry = {
        .seq = row_int(rows, 0),
        .at_ms = row_int(rows, 1),
        .actor_id = row_int(rows, 3),
        .kind = row_view(rows, 4),
        .ticket = { row_int(rows, 5) },
        .data = row_view(rows, 6),
    };
    struct str actor = row_view(rows, 2);
    while (entry.actor_kind < ACTOR_KIND_COUNT && !str_equal(actor, str_from(actor_kind_words[entry.actor_kind])))
        entry.actor_kind++;
    struct sha256 stored;
    if (entry.actor_kind == ACTOR_KIND_COUNT || entry.seq != chain->seq + 1 || !read_digest(row_view(rows, 7), &stored))
        return false;
    struct sha256 right = entry_digest(&chain->digest, &entry);
    if (memcmp(right.bytes, stored.bytes, SHA256_BYTES) != 0)
        return false;
    *chain = (struct chain){ .seq = entry.seq, .digest = stored };
    return true;
}

/* Checks up to JOURNAL_VERIFY_ROWS entries; *COUNT is how many there were, *BROKEN_AT the first bad one or 0. */
static enum status verify_some(struct tx *tx, struct chain *chain, size_t *count, int64_t *broken_at, struct err *err)
{
    bool row;
    CLEANUP(rows_done) struct rows rows = { .state = NULL };
    *count = 0;
    TRY(query_rows(&rows, tx, Q_JOURNAL_CHAIN, PARAMS({ "seq", db_int(chain->seq) }, { "limit", db_int(JOURNAL_VERIFY_ROWS) }), err));
    TRY(rows_next(&rows, &row, err));
    while (row) {
        if (!chain_follows(chain, &rows)) {
            *broken_at = row_int(&rows, 0);
            return STATUS_OK;
        }
        ++*count;
        TRY(rows_next(&rows, &row, err));
    }
    return STATUS_OK;
}

enum status journal_verify(struct tx *tx, int64_t *broken_at, struct err *err)
{
    struct chain chain = { .seq = 0 };
    size_t count = JOURNAL_VERIFY_ROWS;
    *broken_at = 0;
    while (count == JOURNAL_VERIFY_ROWS && *broken_at == 0)
        TRY(verify_some(tx, &chain, &count, broken_at, err));
    return STATUS_OK;
}
