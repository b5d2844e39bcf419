/* Plays the tables of demo_words.h as stories: a mail comes, is answered, promised, handed over, solved or not, each step
 * by the same functions as in life, at its own moment of the last weeks. A batch of stories is one transaction; its `now`
 * is moved from step to step, so that the journal, the promises and the states are those of a desk that lived through it.
 *
 * What went out is marked as sent: nothing of a filled desk is ever mailed.
 */
#include "app/demo_words.h"
#include "app/desk_init.h"
#include "app/desk_people.h"
#include "app/mail_out.h"
#include "app/resolution.h"
#include "app/ticket_new.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/words.h"
#include "core/handover.h"
#include "store/handover_store.h"
#include "store/message_store.h"
#include "store/outbox_store.h"
#include "store/person_store.h"

enum {
    STORIES_AT_ONCE = 100,
    DEMO_PEOPLE = 60,
    OPEN_EACH = 50,            /* open problems of one colleague in a large desk */
    TICKETS_EACH = 2500,       /* one colleague more for so many tickets … */
    COLLEAGUES_MOST = 60,      /* … up to so many */
    TICKETS_A_CUSTOMER = 3,
};

/* How a story ends. */
enum arc {
    ARC_NEW, ARC_PROMISED, ARC_OWED, ARC_ASKED, ARC_PROPOSED, ARC_BROKEN, ARC_MADE_UP, ARC_RENEWED, ARC_OFFERED, ARC_HANDED,
    ARC_REOPENED, ARC_SOLVED, ARC_SILENT, ARC_COUNT
};

/* Of 200 stories of the demo so many end like this; a large desk has all but its open share solved. */
static const int demo_share[ARC_COUNT] = {
    [ARC_NEW] = 12, [ARC_PROMISED] = 34, [ARC_OWED] = 14, [ARC_ASKED] = 18, [ARC_PROPOSED] = 16, [ARC_BROKEN] = 4, [ARC_MADE_UP] = 5,
    [ARC_RENEWED] = 5, [ARC_OFFERED] = 4, [ARC_HANDED] = 8, [ARC_REOPENED] = 4, [ARC_SOLVED] = 66, [ARC_SILENT] = 10,
};

struct filling {
    struct app *app;
    const struct fill_input *in;
    struct random *random;
    time_ms until;              /* the present */
    colleague_id *colleagues;
    size_t colleague_count;
    person_id *people;
    struct str *names, *addresses;
    size_t people_count;
    team_id team;
    int64_t open_share;         /* of a million tickets, in a large desk */
    struct fill_outcome outcome;
};

struct story {
    struct filling *fill;
    struct tx *tx;
    TALLOC_CTX *mem;
    const struct desk_facts *facts;
    const struct calendar *calendar;
    const struct demo_problem *problem;
    enum arc arc;
    colleague_id owner;
    size_t customer;
    struct turn work;
};

static int64_t between(struct filling *fill, int64_t least, int64_t most)
{
    return least + (int64_t)random_below(fill->random, (uint64_t)(most - least + 1));
}

/* ---- people ---- */

static enum status colleague_put(struct filling *fill, struct tx *tx, TALLOC_CTX *mem, const struct demo_colleague *row, struct err *err)
{
    enum role role = ROLE_MEMBER;
    while (role < ROLE_ADMIN && strcmp(role_words[role], row->role) != 0)
        role++;
    struct colleague_input in = {
        .email = str_from(row->email), .name = str_from(row->name), .public_name = str_from(row->public_name), .about = str_from(row->about),
        .languages = str_from(row->languages), .role = (int)role, .team_id = fill->team, .leads = role == ROLE_LEADER,
    };
    return desk_colleague_put(tx, mem, &in, STR(""), &fill->colleagues[fill->colleague_count++], err);
}

