#include "app/fill_story.h"

#include "app/desk_facts.h"
#include "app/fill_moments.h"
#include "app/fill_plan.h"
#include "app/mail_out.h"
#include "app/proposal.h"
#include "app/resolution.h"
#include "app/silence.h"
#include "app/ticket_new.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/words.h"
#include "store/message_store.h"
#include "store/person_store.h"

enum {
    STEPS_PER_COMMIT = 100,
    SILENCES_MOST = 14,     /* daily looks at a proposal that nobody answers */
    MADE_UP_EVERY = 3,      /* beyond the demo's customers: so many tickets for one made-up person */
};

/* ---- one step ---- */

struct playing {
    struct fill *fill;
    struct tx *tx;
    TALLOC_CTX *mem;              /* of one step */
    const struct desk_facts *facts;
    struct moments moments;
};

static struct str customer_name(const struct playing *p, const struct story *story)
{
    return story->customer != NULL ? str_from(story->customer->name)
                                   : str_format(p->mem, "Customer %lld", (long long)story->number);
}

static struct str first_name(struct str name)
{
    return str_slice(name, 0, str_find(name, STR(" "), 0));
}

/* TEXT with {when}, {name} and {owner} filled in. */
static struct str fill_text(const struct playing *p, const char *text, struct str when, struct str name,
                            struct str owner)
{
    const struct {
        struct str mark, value;
    } marks[] = { { STR("{when}"), when }, { STR("{name}"), name }, { STR("{owner}"), owner } };
    struct str rest = str_from(text);
    struct buf out;
    buf_init(&out, p->mem, LIMIT_REPLY_BODY_BYTES);
    while (rest.len > 0) {
        size_t skip = 0;
        for (size_t i = 0; skip == 0 && i < sizeof marks / sizeof marks[0]; i++) {
            if (str_starts(rest, marks[i].mark)) {
                buf_add(&out, marks[i].value);
                skip = marks[i].mark.len;
            }
        }
        if (skip == 0) {
            buf_add_char(&out, rest.ptr[0]);
            skip = 1;
        }
        rest = str_slice(rest, skip, rest.len);
    }
    return buf_str(&out);
}

static struct str when_text(const struct playing *p, time_ms due)
{
    struct value *data = value_object(p->mem);
    value_set_text(data, "when", words_when(p->mem, p->facts->language, &p->facts->zone, due, p->tx->now));
    return words_text(p->mem, p->facts->language, "fill.by", data);
}

static enum status person_of(struct playing *p, struct story *story, struct str *name, struct str *address,
                             struct err *err)
{
    int64_t made_up = story->number / MADE_UP_EVERY;
    *name = story->customer != NULL ? str_from(story->customer->name)
                                    : str_format(p->mem, "Customer %lld", (long long)made_up);
    *address = story->customer != NULL ? str_from(story->customer->address)
                                       : str_format(p->mem, "customer-%lld@post.example", (long long)made_up);
    TRY(person_by_address(p->tx, p->mem, *address, &story->person, err));
    if (story->person.v == 0)
        return person_insert(p->tx, p->mem, *name, p->facts->language, *address, &story->person, err);
    return STATUS_OK;
}

static enum status customer_message(struct playing *p, struct story *story, struct str subject, struct str text,
                                    bool thanks, message_id *out, struct err *err)
{
    struct str name, address;
    int64_t id;
    TRY(person_of(p, story, &name, &address, err));
    TRY(id_new(p->tx, &id, err));
    struct message message = {
        .id = { id },
        .ticket_id = story->ticket,
        .kind = MESSAGE_EMAIL,
        .direction = MESSAGE_IN,
        .state = MESSAGE_RECEIVED,
        .person_id = story->person,
        .subject = subject,
        .text = text,
        .from_address = address,
        .from_name = name,
        .to_addresses = p->facts->mailboxes[0].address,
        .verified = STR("pass"),
        .thanks = thanks,
        .at_ms = p->tx->now,
        .header_id = str_format(p->mem, "%lld.%lld@post.example", (long long)p->tx->now, (long long)id),
    };
    p->fill->outcome.messages++;
    *out = message.id;
    TRY(message_insert(p->tx, &message, err));
    return journal_add(p->tx, (struct actor){ ACTOR_CUSTOMER, story->person.v }, "message.received", story->ticket,
                       str_format(p->mem, "{\"message\":%lld}", (long long)id), err);
}

