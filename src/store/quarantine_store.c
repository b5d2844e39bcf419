#include "store/quarantine_store.h"

const char *const quarantine_why_words[] = { "automatic", "list", "bounce", "spam", "own" };
_Static_assert(sizeof quarantine_why_words / sizeof quarantine_why_words[0] == QUARANTINE_WHY_COUNT, "a word for each");
const char *const quarantine_state_words[] = { "", "waiting", "left", "released" };
_Static_assert(sizeof quarantine_state_words / sizeof quarantine_state_words[0] == QUARANTINE_STATE_COUNT, "a word for each");

static const struct field quarantined_fields[] = {
    FIELD_OF_ID(struct quarantined, id, 0),
    FIELD_OF_ID(struct quarantined, raw_id, 0),
    FIELD_OF_WORDS(struct quarantined, why, 0, quarantine_why_words, QUARANTINE_WHY_COUNT),
    FIELD(struct quarantined, from_address, TEXT, 0, 0),
    FIELD(struct quarantined, from_name, TEXT, 0, 0),
    FIELD(struct quarantined, subject, TEXT, 0, 0),
    FIELD(struct quarantined, known, BOOL, 0, 0),
    FIELD(struct quarantined, at_ms, TIME, 0, 0),
    FIELD_OF_ID(struct quarantined, team_id, 0),
    FIELD(struct quarantined, mailbox, TEXT, 0, 0),
    FIELD_OF_ID(struct quarantined, ticket_id, 0),
    FIELD(struct quarantined, number, INT, 0, 0),
    FIELD_OF_ID(struct quarantined, looked_by_id, 0),
    FIELD(struct quarantined, looked_ms, TIME, 0, 0),
};
static const struct shape quarantined_shape = SHAPE("Quarantined", struct quarantined, quarantined_fields);

enum status quarantine_insert(struct tx *tx, struct quarantined *mail, struct err *err)
{
    int64_t id;
    TRY(id_new(tx, &id, err));
    mail->id.v = id;
    mail->at_ms = tx->now;
    return query_run(tx, Q_QUARANTINE_INSERT,
                     PARAMS({ "id", db_id(id) }, { "raw_id", db_id(mail->raw_id.v) },
                            { "why", db_word(quarantine_why_words[mail->why]) },
                            { "from_address", db_text(mail->from_address.ptr == NULL ? STR("") : mail->from_address) },
                            { "from_name", db_text(mail->from_name.ptr == NULL ? STR("") : mail->from_name) },
                            { "person_id", db_id(mail->person_id.v) },
                            { "subject", db_text(mail->subject.ptr == NULL ? STR("") : mail->subject) },
                            { "at_ms", db_time(mail->at_ms) }),
                     NULL, err);
}

enum status quarantine_rows(struct tx *tx, TALLOC_CTX *mem, const struct quarantine_page *page, struct list *out,
                            struct err *err)
{
    return query_list(tx, mem, Q_QUARANTINE_ROWS,
                      PARAMS({ "before_ms", db_int(page->before_ms) }, { "before_id", db_int(page->before_id) },
                             { "steward_id", db_int(page->steward.v) },
                             { "state", db_word(quarantine_state_words[page->state]) }, { "most", db_int(page->most) }),
                      &quarantined_shape, (size_t)page->most, out, err);
}

enum status quarantine_load(struct tx *tx, TALLOC_CTX *mem, quarantine_id id, colleague_id steward,
                            struct quarantined *out, struct err *err)
{
    return query_one(tx, mem, Q_QUARANTINE_ROW, PARAMS({ "id", db_id(id.v) }, { "steward_id", db_int(steward.v) }),
                     &quarantined_shape, out, "quarantine.unknown", err);
}

enum status quarantine_waiting(struct tx *tx, colleague_id steward, int64_t most, int64_t *out, struct err *err)
{
    return query_int(tx, Q_QUARANTINE_WAITING, PARAMS({ "steward_id", db_int(steward.v) }, { "most", db_int(most) }),
                     out, err);
}

enum status quarantine_decide(struct tx *tx, quarantine_id id, colleague_id by, ticket_id ticket, bool *done,
                              struct err *err)
{
    int64_t changed;
    TRY(query_run(tx, Q_QUARANTINE_LOOKED,
                  PARAMS({ "id", db_id(id.v) }, { "colleague_id", db_id(by.v) }, { "ticket_id", db_id(ticket.v) },
                         { "now", db_time(tx->now) }),
                  &changed, err));
    *done = changed > 0;
    return STATUS_OK;
}

enum status quarantine_leave_all(struct tx *tx, colleague_id steward, colleague_id by, time_ms until, int64_t *count,
                                 struct err *err)
{
    return query_run(tx, Q_QUARANTINE_LEFT_ALL,
                     PARAMS({ "steward_id", db_int(steward.v) }, { "colleague_id", db_id(by.v) },
                            { "until_ms", db_int(until) }, { "now", db_time(tx->now) }),
                     count, err);
}

/* ---- spam ---- */

static const struct field spam_mark_fields[] = {
    FIELD_OF_ID(struct spam_mark, ticket_id, 0),
    FIELD_OF_ID(struct spam_mark, asked_by_id, 0),
    FIELD(struct spam_mark, asked_ms, TIME, 0, 0),
    FIELD_OF_ID(struct spam_mark, agreed_by_id, 0),
    FIELD(struct spam_mark, agreed_ms, TIME, 0, 0),
};
static const struct shape spam_mark_shape = SHAPE("SpamMark", struct spam_mark, spam_mark_fields);

enum status spam_mark_find(struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, struct spam_mark *out, bool *have,
                           struct err *err)
{
    CLEANUP(rows_done) struct rows rows = { 0 };
    TRY(query_rows(&rows, tx, Q_SPAM_MARK_OF, PARAMS({ "ticket_id", db_id(ticket.v) }), err));
    TRY(rows_next(&rows, have, err));
    return *have ? row_read(&rows, mem, &spam_mark_shape, out, err) : STATUS_OK;
}

enum status spam_mark_insert(struct tx *tx, ticket_id ticket, colleague_id by, bool alone, bool *made, struct err *err)
{
    int64_t changed;
    TRY(query_run(tx, Q_SPAM_MARK_INSERT,
                  PARAMS({ "ticket_id", db_id(ticket.v) }, { "colleague_id", db_id(by.v) }, { "now", db_time(tx->now) },
                         { "agreed_ms", db_time(alone ? tx->now : 0) }),
                  &changed, err));
    *made = changed > 0;
    return STATUS_OK;
}

enum status spam_mark_agree(struct tx *tx, ticket_id ticket, colleague_id by, struct err *err)
{
    return query_run(
        tx, Q_SPAM_MARK_AGREED,
        PARAMS({ "ticket_id", db_id(ticket.v) }, { "colleague_id", db_id(by.v) }, { "now", db_time(tx->now) }), NULL,
        err);
}

enum status spam_mark_delete(struct tx *tx, ticket_id ticket, struct err *err)
{
    return query_run(tx, Q_SPAM_MARK_DELETE, PARAMS({ "ticket_id", db_id(ticket.v) }), NULL, err);
}

enum status spam_person_is_known(struct tx *tx, person_id person, bool *known, struct err *err)
{
    int64_t served;
    TRY(query_int(tx, Q_SPAM_PERSON_IS_KNOWN, PARAMS({ "person_id", db_id(person.v) }), &served, err));
    *known = served > 0;
    return STATUS_OK;
}