static enum status colleagues_put(struct filling *fill, struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts, struct err *err)
{
    int64_t wanted = fill->in->demo ? (int64_t)demo_colleague_count : fill->in->tickets / TICKETS_EACH + 1;
    size_t count = (size_t)(wanted < COLLEAGUES_MOST ? wanted : COLLEAGUES_MOST);
    fill->colleagues = MEM_ARRAY(mem, colleague_id, count + facts->colleague_count);
    for (size_t i = 0; i < facts->colleague_count; i++)
        if (facts->colleagues[i].colleague.state == COLLEAGUE_ACTIVE)
            fill->colleagues[fill->colleague_count++] = facts->colleagues[i].colleague.id;
    fill->open_share = (int64_t)count * OPEN_EACH * 1000000 / fill->in->tickets;
    if (fill->in->demo) {
        for (size_t i = 1; i < demo_colleague_count; i++)
            TRY(colleague_put(fill, tx, mem, &demo_colleagues[i], err));
        return desk_touch(tx, err);
    }
    while (fill->colleague_count < count) {
        struct str email = str_format(mem, "colleague.%zu@fill.example", fill->colleague_count);
        if (desk_colleague_by_email(facts, email) != NULL)
            break;
        struct demo_colleague row = demo_colleagues[fill->colleague_count % demo_colleague_count];
        row.email = email.ptr;
        row.role = "agent";
        TRY(colleague_put(fill, tx, mem, &row, err));
    }
    return desk_touch(tx, err);
}

static enum status customers_put(struct filling *fill, struct tx *tx, TALLOC_CTX *mem, struct err *err)
{
    fill->people_count = fill->in->demo ? DEMO_PEOPLE : (size_t)(fill->in->tickets / TICKETS_A_CUSTOMER + 1);
    fill->people = MEM_ARRAY(mem, person_id, fill->people_count);
    fill->names = MEM_ARRAY(mem, struct str, fill->people_count);
    fill->addresses = MEM_ARRAY(mem, struct str, fill->people_count);
    for (size_t i = 0; i < fill->people_count; i++) {
        const struct demo_customer *row = &demo_customers[i % demo_customer_count];
        fill->names[i] = str_from(row->name);
        fill->addresses[i] = fill->in->demo ? str_from(row->address)
                                            : str_format(mem, "%llx.%zu." "%s", (unsigned long long)fill->in->seed, i, row->address);
        TRY(person_by_address(tx, mem, fill->addresses[i], &fill->people[i], err));
        if (fill->people[i].v == 0)
            TRY(person_insert(tx, mem, fill->names[i], STR("en"), fill->addresses[i], &fill->people[i], err));
    }
    return STATUS_OK;
}

/* ---- words ---- */

static struct str first_name(struct str name)
{
    size_t end = str_find(name, STR(" "), 0);
    return end == SIZE_MAX ? name : str_slice(name, 0, end);
}

static struct str pick(struct filling *fill, const char *const *from, size_t count)
{
    return str_from(from[random_below(fill->random, count)]);
}

static struct str mail_text(struct story *s, const char *middle)
{
    struct str opening = pick(s->fill, demo_openings, demo_opening_count), closing = pick(s->fill, demo_closings, demo_closing_count);
    return str_format(s->mem, STR_FMT "\n\n%s\n\n" STR_FMT "\n" STR_FMT, STR_ARG(opening), middle, STR_ARG(closing),
                      STR_ARG(s->fill->names[s->customer]));
}

/* An answer as a person writes it: greeting, TEXT with {when} filled in. */
static struct str answer_text(struct story *s, const char *text, time_ms due)
{
    struct buf out;
    struct str rest = str_from(text), name = first_name(s->fill->names[s->customer]);
    size_t at = str_find(rest, STR("{when}"), 0);
    buf_init(&out, s->mem, LIMIT_REPLY_BODY_BYTES);
    buf_addf(&out, "Hello " STR_FMT ",\n\n", STR_ARG(name));
    if (at != SIZE_MAX) {
        struct str when = words_when(s->mem, STR("en"), &s->facts->zone, due, s->tx->now);
        bool near = str_starts(when, STR("today")) || str_starts(when, STR("tomorrow"));
        buf_add(&out, str_slice(rest, 0, at));
        buf_addf(&out, near ? "by " STR_FMT : "by " STR_FMT, STR_ARG(when));
        rest = str_slice(rest, at + STR("{when}").len, rest.len);
    }
    buf_add(&out, rest);
    return buf_str(&out);
}

