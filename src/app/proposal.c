#include "app/proposal.h"

#include "app/resolution_internal.h"
#include "app/ticket_reply.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/words.h"

static const struct field alternative_input_fields[] = {
    FIELD(struct alternative_input, text, TEXT, REQUIRED, LIMIT_LINE_BYTES),
    FIELD(struct alternative_input, detail, TEXT, OPTIONAL, LIMIT_LINE_BYTES),
    FIELD(struct alternative_input, by_text, TEXT, OPTIONAL, LIMIT_NAME_BYTES),
};
const struct shape alternative_input_shape =
    SHAPE("AlternativeInput", struct alternative_input, alternative_input_fields);

/* ---- alternatives (R1) ---- */

static colleague_id other_leader_of_desk(const struct desk_facts *facts, colleague_id owner, colleague_id by)
{
    for (size_t i = 0; i < facts->colleague_count; i++) {
        const struct colleague *c = &facts->colleagues[i].colleague;
        if (c->state == COLLEAGUE_ACTIVE && c->role == ROLE_LEADER && c->id.v != owner.v && c->id.v != by.v)
            return c->id;
    }
    return (colleague_id){ 0 };
}

colleague_id proposal_second_look(const struct desk_facts *facts, TALLOC_CTX *mem, team_id team, colleague_id owner,
                                  colleague_id by)
{
    struct list leaders = desk_leaders(facts, team, mem);
    const colleague_id *ids = leaders.items;
    for (size_t i = 0; i < leaders.count; i++) {
        if (ids[i].v != owner.v && ids[i].v != by.v)
            return ids[i];
    }
    return other_leader_of_desk(facts, owner, by);
}

static struct alternative second_look(const struct turn *work, colleague_id leader)
{
    struct value *data = value_object(work->mem);
    value_set_text(data, "leader", desk_public_name(work->facts, leader));
    return (struct alternative){
        .text = words_text(work->mem, work->ticket.language, "refusal.second_look", data),
        .detail = words_text(work->mem, work->ticket.language, "refusal.second_look_detail", data),
        .leader_id = leader,
    };
}

enum status proposal_alternatives(const struct turn *work, enum proposal_kind kind, const struct list *inputs,
                                  colleague_id by, struct list *out, struct err *err)
{
    const struct alternative_input *in = inputs->items;
    struct alternative *all = MEM_ARRAY(work->mem, struct alternative, inputs->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < inputs->count; i++) {
        struct alternative one = { .text = str_trim(in[i].text), .detail = str_trim(in[i].detail),
                                   .by_text = str_trim(in[i].by_text) };
        if (one.text.len == 0)
            return FAIL_FIELD(err, STATUS_INVALID, "proposal.alternative", "alternatives",
                              "say what the customer can choose");
        all[count++] = one;
    }
    if (kind == PROPOSAL_REFUSAL) {
        const struct ticket *ticket = &work->ticket;
        colleague_id leader = proposal_second_look(work->facts, work->mem, ticket->team_id, ticket->owner_id, by);
        if (leader.v != 0)
            all[count++] = second_look(work, leader);
    }
    *out = (struct list){ all, count };
    return STATUS_OK;
}

/* ---- the text ---- */

static bool is_kept(const struct list *kept, promise_id promise)
{
    const struct id_input *ids = kept->items;
    for (size_t i = 0; i < kept->count; i++) {
        if (ids[i].id == promise.v)
            return true;
    }
    return false;
}

static void add_line(struct buf *out, struct str text, struct str detail, struct str when)
{
    buf_addf(out, "\n- **" STR_FMT "**", STR_ARG(text));
    if (detail.len > 0)
        buf_addf(out, ". " STR_FMT, STR_ARG(detail));
    if (when.len > 0)
        buf_addf(out, " (" STR_FMT ")", STR_ARG(when));
}

static void add_heading(const struct turn *work, struct buf *out, const char *key)
{
    buf_addf(out, "\n\n" STR_FMT "\n", STR_ARG(words_text(work->mem, work->ticket.language, key, NULL)));
}