static enum status arrive(struct playing *p, struct story *story, struct err *err)
{
    struct str name, address;
    message_id message;
    struct turn work;
    TRY(person_of(p, story, &name, &address, err));
    struct ticket_new in = {
        .subject = str_from(story->problem->subject), .language = p->facts->language, .channel = CHANNEL_EMAIL,
        .urgency = URGENCY_NORMAL, .person = story->person, .person_name = name, .team = p->fill->team,
        .mailbox = p->facts->mailboxes[0].id,
        .took = story->taken ? p->facts->colleagues[0].colleague.id : (colleague_id){ 0 },
    };
    TRY(ticket_new(&work, p->tx, p->mem, p->facts, (struct actor){ ACTOR_CUSTOMER, story->person.v }, &in, err));
    story->ticket = work.ticket.id;
    p->fill->outcome.tickets++;
    const char *opening = demo_openings[random_below(p->fill->random, demo_opening_count)];
    const char *closing = demo_closings[random_below(p->fill->random, demo_closing_count)];
    struct str text = str_format(p->mem, "%s\n\n%s\n\n%s\n" STR_FMT, opening, story->problem->mail, closing,
                                 STR_ARG(first_name(name)));
    return customer_message(p, story, in.subject, text, false, &message, err);
}

static time_ms due_for(struct playing *p, const struct story *story)
{
    const struct fill_plan *plan = story->plan;
    if (plan->due_from_minutes != 0 || plan->due_to_minutes != 0)
        return p->fill->now + fill_between(p->fill->random, plan->due_from_minutes, plan->due_to_minutes) * MINUTE_MS;
    return p->tx->now + fill_between(p->fill->random, DAY, 2 * DAY) * MINUTE_MS;
}

/* A quarter of an hour while the team is there, as people promise; BACK: earlier rather than later. */
static time_ms round_due(struct playing *p, time_ms due, bool back)
{
    enum { HOURS_BACK_MOST = 4 * 24 };
    const struct calendar *hours = &desk_team(p->facts, p->fill->team)->calendar;
    time_ms open;
    for (int i = 0; back && i < HOURS_BACK_MOST && !calendar_is_open(hours, due); i++)
        due -= HOUR_MS;
    if (!calendar_is_open(hours, due) && calendar_next_open(hours, due, &open, NULL) == STATUS_OK)
        due = open + fill_between(p->fill->random, 15, 4 * HOUR) * MINUTE_MS;
    return due - due % (15 * MINUTE_MS) + 15 * MINUTE_MS;
}

static enum status stated_keep(struct turn *work, struct err *err)
{
    for (size_t i = 0; i < work->promise_count; i++) {
        if (work->promises[i].kind == PROMISE_STATED
            && (work->promises[i].state == PROMISE_OPEN || work->promises[i].state == PROMISE_BROKEN))
            TRY(turn_keep(work, &work->promises[i], err));
    }
    return STATUS_OK;
}

static size_t stated_open(const struct turn *work)
{
    size_t count = 0;
    for (size_t i = 0; i < work->promise_count; i++)
        count += work->promises[i].kind == PROMISE_STATED && work->promises[i].state == PROMISE_OPEN;
    return count;
}

