#include "app/word_record.h"

#include "app/customer_words.h"
#include "app/idempotency.h"
#include "app/may.h"
#include "app/notice.h"
#include "app/resolution.h"
#include "base/limits.h"

/* Also the names of the mails that confirm them. */
static const char *const recorded_words[] = { "solved", "not_yet", "chosen" };
_Static_assert(sizeof recorded_words / sizeof recorded_words[0] == RECORDED_WORD_COUNT, "a word for each");

static const struct field input_fields[] = {
    FIELD_OF_WORDS(struct word_input, word, REQUIRED, recorded_words, RECORDED_WORD_COUNT),
    FIELD(struct word_input, text, TEXT, OPTIONAL, LIMIT_PARAGRAPH_BYTES),
    FIELD_OF_ID(struct word_input, alternative_id, OPTIONAL),
};
const struct shape word_input_shape = SHAPE("WordInput", struct word_input, input_fields);

static const struct field outcome_fields[] = {
    FIELD_OF_ID(struct word_outcome, message_id, 0),
    FIELD(struct word_outcome, version, INT, REQUIRED, 0),
    FIELD(struct word_outcome, confirmed, BOOL, REQUIRED, 0),
};
const struct shape word_outcome_shape = SHAPE("WordOutcome", struct word_outcome, outcome_fields);

struct recording {
    struct app *app;
    struct tx *tx;
    TALLOC_CTX *mem;
    const struct desk_facts *facts;
    const struct who *who;
    const struct word_input *in;
    struct ticket ticket;   /* as it was before */
    struct str choice;      /* what was chosen */
    bool again;             /* nothing changed: it was so already */
};

static enum status keep_text(const struct recording *r, message_id *out, struct err *err)
{
    struct person person;
    struct str text = str_trim(r->in->text);
    if (text.len == 0)
        return STATUS_OK;
    TRY(person_load(r->tx, r->mem, r->ticket.person_id, &person, err));
    const struct customer_words words = { .ticket = r->ticket.id, .person = &person, .text = text };
    return customer_words_keep(r->tx, r->mem, who_actor(r->who), &words, out, err);
}

static enum status take_the_word(struct recording *r, message_id message, struct err *err)
{
    ticket_id ticket = r->ticket.id;
    person_id person = r->ticket.person_id;
    struct alternative chosen;
    switch ((enum recorded_word)r->in->word) {
    case RECORDED_SOLVED:
        r->again = r->ticket.state == TICKET_RESOLVED;
        return customer_says_solved(r->app, r->tx, ticket, person, VIA_PHONE, message, err);
    case RECORDED_NOT_YET:
        return customer_says_not_yet(r->app, r->tx, ticket, person, message, err);
    case RECORDED_CHOSEN:
        TRY(customer_chooses(r->app, r->tx, r->mem, ticket, person, r->in->alternative_id, &chosen, &r->again, err));
        r->choice = chosen.text;
        return STATUS_OK;
    case RECORDED_WORD_COUNT:
        break;
    }
    return FAIL_FIELD(err, STATUS_INVALID, "word.unknown", "word", "say what the customer said");
}

static enum status confirm(const struct recording *r, bool *sent, struct err *err)
{
    const char *word = recorded_words[r->in->word];
    const struct notice notice = { .name = word, .author = r->who->colleague };
    struct value *data;
    TRY(journal_add(r->tx, who_actor(r->who), "word.recorded", r->ticket.id,
                    str_format(r->mem, "{\"word\":\"%s\",\"via\":\"phone\"}", word), err));
    TRY(notice_data(r->tx, r->mem, r->facts, &r->ticket, &data, err));
    value_set_text(data, "said", str_trim(r->in->text));
    value_set_text(data, "choice", r->choice);
    return notice_send(r->app, r->tx, r->mem, r->facts, &r->ticket, &notice, data, sent, err);
}

static enum status record_in(struct recording *r, ticket_id ticket, struct word_outcome *out, struct err *err)
{
    struct ticket after;
    TRY(ticket_load(r->tx, r->mem, ticket, &r->ticket, err));
    TRY(keep_text(r, &out->message_id, err));
    TRY(take_the_word(r, out->message_id, err));
    if (!r->again)
        TRY(confirm(r, &out->confirmed, err));
    TRY(ticket_load(r->tx, r->mem, ticket, &after, err));
    out->version = after.version;
    return STATUS_OK;
}

enum status word_record(struct app *app, TALLOC_CTX *mem, const struct who *who, ticket_id ticket,
                        const struct word_input *in, struct word_outcome *out, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct word_outcome outcome = { .version = 0 };
    bool again;
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(may(&tx, who, ACTION_RECORD_WORD, ticket, err));
    TRY(once_begin(&tx, mem, who->once, &word_outcome_shape, out, &again, err));
    if (again)
        return STATUS_OK;
    TRY(desk_facts_get(app, &tx, &facts, err));
    struct recording r = {
        .app = app, .tx = &tx, .mem = mem, .facts = facts, .who = who, .in = in, .choice = STR("")
    };
    TRY(record_in(&r, ticket, &outcome, err));
    TRY(once_end(&tx, who->once, &word_outcome_shape, &outcome, err));
    TRY(tx_commit(&tx, err));
    *out = outcome;
    return STATUS_OK;
}
