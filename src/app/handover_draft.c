#include "app/handover.h"

#include "app/hop.h"
#include "app/may.h"
#include "app/ticket_turn.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/words.h"
#include "store/handover_store.h"
#include "store/person_store.h"

enum { EXCERPT_BYTES = 400 }; /* of the customer's last words, in a prefilled summary */

static const struct field reason_view_fields[] = {
    FIELD(struct reason_view, key, TEXT, REQUIRED, 0),
    FIELD(struct reason_view, text, TEXT, REQUIRED, 0),
};
const struct shape reason_view_shape = SHAPE("HandoverReason", struct reason_view, reason_view_fields);

static const struct field candidate_view_fields[] = {
    FIELD_OF_ID(struct candidate_view, id, REQUIRED),
    FIELD(struct candidate_view, name, TEXT, REQUIRED, 0),
    FIELD(struct candidate_view, about, TEXT, REQUIRED, 0),
    FIELD(struct candidate_view, presence, TEXT, REQUIRED, 0),
    FIELD(struct candidate_view, note, TEXT, REQUIRED, 0),
    FIELD(struct candidate_view, open, INT, REQUIRED, 0),
    FIELD(struct candidate_view, due_today, INT, REQUIRED, 0),
    FIELD(struct candidate_view, capacity, INT, REQUIRED, 0),
};
const struct shape candidate_view_shape = SHAPE("HandoverCandidate", struct candidate_view, candidate_view_fields);

static const struct field handover_draft_fields[] = {
    FIELD_OF_LIST(struct handover_draft, reasons, 0, 0, &reason_view_shape),
    FIELD_OF_LIST(struct handover_draft, candidates, 0, 0, &candidate_view_shape),
    FIELD_OF_LIST(struct handover_draft, promises, 0, 0, &promise_view_shape),
    FIELD(struct handover_draft, person_name, TEXT, REQUIRED, 0),
    FIELD(struct handover_draft, summary, TEXT, REQUIRED, 0),
    FIELD(struct handover_draft, customer_text, TEXT, REQUIRED, 0),
    FIELD(struct handover_draft, person_number, INT, REQUIRED, 0),
    FIELD(struct handover_draft, needs_leader, BOOL, REQUIRED, 0),
    FIELD(struct handover_draft, leader_names, TEXT, REQUIRED, 0),
    FIELD(struct handover_draft, allowed_by, TEXT, 0, 0),
    FIELD(struct handover_draft, expires_ms, TIME, REQUIRED, 0),
};
const struct shape handover_draft_shape = SHAPE("HandoverDraft", struct handover_draft, handover_draft_fields);

struct draft {
    struct tx *tx;
    TALLOC_CTX *mem;
    const struct desk_facts *facts;
    struct turn *work;
    struct str language; /* of the colleague who reads it */
};

static void reasons(const struct draft *draft, struct handover_draft *out)
{
    struct reason_view *views = MEM_ARRAY(draft->mem, struct reason_view, handover_reason_count);
    for (size_t i = 0; i < handover_reason_count; i++) {
        char *key = talloc_asprintf(draft->mem, "handover.reason.%s", handover_reasons[i].key);
        struct str text = words_text(draft->mem, draft->language, mem_need(key), NULL);
        bool unknown = str_equal(text, str_from(key));
        views[i] = (struct reason_view){ str_from(handover_reasons[i].key),
                                         unknown ? str_from(handover_reasons[i].text) : text };
    }
    out->reasons = (struct list){ views, handover_reason_count };
}

static void promises(const struct draft *draft, struct handover_draft *out)
{
    struct promise_view *views = MEM_ARRAY(draft->mem, struct promise_view, draft->work->promise_count);
    size_t count = 0;
    for (size_t i = 0; i < draft->work->promise_count; i++) {
        const struct promise *p = &draft->work->promises[i];
        views[count++] = (struct promise_view){
            .id = p->id.v,
            .kind = str_from(promise_kind_words[p->kind]),
            .text = p->text,
            .state = str_from(promise_state_words[p->state]),
            .made_by_name = desk_name(draft->facts, p->made_by_id),
            .renewed_why = p->renewed_why,
            .due_ms = p->due_ms,
            .made_ms = p->made_ms,
            .closed_ms = p->closed_ms,
            .kept_late_ms = p->kept_late_ms,
            .renewals = p->renewals,
            .message_id = p->message_id.v,
        };
    }
    out->promises = (struct list){ views, count };
}

/* "here until 17:00", "back Tuesday 09:00": what one wants to know before asking. */
static struct str note_on(const struct draft *draft, const struct colleague_facts *colleague)
{
    time_ms now = draft->tx->now;
    const struct calendar *duty = desk_duty(draft->facts, draft->work->ticket.team_id, colleague->colleague.id);
    struct calendar_stretch stretch;
    if (duty == NULL || !calendar_stretch_after(duty, now, &stretch))
        return STR("");
    bool here = stretch.from <= now;
    struct value *data = value_object(draft->mem);
    value_set_text(data, "when",
                   words_when(draft->mem, draft->language, &draft->facts->zone, here ? stretch.to : stretch.from, now));
    return words_text(draft->mem, draft->language, here ? "duty.until" : "duty.from", data);
}

static int64_t workload_of(const struct list *workloads, colleague_id id)
{
    const struct workload *rows = workloads->items;
    for (size_t i = 0; i < workloads->count; i++)
        if (rows[i].colleague_id.v == id.v)
            return rows[i].open;
    return 0;
}

static int64_t due_of(const struct list *counts, colleague_id id)
{
    const struct due_count *rows = counts->items;
    for (size_t i = 0; i < counts->count; i++)
        if (rows[i].owner_id.v == id.v)
            return rows[i].count;
    return 0;
}