static struct str answer_text(struct playing *p, const struct story *story, enum step_kind kind,
                              const struct turn *work)
{
    struct str name = first_name(customer_name(p, story)),
               owner = first_name(desk_public_name(p->facts, work->ticket.owner_id));
    struct str body;
    if (kind == STEP_PROPOSE || kind == STEP_KEEP)
        body = fill_text(p, story->problem->done, STR(""), name, owner);
    else if (kind == STEP_ANSWER_WAIT)
        body = words_text(p->mem, p->facts->language, "fill.question", NULL);
    else
        body = fill_text(p, story->problem->answer, when_text(p, story->due), name, owner);
    if (kind == STEP_KEEP)
        body = words_text(p->mem, p->facts->language, "fill.kept", NULL);
    if (kind == STEP_SORRY) {
        struct value *data = value_object(p->mem);
        value_set_text(data, "when", when_text(p, story->due));
        body = words_text(p->mem, p->facts->language, "fill.sorry", data);
    }
    return str_format(p->mem, "Hello " STR_FMT ",\n\n" STR_FMT "\n\n" STR_FMT, STR_ARG(name), STR_ARG(body),
                      STR_ARG(owner));
}

static enum status answer(struct playing *p, struct story *story, enum step_kind kind, struct err *err)
{
    struct ticket ticket;
    struct turn work;
    message_id message;
    TRY(ticket_load(p->tx, p->mem, story->ticket, &ticket, err));
    struct actor actor = { ACTOR_COLLEAGUE, ticket.owner_id.v };
    bool promises = kind == STEP_ANSWER || kind == STEP_SORRY;
    if (promises) {
        bool last = story->plan->steps[story->step + 1].kind == STEP_END ||
                    story->plan->steps[story->step + 1].kind == STEP_NOTE ||
                    story->plan->steps[story->step + 1].kind == STEP_MORE || story->plan->ends || kind == STEP_SORRY;
        story->due = round_due(p, last ? due_for(p, story) : p->tx->now + DAY * MINUTE_MS, story->plan->due_to_minutes < 0);
        if (story->due <= p->tx->now)
            story->due = round_due(p, p->tx->now + 2 * HOUR_MS, false);
    }
    TRY(turn_open(&work, p->tx, p->mem, p->facts, actor, story->ticket, err));
    struct str text = answer_text(p, story, kind, &work);
    struct mail_out mail = { .kind = MESSAGE_EMAIL,
                             .ticket = &work.ticket,
                             .author = work.ticket.owner_id,
                             .text = text,
                             .without_link = true };
    TRY(mail_out_add(p->fill->app, p->tx, p->mem, p->facts, &mail, &message, err));
    TRY(journal_add(p->tx, actor, "message.queued", story->ticket,
                    str_format(p->mem, "{\"message\":%lld}", (long long)message.v), err));
    p->fill->outcome.messages++;
    if (!promises)
        TRY(stated_keep(&work, err));
    else
        TRY(turn_promise(&work, str_from(story->problem->promise), story->due, work.ticket.owner_id, message, NULL,
                         err));
    TRY(turn_answered(&work, message, kind == STEP_ANSWER_WAIT || kind == STEP_PROPOSE, err));
    if (kind == STEP_PROPOSE) {
        const struct proposal_draft draft = { .kind = PROPOSAL_SOLUTION, .text = text, .message = message,
                                              .by = work.ticket.owner_id, .listed_to_come = stated_open(&work) };
        TRY(proposal_add(&work, &draft, err));
    }
    p->fill->outcome.promises += promises;
    return turn_settle(&work, err);
}

static enum status note(struct playing *p, struct story *story, struct err *err)
{
    struct ticket ticket;
    int64_t id;
    if (story->problem->note == NULL)
        return STATUS_OK;
    TRY(ticket_load(p->tx, p->mem, story->ticket, &ticket, err));
    TRY(id_new(p->tx, &id, err));
    struct message message = { .id = { id },
                               .ticket_id = story->ticket,
                               .kind = MESSAGE_NOTE,
                               .direction = MESSAGE_INTERNAL,
                               .state = MESSAGE_KEPT,
                               .colleague_id = ticket.owner_id,
                               .text = str_from(story->problem->note),
                               .at_ms = p->tx->now };
    TRY(message_insert(p->tx, &message, err));
    p->fill->outcome.messages++;
    return journal_add(p->tx, (struct actor){ ACTOR_COLLEAGUE, ticket.owner_id.v }, "message.noted", story->ticket,
                       str_format(p->mem, "{\"message\":%lld}", (long long)id), err);
}