/* ---- steps ---- */

/* Moves the story's clock; what fell due on the way is broken at its time (P6). */
static enum status go_to(struct story *s, time_ms at, struct err *err)
{
    for (;;) {
        struct promise *next = NULL;
        for (size_t i = 0; i < s->work.promise_count; i++) {
            struct promise *promise = &s->work.promises[i];
            if (promise->state == PROMISE_OPEN && promise_has_passed(promise->due_ms, at) && (next == NULL || promise->due_ms < next->due_ms))
                next = promise;
        }
        if (next == NULL)
            break;
        s->tx->now = next->due_ms + 1;
        struct actor actor = s->work.actor;
        s->work.actor = (struct actor){ ACTOR_SYSTEM, 0 };
        TRY(turn_break(&s->work, next, err));
        TRY(turn_settle(&s->work, err));
        s->work.actor = actor;
        TRY(turn_open(&s->work, s->tx, s->mem, s->facts, actor, s->work.ticket.id, err));
    }
    s->tx->now = at;
    return STATUS_OK;
}

/* SPAN of open time later, but not past the present. */
static enum status go_on(struct story *s, span_ms span, struct err *err)
{
    time_ms at;
    TRY(calendar_due(s->calendar, s->tx->now, span, &at, err));
    return go_to(s, at < s->fill->until ? at : s->fill->until, err);
}

static enum status open_as(struct story *s, enum actor_kind kind, int64_t id, struct err *err)
{
    return turn_open(&s->work, s->tx, s->mem, s->facts, (struct actor){ kind, id }, s->work.ticket.id, err);
}

static enum status hear(struct story *s, struct str text, bool thanks, message_id *out, struct err *err)
{
    int64_t id;
    struct filling *fill = s->fill;
    TRY(id_new(s->tx, &id, err));
    struct message message = {
        .id = { id }, .ticket_id = s->work.ticket.id, .kind = MESSAGE_EMAIL, .direction = MESSAGE_IN, .state = MESSAGE_RECEIVED,
        .person_id = fill->people[s->customer], .subject = str_from(s->problem->subject), .text = text, .thanks = thanks,
        .automatic = STR("no"), .from_address = fill->addresses[s->customer], .from_name = fill->names[s->customer],
        .to_addresses = s->facts->mailboxes[0].address, .verified = STR("pass"), .at_ms = s->tx->now, .date_ms = s->tx->now,
    };
    fill->outcome.messages++;
    *out = message.id;
    TRY(message_insert(s->tx, &message, err));
    return journal_add(s->tx, (struct actor){ ACTOR_CUSTOMER, message.person_id.v }, "message.received", message.ticket_id,
                       str_format(s->mem, "{\"message\":%lld}", (long long)id), err);
}

/* The customer writes again: our turn. */
static enum status hear_more(struct story *s, const char *text, struct err *err)
{
    message_id message;
    TRY(hear(s, mail_text(s, text), false, &message, err));
    TRY(open_as(s, ACTOR_CUSTOMER, s->fill->people[s->customer].v, err));
    turn_customer_wrote(&s->work, s->tx->now);
    return turn_settle(&s->work, err);
}