static time_ms end_of_today(const struct draft *draft)
{
    struct local_time day = zone_local(&draft->facts->zone, draft->tx->now);
    day.day++;
    day.hour = day.minute = day.second = 0;
    return zone_utc(&draft->facts->zone, day) - 1;
}

/* The team first, then whoever else works here: no role costs a seat. */
static enum status candidates(const struct draft *draft, struct handover_draft *out, struct err *err)
{
    struct list workloads, dues;
    const struct ticket *ticket = &draft->work->ticket;
    TRY(workload_all(draft->tx, draft->mem, &workloads, err));
    TRY(due_counts(draft->tx, draft->mem, ticket->team_id, end_of_today(draft), &dues, err));
    struct candidate_view *views = MEM_ARRAY(draft->mem, struct candidate_view, draft->facts->colleague_count);
    size_t count = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < draft->facts->colleague_count; i++) {
            const struct colleague_facts *found = &draft->facts->colleagues[i];
            const struct colleague *c = &found->colleague;
            bool member = desk_is_member(draft->facts, ticket->team_id, c->id, NULL);
            if (c->state != COLLEAGUE_ACTIVE || c->id.v == ticket->owner_id.v || member != (pass == 0))
                continue;
            views[count++] = (struct candidate_view){
                .id = c->id, .name = str_copy(draft->mem, c->name), .about = str_copy(draft->mem, c->about), .note = note_on(draft, found),
                .presence = str_from(presence_words[desk_presence(found, draft->tx->now)]),
                .open = workload_of(&workloads, c->id), .due_today = due_of(&dues, c->id), .capacity = c->capacity,
            };
        }
    }
    out->candidates = (struct list){ views, count };
    return STATUS_OK;
}

/* What the receiver reads first: the problem, the customer's last words, what was promised. */
static enum status summary(const struct draft *draft, const struct person *person, struct str *out, struct err *err)
{
    struct str words;
    struct buf text;
    TRY(last_words_of_customer(draft->tx, draft->mem, draft->work->ticket.id, &words, err));
    buf_init(&text, draft->mem, LIMIT_PARAGRAPH_BYTES);
    buf_add(&text, draft->work->ticket.subject);
    words = str_trim(words);
    if (words.len > 0) {
        struct str excerpt = utf8_clip(words, EXCERPT_BYTES);
        buf_addf(&text, "\n\n" STR_FMT ": “" STR_FMT "%s”",
                 STR_ARG(person->name.len > 0 ? person->name : person->address), STR_ARG(excerpt),
                 excerpt.len < words.len ? " …" : "");
    }
    for (size_t i = 0; i < draft->work->promise_count; i++) {
        const struct promise *p = &draft->work->promises[i];
        if (p->state != PROMISE_OPEN || p->kind != PROMISE_STATED)
            continue;
        struct str when = words_when(draft->mem, draft->language, &draft->facts->zone, p->due_ms, draft->tx->now);
        buf_addf(&text, "\n- " STR_FMT ": " STR_FMT, STR_ARG(when), STR_ARG(p->text));
    }
    return buf_end(&text, "handover.summary", out, err);
}

/* The writer's screen shows the name at once where the mark stands; the offer fills what is left of them. */
static struct str customer_text(const struct draft *draft)
{
    struct value *data = value_object(draft->mem);
    value_set_text(data, "name", STR(HANDOVER_NAME_MARK));
    return words_text(draft->mem, draft->work->ticket.language, "handover.customer_text", data);
}

/* Whose yes the next hop needs, and whether it is there (O6). */
static enum status leader(const struct draft *draft, const struct who *who, struct handover_draft *out, struct err *err)
{
    const struct ticket *ticket = &draft->work->ticket;
    colleague_id consent;
    TRY(hop_consent_of(draft->tx, draft->mem, draft->facts, who, ticket, false, &consent, err));
    bool needed = handover_needs_leader(ticket->hops, false, ticket->acknowledged_ms != 0);
    out->needs_leader = needed && consent.v == 0;
    out->allowed_by = consent.v == 0 ? STR_NONE : str_copy(draft->mem, desk_name(draft->facts, consent));
    out->leader_names = desk_leader_names(draft->facts, ticket->team_id, draft->mem);
    return STATUS_OK;
}

enum status handover_draft(struct app *app, TALLOC_CTX *mem, const struct who *who, ticket_id ticket,
                           struct handover_draft *out, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct turn work;
    struct person person;
    struct handover_draft made = { 0 };
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(may(&tx, who, ACTION_HANDOVER_OFFER, ticket, err));
    TRY(desk_facts_get(app, &tx, &facts, err));
    TRY(turn_open(&work, &tx, mem, facts, who_actor(who), ticket, err));
    TRY(person_load(&tx, mem, work.ticket.person_id, &person, err));
    const struct colleague_facts *reader = desk_colleague(facts, who->colleague);
    const struct draft draft = { &tx, mem, facts, &work,
                                 reader == NULL ? facts->language : reader->colleague.language };
    TRY(leader(&draft, who, &made, err));
    reasons(&draft, &made);
    promises(&draft, &made);
    TRY(candidates(&draft, &made, err));
    TRY(summary(&draft, &person, &made.summary, err));
    made.customer_text = customer_text(&draft);
    made.person_name = person.name;
    made.person_number = work.ticket.hops + 2;
    made.expires_ms = handover_expires_at(&desk_team(facts, work.ticket.team_id)->calendar, tx.now, 0);
    *out = made;
    return STATUS_OK;
}
