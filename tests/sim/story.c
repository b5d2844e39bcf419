#include "story.h"

#include "app/resolution.h"
#include "store/promise_store.h"

struct ticket ticket_now(struct app_people *p, ticket_id id)
{
    CLEANUP(tx_end) struct tx tx = { .open = false };
    struct ticket ticket;
    struct err err;
    assert_done(tx_begin_read(&tx, p->app->db, &err), &err);
    assert_done(ticket_load(&tx, p, id, &ticket, &err), &err);
    return ticket;
}

const char *promises_now(struct app_people *p, ticket_id id)
{
    CLEANUP(tx_end) struct tx tx = { .open = false };
    struct list list;
    struct err err;
    char *out = talloc_strdup(p, "");
    assert_done(tx_begin_read(&tx, p->app->db, &err), &err);
    assert_done(promises_of_ticket(&tx, p, id, &list, &err), &err);
    const struct promise *promises = list.items;
    for (size_t i = 0; i < list.count; i++)
        out = talloc_asprintf_append(out, "%s%s %s", i == 0 ? "" : ", ", promise_kind_words[promises[i].kind],
                                     promise_state_words[promises[i].state]);
    return out;
}

promise_id next_promise(struct app_people *p, ticket_id id)
{
    return ticket_now(p, id).next_promise_id;
}

void reply(struct app_people *p, const struct who *who, ticket_id id, struct reply_input in)
{
    struct reply_outcome outcome;
    struct err err;
    if (in.text.ptr == NULL)
        in.text = STR("I look into it.");
    in.version = ticket_now(p, id).version;
    assert_done(ticket_reply(p->app, p, who, id, &in, &outcome, &err), &err);
}

void customer(struct app_people *p, ticket_id id, enum said said)
{
    CLEANUP(tx_end) struct tx tx = { .open = false };
    struct err err;
    assert_done(tx_begin_write(&tx, p->app->db, &err), &err);
    if (said == SAYS_SOLVED)
        assert_done(customer_says_solved(p->app, &tx, id, p->tomas, VIA_EMAIL, (message_id){ 0 }, &err), &err);
    else if (said == SAYS_NOT_YET)
        assert_done(customer_says_not_yet(p->app, &tx, id, p->tomas, (message_id){ 0 }, &err), &err);
    else
        assert_done(customer_wrote(p->app, &tx, id, p->tomas, (message_id){ 0 }, &err), &err);
    assert_done(tx_commit(&tx, &err), &err);
}

struct handover_view offer(struct app_people *p, const struct who *from, ticket_id id, const struct who *to)
{
    const struct handover_input in = { .to_id = to->colleague,
                                       .reason = STR("skill"),
                                       .summary = STR("Hub cracked at 340 km"),
                                       .customer_text = STR("Dao knows hubs.") };
    struct handover_view view;
    struct err err;
    assert_done(handover_offer(p->app, p, from, id, &in, &view, &err), &err);
    return view;
}

int64_t mails_like(struct app_people *p, const char *words)
{
    return desk_ask(
        p->desk,
        talloc_asprintf(p, "SELECT COUNT(*) FROM message WHERE direction = 'out' AND text LIKE '%%%s%%'", words));
}

void hand_over(struct app_people *p, const struct who *from, ticket_id id, const struct who *to)
{
    struct handover_view view = offer(p, from, id, to);
    struct err err;
    assert_done(handover_accept(p->app, p, to, (handover_id){ view.id }, &view, &err), &err);
}

int64_t told_to(struct app_people *p, const struct who *who, const char *words)
{
    return desk_ask(p->desk, talloc_asprintf(p,
                                             "SELECT COUNT(*) FROM message m JOIN outbox o ON o.message_id = m.id "
                                             "JOIN outbox_recipient r ON r.outbox_id = o.id "
                                             "JOIN colleague c ON c.person_id = r.person_id "
                                             "WHERE m.direction = 'internal' AND c.id = %lld AND m.text LIKE '%%%s%%'",
                                             (long long)who->colleague.v, words));
}

int64_t events_of(struct app_people *p, ticket_id id, const char *kind)
{
    return desk_ask(p->desk, talloc_asprintf(p, "SELECT COUNT(*) FROM journal WHERE ticket_id = %lld AND kind = '%s'",
                                             (long long)id.v, kind));
}