static enum status mark_sent(struct story *s, message_id message, struct err *err)
{
    struct outbox outbox;
    struct list recipients;
    bool have;
    TRY(outbox_of_message(s->tx, s->mem, message, &outbox, &have, err));
    if (!have)
        return STATUS_OK;
    TRY(outbox_recipients(s->tx, s->mem, outbox.id, &recipients, err));
    struct outbox_recipient *recipient = recipients.items;
    for (size_t i = 0; i < recipients.count; i++) {
        recipient[i].state = STR("sent");
        TRY(outbox_recipient_save(s->tx, &recipient[i], err));
    }
    outbox.state = OUTBOX_SENT;
    outbox.attempts = 1;
    outbox.done_ms = s->tx->now;
    TRY(outbox_save(s->tx, &outbox, err));
    return message_state_save(s->tx, message, MESSAGE_SENT, STR(""), err);
}

/* An answer of the owner; DUE with a text of what is promised, 0 without; ASKS: the customer's turn. */
static enum status say(struct story *s, const char *text, const char *promise, time_ms due, bool asks, message_id *out, struct err *err)
{
    TRY(open_as(s, ACTOR_COLLEAGUE, s->owner.v, err));
    struct mail_out mail = { .kind = MESSAGE_EMAIL, .ticket = &s->work.ticket, .author = s->owner, .text = answer_text(s, text, due),
                             .send_ms = s->tx->now };
    TRY(mail_out_add(s->fill->app, s->tx, s->mem, s->facts, &mail, out, err));
    TRY(mark_sent(s, *out, err));
    TRY(journal_add(s->tx, s->work.actor, "message.sent", s->work.ticket.id,
                    str_format(s->mem, "{\"message\":%lld}", (long long)out->v), err));
    if (promise != NULL) {
        TRY(turn_promise(&s->work, str_from(promise), due, s->owner, *out, NULL, err));
        s->fill->outcome.promises++;
    }
    s->fill->outcome.messages++;
    TRY(turn_answered(&s->work, *out, asks, err));
    return turn_settle(&s->work, err);
}

static enum status keep_stated(struct story *s, struct err *err)
{
    TRY(open_as(s, ACTOR_COLLEAGUE, s->owner.v, err));
    for (size_t i = 0; i < s->work.promise_count; i++)
        if (s->work.promises[i].kind == PROMISE_STATED
            && (s->work.promises[i].state == PROMISE_OPEN || s->work.promises[i].state == PROMISE_BROKEN))
            TRY(turn_keep(&s->work, &s->work.promises[i], err));
    return turn_settle(&s->work, err);
}

static enum status note(struct story *s, struct err *err)
{
    int64_t id;
    if (s->problem->note == NULL)
        return STATUS_OK;
    TRY(id_new(s->tx, &id, err));
    struct message message = { .id = { id }, .ticket_id = s->work.ticket.id, .kind = MESSAGE_NOTE, .direction = MESSAGE_INTERNAL,
                               .state = MESSAGE_KEPT, .colleague_id = s->owner, .text = str_from(s->problem->note), .at_ms = s->tx->now };
    s->fill->outcome.messages++;
    TRY(message_insert(s->tx, &message, err));
    return journal_add(s->tx, (struct actor){ ACTOR_COLLEAGUE, s->owner.v }, "message.noted", message.ticket_id,
                       str_format(s->mem, "{\"message\":%lld}", (long long)id), err);
}

/* A half hour within open time, SPAN of it after now. */
static enum status round_due(struct story *s, span_ms span, time_ms *out, struct err *err)
{
    time_ms at;
    TRY(calendar_due(s->calendar, s->tx->now, span, &at, err));
    *out = at - at % (30 * MINUTE_MS) + 30 * MINUTE_MS;
    return STATUS_OK;
}

/* The first answer, some minutes after the mail, with a promise that falls due after the present when AHEAD. */
static enum status acknowledge(struct story *s, bool ahead, struct err *err)
{
    message_id message;
    time_ms due;
    TRY(go_on(s, between(s->fill, 4, 45) * MINUTE_MS, err));
    TRY(note(s, err));
    time_ms answered = s->tx->now;
    if (ahead)
        s->tx->now = s->fill->until;
    TRY(round_due(s, between(s->fill, 1, ahead ? 28 : 16) * HOUR_MS, &due, err));
    s->tx->now = answered;
    return say(s, s->problem->answer, s->problem->promise, due, false, &message, err);
}

