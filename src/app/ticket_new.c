#include "app/ticket_new.h"

enum status ticket_new(struct turn *work, struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                       struct actor actor, const struct ticket_new *in, struct err *err)
{
    struct routing_choice owner;
    struct owner_question question = {
        .team = in->team, .person = in->person, .language = in->language, .took = in->took, .addressed = in->addressed
    };
    TRY(owner_choose(tx, mem, facts, &question, &owner, err));

    int64_t id;
    struct ticket ticket = {
        .subject = in->subject,
        .state = TICKET_OPEN,
        .turn = TURN_US,
        .channel = (int)in->channel,
        .person_id = in->person,
        .person_name = in->person_name,
        .team_id = in->team,
        .mailbox_id = in->mailbox,
        .language = in->language,
        .urgency = (int)in->urgency,
        .created_ms = in->since != 0 ? in->since : tx->now,
        .updated_ms = tx->now,
        .customer_wrote_ms = in->since != 0 ? in->since : tx->now,
        .previous_id = in->previous,
        .next_text = STR(""),
    };
    TRY(id_new(tx, &id, err));
    ticket.id.v = id;
    TRY(counter_next(tx, "ticket_number", &ticket.number, err));
    TRY(journal_add(
        tx, actor, "ticket.created", ticket.id,
        str_format(mem, "{\"number\":%lld,\"person\":%lld}", (long long)ticket.number, (long long)in->person.v), err));

    struct owner_move move = { .way = OWNER_CREATED,
                               .to = owner.owner,
                               .reason = str_from(routing_why_words[owner.why]) };
    TRY(owner_name(tx, mem, actor, &ticket, &move, err));
    turn_new(work, tx, mem, facts, actor, &ticket);
    work->owed_since = in->since;
    work->owed = owner.owed;
    return turn_settle(work, err);
}
