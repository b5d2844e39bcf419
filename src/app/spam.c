#include "app/spam.h"

#include "app/may.h"
#include "app/ticket_turn.h"
#include "store/person_store.h"
#include "store/quarantine_store.h"

/* What every step here works with; all of it lives in the caller's memory. */
struct step {
    struct tx *tx;
    TALLOC_CTX *mem;
    const struct who *who;
    const struct desk_facts *facts;
    ticket_id ticket;
    struct spam_mark mark;
    bool marked;
};

static enum status begin(struct app *app, struct step *step, enum action action, struct desk_facts **facts,
                         struct err *err)
{
    TRY(tx_begin_write(step->tx, app->db, err));
    TRY(may(step->tx, step->who, action, step->ticket, err));
    TRY(desk_facts_get(app, step->tx, facts, err));
    step->facts = *facts;
    return spam_mark_find(step->tx, step->mem, step->ticket, &step->mark, &step->marked, err);
}

static enum status note(const struct step *step, const char *kind, struct err *err)
{
    return journal_add(step->tx, who_actor(step->who), kind, step->ticket, STR_NONE, err);
}

static struct str name_of(const struct step *step, colleague_id id)
{
    return id.v == 0 ? STR_NONE : str_copy(step->mem, desk_name(step->facts, id));
}

/* What is true now, and the commit. */
static enum status end(struct step *step, struct spam_view *out, struct err *err)
{
    struct ticket ticket;
    TRY(spam_mark_find(step->tx, step->mem, step->ticket, &step->mark, &step->marked, err));
    TRY(ticket_load(step->tx, step->mem, step->ticket, &ticket, err));
    struct spam_view view = {
        .state = !step->marked ? STR("none") : step->mark.agreed_ms == 0 ? STR("asked") : STR("spam"),
        .version = ticket.version,
        .asked_by_name = step->marked ? name_of(step, step->mark.asked_by_id) : STR_NONE,
        .agreed_by_name = step->marked ? name_of(step, step->mark.agreed_by_id) : STR_NONE,
    };
    TRY(tx_commit(step->tx, err));
    *out = view;
    return STATUS_OK;
}

/* Nothing is owed to a sender of spam: also what was stated is released. */
static enum status become_spam(const struct step *step, bool known, struct err *err)
{
    struct turn work;
    enum ticket_state to;
    TRY(turn_open(&work, step->tx, step->mem, step->facts, who_actor(step->who), step->ticket, err));
    TRY(ticket_next((enum ticket_state)work.ticket.state, TICKET_MARK_SPAM, &to, err));
    work.ticket.state = (int)to;
    for (size_t i = 0; i < work.promise_count; i++) {
        if (work.promises[i].state == PROMISE_OPEN)
            TRY(turn_release(&work, &work.promises[i], err));
    }
    TRY(note(step, "ticket.spam", err));
    TRY(turn_settle(&work, err));
    /* A known customer's name can be borrowed: their next mail is read like any other. */
    return known ? STATUS_OK : person_spam_save(step->tx, work.ticket.person_id, step->tx->now, err);
}

enum status spam_ask(struct app *app, TALLOC_CTX *mem, const struct who *who, ticket_id ticket, struct spam_view *out,
                     struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct step step = { .tx = &tx, .mem = mem, .who = who, .ticket = ticket };
    struct ticket row;
    enum ticket_state to;
    bool known, made;
    TRY(begin(app, &step, ACTION_MARK_SPAM, &facts, err));
    if (step.marked)
        return end(&step, out, err);
    TRY(ticket_load(&tx, mem, ticket, &row, err));
    TRY(ticket_next((enum ticket_state)row.state, TICKET_MARK_SPAM, &to, err));
    TRY(spam_person_is_known(&tx, row.person_id, &known, err));
    TRY(spam_mark_insert(&tx, ticket, who->colleague, !known, &made, err));
    if (!made)
        return FAIL(err, STATUS_CONFLICT, "ticket.changed", "somebody changed this meanwhile; look again");
    TRY(note(&step, "spam.asked", err));
    if (!known)
        TRY(become_spam(&step, false, err));
    return end(&step, out, err);
}

enum status spam_agree(struct app *app, TALLOC_CTX *mem, const struct who *who, ticket_id ticket,
                       struct spam_view *out, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct step step = { .tx = &tx, .mem = mem, .who = who, .ticket = ticket };
    TRY(begin(app, &step, ACTION_JUDGE_SPAM, &facts, err));
    if (!step.marked)
        return FAIL(err, STATUS_CONFLICT, "spam.not_asked", "nobody has called this spam");
    if (step.mark.agreed_ms != 0)
        return end(&step, out, err);
    if (step.mark.asked_by_id.v == who->colleague.v)
        return FAIL(err, STATUS_CONFLICT, "spam.same", "a known customer's mail takes two: ask a colleague to agree");
    TRY(spam_mark_agree(&tx, ticket, who->colleague, err));
    TRY(become_spam(&step, true, err));
    return end(&step, out, err);
}

static enum status come_back(const struct step *step, struct err *err)
{
    struct turn work;
    enum ticket_state to;
    TRY(turn_open(&work, step->tx, step->mem, step->facts, who_actor(step->who), step->ticket, err));
    TRY(ticket_next((enum ticket_state)work.ticket.state, TICKET_UNMARK_SPAM, &to, err));
    work.ticket.state = (int)to;
    TRY(turn_unrelease(&work, step->mark.agreed_ms, err));
    TRY(note(step, "ticket.spam_undone", err));
    TRY(turn_settle(&work, err));
    return person_spam_save(step->tx, work.ticket.person_id, 0, err);
}

enum status spam_undo(struct app *app, TALLOC_CTX *mem, const struct who *who, ticket_id ticket, struct spam_view *out,
                      struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct step step = { .tx = &tx, .mem = mem, .who = who, .ticket = ticket };
    TRY(begin(app, &step, ACTION_JUDGE_SPAM, &facts, err));
    if (!step.marked)
        return FAIL(err, STATUS_CONFLICT, "spam.not_asked", "nobody has called this spam");
    if (step.mark.agreed_ms != 0)
        TRY(come_back(&step, err));
    else
        TRY(note(&step, "spam.withdrawn", err));
    TRY(spam_mark_delete(&tx, ticket, err));
    return end(&step, out, err);
}