static enum status propose(struct story *s, struct err *err)
{
    message_id message;
    TRY(keep_stated(s, err));
    TRY(say(s, s->problem->done, NULL, 0, true, &message, err));
    TRY(open_as(s, ACTOR_COLLEAGUE, s->owner.v, err));
    const struct proposal_draft draft = { .kind = PROPOSAL_SOLUTION, .text = str_from(s->problem->done), .message = message, .by = s->owner };
    TRY(proposal_add(&s->work, &draft, err));
    return turn_settle(&s->work, err);
}

static enum status solve(struct story *s, struct err *err)
{
    message_id message;
    TRY(hear(s, str_from(s->problem->thanks), false, &message, err));
    TRY(customer_says_solved(s->fill->app, s->tx, s->work.ticket.id, s->fill->people[s->customer], VIA_EMAIL, message, err));
    return open_as(s, ACTOR_CUSTOMER, s->fill->people[s->customer].v, err);
}

/* Reminder, notice and rest, each at its time; false when the present comes first. */
static enum status stay_silent(struct story *s, struct err *err)
{
    enum silence_step step = SILENCE_NOTHING;
    while (step != SILENCE_REST && s->work.ticket.next_due_ms != 0 && s->work.ticket.next_due_ms < s->fill->until) {
        s->tx->now = s->work.ticket.next_due_ms + 1;
        TRY(proposal_silence(s->fill->app, s->tx, s->work.ticket.id, &step, err));
        TRY(open_as(s, ACTOR_SYSTEM, 0, err));
        if (step == SILENCE_NOTHING)
            break;
    }
    return STATUS_OK;
}

static enum status hand_over(struct story *s, colleague_id to, bool accepted, struct err *err)
{
    int64_t id;
    TRY(open_as(s, ACTOR_COLLEAGUE, s->owner.v, err));
    TRY(id_new(s->tx, &id, err));
    struct str person = first_name(s->fill->names[s->customer]), name = desk_public_name(s->facts, to);
    struct handover offer = {
        .id = { id }, .ticket_id = s->work.ticket.id, .from_id = s->owner, .to_id = to, .state = HANDOVER_OFFERED,
        .reason = str_from(handover_reasons[0].key), .reason_text = STR("You know this part best, and can decide on the spot."),
        .summary = str_format(s->mem, STR_FMT " wrote: %s", STR_ARG(person), s->problem->mail),
        .customer_text = str_format(s->mem, STR_FMT ", from today " STR_FMT " looks after you. What I promised you stays promised.",
                                    STR_ARG(person), STR_ARG(name)),
        .offered_ms = s->tx->now, .expires_ms = handover_expires_at(s->calendar, s->tx->now, 0),
    };
    if (!accepted && offer.expires_ms <= s->fill->until)
        offer.expires_ms = s->fill->until + 6 * HOUR_MS;
    struct str data = str_format(s->mem, "{\"handover\":%lld,\"from\":%lld,\"to\":%lld}", (long long)id, (long long)s->owner.v, (long long)to.v);
    TRY(handover_insert(s->tx, &offer, err));
    TRY(journal_add(s->tx, s->work.actor, "handover.offered", s->work.ticket.id, data, err));
    if (!accepted)
        return turn_settle(&s->work, err);

    TRY(turn_settle(&s->work, err));
    TRY(go_on(s, between(s->fill, 5, 40) * MINUTE_MS, err));
    TRY(open_as(s, ACTOR_COLLEAGUE, to.v, err));
    offer.state = HANDOVER_ACCEPTED;
    offer.answered_ms = s->tx->now;
    TRY(handover_answer_save(s->tx, &offer, err));
    TRY(journal_add(s->tx, s->work.actor, "handover.accepted", s->work.ticket.id, data, err));
    struct owner_move move = { .way = OWNER_HANDOVER, .to = to, .reason = offer.reason_text, .handover = offer.id, .hop = true };
    TRY(owner_move(s->tx, s->mem, s->work.actor, &s->work.ticket, &move, err));
    s->owner = to;
    return turn_settle(&s->work, err);
}