static struct str back_subject(struct playing *p, const struct story *story)
{
    return str_format(p->mem, "Re: %s", story->problem->subject);
}

static enum status customer_step(struct playing *p, struct story *story, enum step_kind kind, struct err *err)
{
    const char *text = kind == STEP_SOLVED ? story->problem->thanks : story->problem->more;
    message_id message;
    TRY(customer_message(p, story, back_subject(p, story), str_from(text), kind == STEP_SOLVED, &message, err));
    if (kind == STEP_SOLVED)
        return customer_says_solved(p->fill->app, p->tx, story->ticket, story->person, VIA_EMAIL, message, err);
    if (kind == STEP_NOT_YET)
        return customer_says_not_yet(p->fill->app, p->tx, story->ticket, story->person, message, err);
    return customer_wrote(p->fill->app, p->tx, story->ticket, story->person, message, err);
}

static enum status step_play(struct playing *p, struct story *story, enum step_kind kind, struct err *err)
{
    switch (kind) {
    case STEP_ARRIVE:
        return arrive(p, story, err);
    case STEP_ANSWER: case STEP_ANSWER_WAIT: case STEP_KEEP: case STEP_PROPOSE: case STEP_SORRY:
        return answer(p, story, kind, err);
    case STEP_MORE: case STEP_SOLVED: case STEP_NOT_YET:
        return customer_step(p, story, kind, err);
    case STEP_NOTE:
        return note(p, story, err);
    case STEP_END:
        break;
    }
    return STATUS_OK;
}

static bool is_ours(enum step_kind kind)
{
    return kind != STEP_MORE && kind != STEP_SOLVED && kind != STEP_NOT_YET;
}

/* Colleagues work while the shop is open; only what still goes on is played as the state at the end wants it, or a
 * demo made on a Sunday would show nothing but unanswered mail. */
static time_ms next_time(struct playing *p, const struct story *story, const struct step *next, time_ms at)
{
    time_ms wished = at + fill_between(p->fill->random, next->from_minutes, next->to_minutes) * MINUTE_MS, open;
    const struct calendar *hours = &desk_team(p->facts, p->fill->team)->calendar;
    if (!story->plan->ends || !is_ours(next->kind) || calendar_is_open(hours, wished)
        || calendar_next_open(hours, wished, &open, NULL) != STATUS_OK)
        return wished;
    return open + fill_between(p->fill->random, 1, 10) * MINUTE_MS;
}

/* ---- what the clock does ---- */

static enum status break_passed(struct playing *p, const struct story *story, struct err *err)
{
    struct turn work;
    bool broke = false;
    TRY(turn_open(&work, p->tx, p->mem, p->facts, (struct actor){ ACTOR_SYSTEM, 0 }, story->ticket, err));
    size_t known = work.promise_count;
    for (size_t i = 0; i < known; i++) {
        if (work.promises[i].state == PROMISE_OPEN && promise_has_passed(work.promises[i].due_ms, p->tx->now)) {
            TRY(turn_break(&work, &work.promises[i], err));
            broke = true;
        }
    }
    return broke ? turn_settle(&work, err) : STATUS_OK;
}

/* When the clock has to look at this ticket again. */
static enum status watch(struct playing *p, struct moment moment, struct err *err)
{
    struct ticket ticket;
    TRY(ticket_load(p->tx, p->mem, p->fill->stories[moment.story].ticket, &ticket, err));
    if (ticket.next_promise_id.v != 0 && ticket.next_due_ms < p->fill->now)
        moment_add(&p->moments, (struct moment){ ticket.next_due_ms + 1, moment.story, MOMENT_DUE });
    return STATUS_OK;
}