static size_t add_still_to_come(const struct turn *work, struct buf *out, const struct list *kept)
{
    const struct team_facts *team = desk_team(work->facts, work->ticket.team_id);
    size_t count = 0;
    for (size_t i = 0; i < work->promise_count; i++) {
        const struct promise *promise = &work->promises[i];
        if (promise->state != PROMISE_OPEN || promise->kind != PROMISE_STATED || is_kept(kept, promise->id))
            continue;
        if (count++ == 0)
            add_heading(work, out, "proposal.to_come");
        add_line(out, promise->text, STR(""),
                 words_when_written(work->mem, work->ticket.language, &team->zone, promise->due_ms));
    }
    return count;
}

enum status proposal_text(const struct turn *work, struct str text, const struct list *alternatives,
                          const struct list *kept, struct str *out, size_t *to_come, struct err *err)
{
    const struct alternative *all = alternatives->items;
    struct buf whole;
    buf_init(&whole, work->mem, LIMIT_REPLY_BODY_BYTES);
    buf_add(&whole, text);
    if (alternatives->count > 0)
        add_heading(work, &whole, "refusal.instead");
    for (size_t i = 0; i < alternatives->count; i++)
        add_line(&whole, all[i].text, all[i].detail, all[i].by_text);
    if (alternatives->count > 0)
        add_heading(work, &whole, "refusal.choose");
    *to_come = add_still_to_come(work, &whole, kept);
    return buf_end(&whole, "reply.too_long", out, err);
}

/* ---- the proposal ---- */

static size_t open_stated(const struct turn *work)
{
    size_t count = 0;
    for (size_t i = 0; i < work->promise_count; i++)
        count += work->promises[i].kind == PROMISE_STATED && work->promises[i].state == PROMISE_OPEN;
    return count;
}

time_ms proposal_in_hours(const struct turn *work, time_ms at)
{
    time_ms open = at;
    return calendar_next_open(&desk_team(work->facts, work->ticket.team_id)->calendar, at, &open, NULL) == STATUS_OK ? open : at;
}

enum status proposal_add(struct turn *work, const struct proposal_draft *draft, struct err *err)
{
    struct proposal before;
    bool have;
    const struct proposal_words words = { .kind = draft->kind,
                                          .text = draft->text,
                                          .alternatives = draft->alternatives.count,
                                          .open_stated = open_stated(work),
                                          .listed_to_come = draft->listed_to_come };
    TRY(resolution_check_proposal((enum ticket_state)work->ticket.state, &words, err));
    TRY(proposal_open_load(work->tx, work->mem, work->ticket.id, &before, &have, err));
    if (have)
        TRY(proposal_end(work, &before, PROPOSAL_WITHDRAWN, "proposal.withdrawn", err));

    const struct team *team = &desk_team(work->facts, work->ticket.team_id)->team;
    struct silence silence = resolution_silence(work->tx->now, team->reminder_ms, team->notice_ms, draft->notice_ms);
    silence.remind = proposal_in_hours(work, silence.remind);
    if (draft->notice_ms == 0)
        silence.rest = proposal_in_hours(work, silence.rest);
    int64_t id;
    TRY(id_new(work->tx, &id, err));
    struct proposal proposal = {
        .id = { id },
        .ticket_id = work->ticket.id,
        .kind = (int)draft->kind,
        .text = draft->text,
        .message_id = draft->message,
        .made_by_id = draft->by,
        .made_ms = work->tx->now,
        .remind_ms = silence.remind,
        .rest_ms = silence.rest,
        .look_ms = silence.remind,
    };
    TRY(proposal_insert(work->tx, &proposal, draft->alternatives.items, draft->alternatives.count, err));
    work->ticket.state = TICKET_PROPOSED;
    turn_wait_until(work, silence.remind, words_text(work->mem, work->ticket.language, "next.proposal", NULL));
    return journal_add(
        work->tx, work->actor, "proposal.made", work->ticket.id,
        str_format(work->mem, "{\"proposal\":%lld,\"kind\":\"%s\"}", (long long)id, proposal_kind_words[draft->kind]),
        err);
}