static colleague_id somebody_else(struct story *s)
{
    struct filling *fill = s->fill;
    colleague_id first = fill->colleagues[0];
    if (s->arc == ARC_OFFERED && s->owner.v != first.v)
        return first; /* the one who signs in to the demo finds offers */
    size_t start = random_below(fill->random, fill->colleague_count);
    for (size_t i = 0; i < fill->colleague_count; i++) {
        colleague_id other = fill->colleagues[(start + i) % fill->colleague_count];
        if (other.v != s->owner.v)
            return other;
    }
    return (colleague_id){ 0 };
}

static enum status break_and_maybe_mend(struct story *s, bool mended, struct err *err)
{
    message_id message;
    time_ms due;
    TRY(acknowledge(s, false, err));
    due = s->work.ticket.next_due_ms;
    TRY(go_to(s, due + between(s->fill, 10, 90) * MINUTE_MS < s->fill->until ? due + between(s->fill, 10, 90) * MINUTE_MS : s->fill->until, err));
    if (!mended)
        return STATUS_OK;
    TRY(round_due(s, 6 * HOUR_MS, &due, err));
    TRY(say(s, "I am sorry, I promised you this for earlier and did not keep it: the part came a day late. You have it {when}.",
            NULL, due, false, &message, err));
    TRY(go_on(s, 2 * HOUR_MS, err));
    return keep_stated(s, err);
}

static enum status renew(struct story *s, struct err *err)
{
    message_id message;
    time_ms due;
    TRY(acknowledge(s, true, err));
    TRY(go_on(s, 30 * MINUTE_MS, err));
    time_ms now = s->tx->now;
    s->tx->now = s->fill->until;
    TRY(round_due(s, 30 * HOUR_MS, &due, err));
    s->tx->now = now;
    TRY(say(s, "the supplier told me today that it takes a day longer. So I tell you now rather than late: you have it {when}.",
            NULL, due, false, &message, err));
    TRY(open_as(s, ACTOR_COLLEAGUE, s->owner.v, err));
    for (size_t i = 0, count = s->work.promise_count; i < count; i++)
        if (s->work.promises[i].kind == PROMISE_STATED && s->work.promises[i].state == PROMISE_OPEN)
            TRY(turn_renew(&s->work, &s->work.promises[i], due, STR("the supplier needs a day longer"), s->owner, message, NULL, err));
    return turn_settle(&s->work, err);
}

/* ---- a story ---- */