static enum status moment_play(struct playing *p, struct moment moment, struct err *err)
{
    struct story *story = &p->fill->stories[moment.story];
    enum silence_step silence;
    if (moment.kind == MOMENT_DUE) {
        TRY(break_passed(p, story, err));
        return watch(p, moment, err);
    }
    if (moment.kind == MOMENT_SILENCE) {
        TRY(proposal_silence(p->fill->app, p->tx, story->ticket, &silence, err));
        if (silence != SILENCE_REST && ++story->silences < SILENCES_MOST)
            moment_add(&p->moments, (struct moment){ moment.at + DAY_MS, moment.story, MOMENT_SILENCE });
        return STATUS_OK;
    }
    const struct step *step = &story->plan->steps[story->step], *next = step + 1;
    TRY(step_play(p, story, step->kind, err));
    story->step++;
    if (next->kind != STEP_END)
        moment_add(&p->moments, (struct moment){ next_time(p, story, next, moment.at), moment.story, MOMENT_STEP });
    else if (step->kind == STEP_PROPOSE)
        moment_add(&p->moments, (struct moment){ moment.at + DAY_MS, moment.story, MOMENT_SILENCE });
    return watch(p, moment, err);
}

/* ---- all of them ---- */

/* What was written in the past has left in the past. */
static enum status outbox_sent(struct tx *tx, struct err *err)
{
    TRY(query_run(tx, Q_FILL_MESSAGES_SENT, PARAMS({ "now", db_time(tx->now) }), NULL, err));
    TRY(query_run(tx, Q_FILL_RECIPIENTS_SENT, PARAMS({ "now", db_time(tx->now) }), NULL, err));
    return query_run(tx, Q_FILL_OUTBOX_SENT, PARAMS({ "now", db_time(tx->now) }), NULL, err);
}

static enum status some_play(struct playing *p, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    TRY(tx_begin_write(&tx, p->fill->app->db, err));
    TRY(desk_facts_get(p->fill->app, &tx, &facts, err));
    p->tx = &tx;
    p->facts = facts;
    for (int i = 0; i < STEPS_PER_COMMIT && p->moments.count > 0; i++) {
        struct moment moment = moment_take(&p->moments);
        if (moment.at > p->fill->now)
            continue; /* the story goes on after the end */
        tx.now = moment.at;
        TRY(moment_play(p, moment, err));
    }
    TRY(outbox_sent(&tx, err));
    return tx_commit(&tx, err);
}

/* In a demo each problem and each customer comes equally often, so that no list shows one of them again and again. */
static size_t spread(struct random *random, int64_t number, size_t count, bool bulk)
{
    return bulk ? (size_t)random_below(random, count) : (size_t)number % count;
}

static void stories_make(struct fill *fill, struct moments *moments, int64_t tickets, int64_t open_most, int64_t days)
{
    bool bulk = (size_t)tickets > demo_customer_count * 10;
    for (int64_t i = 0; i < tickets; i++) {
        struct story *story = &fill->stories[i];
        bool ends = i >= open_most;
        story->number = i;
        story->plan = fill_plan_choose(fill->random, ends, bulk);
        story->problem = &demo_problems[spread(fill->random, i, demo_problem_count, bulk)];
        story->taken = !bulk && !ends && i % 4 == 0;
        if (!bulk)
            story->customer = &demo_customers[spread(fill->random, i * 7, demo_customer_count, bulk)];
        const struct step *first = &story->plan->steps[0];
        int64_t ago = ends ? fill_between(fill->random, 20 * DAY, (20 + days) * DAY)
                           : fill_between(fill->random, first->from_minutes, first->to_minutes);
        moment_add(moments, (struct moment){ fill->now - ago * MINUTE_MS, (uint32_t)i, MOMENT_STEP });
    }
}

enum status fill_play(struct fill *fill, int64_t tickets, int64_t open_most, int64_t days, struct err *err)
{
    TALLOC_CTX *all = fill->stories;
    struct playing playing = { .fill = fill, .moments = { .mem = all } };
    fill->count = (size_t)tickets;
    stories_make(fill, &playing.moments, tickets, open_most, days);
    while (playing.moments.count > 0) {
        playing.mem = mem_need(talloc_new(all));
        enum status status = some_play(&playing, err);
        talloc_free(playing.mem);
        TRY(status);
    }
    return STATUS_OK;
}