static enum status finish(struct story *s, struct err *err)
{
    message_id message;
    switch (s->arc) {
    case ARC_NEW:
        return STATUS_OK;
    case ARC_PROMISED:
        return acknowledge(s, true, err);
    case ARC_OWED:
        TRY(acknowledge(s, true, err));
        TRY(go_on(s, between(s->fill, 20, 80) * MINUTE_MS, err));
        TRY(keep_stated(s, err));
        return hear_more(s, s->problem->more, err);
    case ARC_ASKED:
        TRY(acknowledge(s, true, err));
        TRY(go_on(s, between(s->fill, 20, 120) * MINUTE_MS, err));
        TRY(keep_stated(s, err));
        return say(s, "one question, so that I send you the right one: is it the 28 or the 32? A photo of the label would do.", NULL, 0, true,
                   &message, err);
    case ARC_BROKEN:
        return break_and_maybe_mend(s, false, err);
    case ARC_MADE_UP:
        return break_and_maybe_mend(s, true, err);
    case ARC_RENEWED:
        return renew(s, err);
    case ARC_OFFERED:
    case ARC_HANDED: {
        colleague_id to = somebody_else(s);
        TRY(acknowledge(s, true, err));
        TRY(go_on(s, 15 * MINUTE_MS, err));
        return to.v == 0 ? STATUS_OK : hand_over(s, to, s->arc == ARC_HANDED, err);
    }
    case ARC_PROPOSED:
    case ARC_REOPENED:
    case ARC_SOLVED:
    case ARC_SILENT:
    case ARC_COUNT:
        break;
    }
    TRY(acknowledge(s, false, err));
    if (between(s->fill, 0, 2) == 0) {
        TRY(go_on(s, between(s->fill, 10, 50) * MINUTE_MS, err));
        TRY(hear_more(s, s->problem->more, err));
    }
    TRY(go_on(s, between(s->fill, 20, 55) * MINUTE_MS, err));
    TRY(propose(s, err));
    if (s->arc == ARC_SILENT)
        return stay_silent(s, err);
    if (s->arc == ARC_PROPOSED)
        return STATUS_OK;
    TRY(go_on(s, between(s->fill, 1, 12) * HOUR_MS, err));
    TRY(solve(s, err));
    if (s->arc != ARC_REOPENED)
        return STATUS_OK;
    TRY(go_on(s, between(s->fill, 1, 5) * HOUR_MS, err));
    TRY(hear(s, mail_text(s, "I was glad too early, it is back. Exactly as before."), false, &message, err));
    TRY(customer_says_not_yet(s->fill->app, s->tx, s->work.ticket.id, s->fill->people[s->customer], message, err));
    return open_as(s, ACTOR_CUSTOMER, s->fill->people[s->customer].v, err);
}

/* How long ago a story with this end began, in hours of the clock: least and most. */
static const struct { int least, most; } began[ARC_COUNT] = {
    [ARC_NEW] = { 0, 1 }, [ARC_PROMISED] = { 2, 60 }, [ARC_OWED] = { 3, 9 }, [ARC_ASKED] = { 4, 40 }, [ARC_PROPOSED] = { 8, 60 },
    [ARC_BROKEN] = { 30, 50 }, [ARC_MADE_UP] = { 60, 120 }, [ARC_RENEWED] = { 20, 60 }, [ARC_OFFERED] = { 2, 20 }, [ARC_HANDED] = { 10, 80 },
    [ARC_REOPENED] = { 40, 50 }, [ARC_SOLVED] = { 90, 40 * 24 }, [ARC_SILENT] = { 15 * 24, 40 * 24 },
};

static enum arc choose_arc(struct filling *fill, int64_t number)
{
    if (!fill->in->demo && between(fill, 0, 999999) >= fill->open_share)
        return between(fill, 0, 19) == 0 ? ARC_SILENT : ARC_SOLVED;
    int all = 0, most = fill->in->demo ? ARC_COUNT : ARC_SOLVED;
    for (int arc = 0; arc < most; arc++)
        all += demo_share[arc];
    int64_t at = fill->in->demo ? number % all : between(fill, 0, all - 1);
    for (int arc = 0; arc < most; arc++) {
        if (at < demo_share[arc])
            return (enum arc)arc;
        at -= demo_share[arc];
    }
    return ARC_SOLVED;
}

static enum status story_begin(struct story *s, int64_t number, struct err *err)
{
    struct filling *fill = s->fill;
    message_id message;
    s->arc = choose_arc(fill, number);
    s->problem = &demo_problems[(size_t)number * 7 % demo_problem_count];
    s->customer = fill->in->demo ? (size_t)number % fill->people_count : random_below(fill->random, fill->people_count);
    s->owner = fill->colleagues[random_below(fill->random, fill->colleague_count)];
    if (fill->in->demo && between(fill, 0, 4) == 0)
        s->owner = fill->colleagues[0];

    span_ms ago = between(fill, began[s->arc].least * 60, began[s->arc].most * 60) * MINUTE_MS;
    time_ms at = fill->until - ago, open;
    TRY(calendar_next_open(s->calendar, at, &open, err));
    s->tx->now = open > fill->until || s->arc == ARC_NEW ? at : open + between(fill, 0, 20) * MINUTE_MS;
    if (s->tx->now > fill->until)
        s->tx->now = at;
    struct ticket_new in = {
        .subject = str_from(s->problem->subject), .language = STR("en"), .channel = CHANNEL_EMAIL, .urgency = URGENCY_NORMAL,
        .person = fill->people[s->customer], .person_name = fill->names[s->customer], .team = fill->team,
        .mailbox = s->facts->mailboxes[0].id, .took = s->owner,
    };
    TRY(ticket_new(&s->work, s->tx, s->mem, s->facts, (struct actor){ ACTOR_CUSTOMER, in.person.v }, &in, err));
    TRY(hear(s, mail_text(s, s->problem->mail), false, &message, err));
    fill->outcome.tickets++;
    return open_as(s, ACTOR_SYSTEM, 0, err);
}

static enum status story_tell(struct filling *fill, struct tx *tx, const struct desk_facts *facts, int64_t number, struct err *err)
{
    struct story story = { .fill = fill, .tx = tx, .mem = mem_need(talloc_new(NULL)), .facts = facts,
                           .calendar = &desk_team(facts, fill->team)->calendar };
    enum status status = story_begin(&story, number, err);
    if (status == STATUS_OK)
        status = finish(&story, err);
    if (status == STATUS_OK && story.work.ticket.state == TICKET_OPEN)
        status = open_as(&story, ACTOR_SYSTEM, 0, err);
    if (status == STATUS_OK && story.work.ticket.state == TICKET_OPEN)
        status = go_to(&story, fill->until, err);
    talloc_free(story.mem);
    return status;
}

/* ---- the whole ---- */

static enum status prepare(struct filling *fill, TALLOC_CTX *mem, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    TRY(tx_begin_write(&tx, fill->app->db, err));
    TRY(desk_facts_get(fill->app, &tx, &facts, err));
    if (facts->team_count == 0 || facts->mailbox_count == 0)
        return FAIL(err, STATUS_INVALID, "fill.desk", "a desk needs a team and a mailbox before it is filled");
    fill->until = tx.now;
    fill->team = facts->teams[0].team.id;
    TRY(colleagues_put(fill, &tx, mem, facts, err));
    TRY(customers_put(fill, &tx, mem, err));
    return tx_commit(&tx, err);
}

static enum status batch(struct filling *fill, int64_t from, int64_t count, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    TRY(tx_begin_write(&tx, fill->app->db, err));
    TRY(desk_facts_get(fill->app, &tx, &facts, err));
    for (int64_t i = 0; i < count; i++)
        TRY(story_tell(fill, &tx, facts, from + i, err));
    tx.now = fill->until;
    return tx_commit(&tx, err);
}

enum status desk_fill(struct app *app, const struct fill_input *in, struct fill_outcome *out, struct err *err)
{
    TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    struct filling fill = { .app = app, .in = in, .random = random_seeded(mem, in->seed) };
    enum status status = STATUS_OK;
    if (in->demo) {
        const struct who desk = { .kind = ACTOR_SYSTEM };
        status = team_hours_set(app, &desk, STR("Customer care"), STR("mon-fri 08:00-20:00; sat-sun 09:00-18:00"), err);
    }
    if (status == STATUS_OK)
        status = prepare(&fill, mem, err);
    for (int64_t at = 0; status == STATUS_OK && at < in->tickets; at += STORIES_AT_ONCE)
        status = batch(&fill, at, in->tickets - at < STORIES_AT_ONCE ? in->tickets - at : STORIES_AT_ONCE, err);
    talloc_free(mem);
    if (status == STATUS_OK)
        *out = fill.outcome;
    return status;
}
