#include "app/ticket_events.h"

#include "base/mem.h"
#include "core/handover.h"
#include "core/promise.h"
#include "store/copy_store.h"

enum { EVENT_ROWS = 10000, OVERRULES = 100 }; /* as in the statements */

struct event_row { int64_t seq; time_ms at_ms; struct str kind, data; int actor_kind; int64_t actor_id; };
static const struct field event_row_fields[] = {
    FIELD(struct event_row, seq, INT, 0, 0),
    FIELD(struct event_row, at_ms, TIME, 0, 0),
    FIELD(struct event_row, kind, TEXT, 0, 0),
    FIELD(struct event_row, data, TEXT, 0, 0),
    FIELD_OF_WORDS(struct event_row, actor_kind, 0, actor_kind_words, ACTOR_KIND_COUNT),
    FIELD(struct event_row, actor_id, INT, 0, 0),
};
static const struct shape event_row_shape = SHAPE("EventRow", struct event_row, event_row_fields);

/* The id behind KEY in an entry that we wrote ourselves: flat, without spaces; 0 when there is none. */
static int64_t id_in(struct str data, struct str key)
{
    size_t at = str_find(data, key, 0);
    if (at == SIZE_MAX)
        return 0;
    int64_t id = 0;
    for (size_t i = at + key.len; i < data.len && data.ptr[i] >= '0' && data.ptr[i] <= '9'; i++)
        id = id * 10 + (data.ptr[i] - '0');
    return id;
}

/* The word behind KEY, likewise; "" when there is none. */
static struct str word_in(struct str data, struct str key)
{
    size_t at = str_find(data, key, 0);
    size_t end = at == SIZE_MAX ? SIZE_MAX : str_find(data, STR("\""), at + key.len);
    return end == SIZE_MAX ? STR("") : str_slice(data, at + key.len, end - at - key.len);
}

static struct str promise_text(const struct list *promises, int64_t id)
{
    const struct promise_view *promise = promises->items;
    for (size_t i = 0; i < promises->count; i++) {
        if (promise[i].id == id)
            return promise[i].text;
    }
    return STR("");
}

static struct str alternative_text(const struct list *proposals, int64_t id)
{
    const struct proposal_view *proposal = proposals->items;
    for (size_t i = 0; i < proposals->count; i++) {
        const struct alternative_view *one = proposal[i].alternatives.items;
        for (size_t k = 0; k < proposal[i].alternatives.count; k++) {
            if (one[k].id == id)
                return one[k].text;
        }
    }
    return STR("");
}

/* Why a leader named another owner: the journal holds no words, the row of ownership does. */
struct overrule_reason { int64_t id; struct str reason; };
static const struct field overrule_reason_fields[] = {
    FIELD(struct overrule_reason, id, INT, 0, 0),
    FIELD(struct overrule_reason, reason, TEXT, 0, 0),
};
static const struct shape overrule_reason_shape = SHAPE("OverruleReason", struct overrule_reason, overrule_reason_fields);

/* By which of the ways that nobody accepts ownership moved; NULL: by another. */
static const char *moved_unasked(const struct event_row *row)
{
    static const char *const kinds[OWNER_WAY_COUNT] = {
        [OWNER_OVERRULE] = "owner.moved.overrule", [OWNER_LOAN_RETURN] = "owner.moved.loan_return",
    };
    if (!str_equal(row->kind, STR("owner.moved")))
        return NULL;
    struct str way = word_in(row->data, STR("\"way\":\""));
    for (int i = 0; i < OWNER_WAY_COUNT; i++) {
        if (kinds[i] != NULL && str_equal(way, str_from(owner_way_words[i])))
            return kinds[i];
    }
    return NULL;
}

/* Asked only where the story tells of one. */
static enum status reasons_find(struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, const struct list *rows, struct list *out,
                                struct err *err)
{
    const struct event_row *row = rows->items;
    *out = (struct list){ NULL, 0 };
    for (size_t i = 0; i < rows->count; i++) {
        if (moved_unasked(&row[i]) != NULL)
            return query_list(tx, mem, Q_OVERRULE_REASONS, PARAMS({ "ticket_id", db_id(ticket.v) }), &overrule_reason_shape,
                              OVERRULES, out, err);
    }
    return STATUS_OK;
}

static struct str reason_of(const struct list *reasons, int64_t ownership)
{
    const struct overrule_reason *reason = reasons->items;
    for (size_t i = 0; i < reasons->count; i++) {
        if (reason[i].id == ownership)
            return reason[i].reason;
    }
    return STR("");
}

/* What a line names beside people: a promise, what was chosen, what was proposed or said. */
static struct str event_text(const struct ticket_view *ticket, const struct event_row *row)
{
    int64_t promise = id_in(row->data, STR("\"promise\":")), alternative = id_in(row->data, STR("\"alternative\":"));
    if (promise != 0)
        return promise_text(&ticket->promises, promise);
    if (alternative != 0)
        return alternative_text(&ticket->proposals, alternative);
    return str_starts(row->kind, STR("proposal.")) ? word_in(row->data, STR("\"kind\":\""))
                                                   : word_in(row->data, STR("\"word\":\""));
}

static bool is_about_copy(struct str kind)
{
    return str_starts(kind, STR("copy."));
}

static struct str copy_name(const struct list *copies, int64_t person)
{
    const struct ticket_copy *copy = copies->items;
    for (size_t i = 0; i < copies->count; i++) {
        if (copy[i].person_id.v == person)
            return copy[i].name.len > 0 ? copy[i].name : copy[i].address;
    }
    return STR("");
}

/* Whom else a line names: a colleague, or who is in copy. */
static struct str other_name(const struct desk_facts *facts, const struct list *copies, const struct event_row *row)
{
    if (is_about_copy(row->kind))
        return copy_name(copies, id_in(row->data, STR("\"person\":")));
    return desk_name(facts, (colleague_id){ id_in(row->data, STR("\"to\":")) });
}

/* Asked only where the story tells of one: most tickets have none. */
static enum status copies_find(struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, const struct list *rows, struct list *out,
                               struct err *err)
{
    const struct event_row *row = rows->items;
    *out = (struct list){ NULL, 0 };
    for (size_t i = 0; i < rows->count; i++) {
        if (is_about_copy(row[i].kind))
            return copies_ever(tx, mem, ticket, out, err);
    }
    return STATUS_OK;
}

static struct str actor_name(const struct desk_facts *facts, const struct ticket_view *ticket,
                             const struct event_row *row)
{
    if (row->actor_kind == ACTOR_COLLEAGUE)
        return desk_name(facts, (colleague_id){ row->actor_id });
    return row->actor_kind == ACTOR_CUSTOMER ? ticket->person_name : STR("");
}

/* What is shown as a line between the messages. */
static const char *const shown_kinds[] = {
    "owner.moved", "handover.offered", "handover.accepted", "handover.declined", "handover.withdrawn",
    "handover.expired", "promise.kept", "promise.broken", "promise.kept_late", "promise.renewed",
    "promise.released", "ticket.acknowledged", "ticket.resolved", "ticket.reopened", "ticket.followed_up",
    "proposal.made", "proposal.reminded", "proposal.noticed", "proposal.refused", "proposal.silent",
    "proposal.withdrawn", "proposal.chosen", "page.decided", "word.recorded", "hop.alarmed", "hop.asked", "hop.allowed",
    "promise.warned", "promise.alarmed", "spam.asked", "spam.withdrawn", "ticket.spam", "ticket.spam_undone",
    "copy.added", "copy.removed", "message.delivered", "message.held", "message.sent_now", "message.undone",
};

static bool is_shown(struct str kind)
{
    for (size_t i = 0; i < sizeof shown_kinds / sizeof shown_kinds[0]; i++) {
        if (str_equal(kind, str_from(shown_kinds[i])))
            return true;
    }
    return false;
}

enum status ticket_events_read(struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts, struct ticket_view *ticket,
                               struct err *err)
{
    struct list rows, copies, reasons;
    TRY(query_list(tx, mem, Q_TICKET_EVENTS, PARAMS({ "ticket_id", db_id(ticket->id.v) }), &event_row_shape, EVENT_ROWS, &rows,
                   err));
    TRY(copies_find(tx, mem, ticket->id, &rows, &copies, err));
    TRY(reasons_find(tx, mem, ticket->id, &rows, &reasons, err));
    const struct event_row *row = rows.items;
    struct event_view *events = MEM_ARRAY(mem, struct event_view, rows.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < rows.count; i++) {
        if (!is_shown(row[i].kind))
            continue;
        const char *unasked = moved_unasked(&row[i]);
        events[count++] = (struct event_view){
            .seq = row[i].seq, .at_ms = row[i].at_ms, .kind = unasked == NULL ? row[i].kind : str_from(unasked),
            .actor_name = str_copy(mem, actor_name(facts, ticket, &row[i])),
            .other_name = str_copy(mem, other_name(facts, &copies, &row[i])),
            .text = unasked == NULL ? event_text(ticket, &row[i]) : reason_of(&reasons, id_in(row[i].data, STR("\"ownership\":"))),
        };
    }
    ticket->events = (struct list){ events, count };
    return STATUS_OK;
}

/* ---- what a writer has missed (G8) ---- */

/* Whose entry it must be to matter: nobody's own but an answer. */
enum whose { STATED_BY_ANOTHER, BY_ANYBODY_ELSE, BY_MYSELF_TOO };

static const struct missed_kind {
    const char *kind;
    enum whose whose;
} missed_kinds[] = {
    { "message.received", BY_ANYBODY_ELSE },  { "message.queued", BY_MYSELF_TOO },
    { "message.noted", BY_ANYBODY_ELSE },     { "owner.moved", BY_ANYBODY_ELSE },
    { "ticket.resolved", BY_ANYBODY_ELSE },   { "ticket.reopened", BY_ANYBODY_ELSE },
    { "ticket.merged", BY_ANYBODY_ELSE },     { "ticket.spam", BY_ANYBODY_ELSE },
    { "ticket.spam_undone", BY_ANYBODY_ELSE }, { "proposal.made", BY_ANYBODY_ELSE },
    { "proposal.accepted", BY_ANYBODY_ELSE }, { "proposal.refused", BY_ANYBODY_ELSE },
    { "promise.made", STATED_BY_ANOTHER },     { "promise.kept", STATED_BY_ANOTHER },
    { "promise.kept_late", STATED_BY_ANOTHER }, { "promise.renewed", STATED_BY_ANOTHER },
    { "promise.released", STATED_BY_ANOTHER },
};

static bool matters(const struct who *who, const struct event_row *row)
{
    bool mine = row->actor_kind == (int)who->kind && row->actor_id == who->colleague.v;
    for (size_t i = 0; i < sizeof missed_kinds / sizeof missed_kinds[0]; i++) {
        if (!str_equal(row->kind, str_from(missed_kinds[i].kind)))
            continue;
        switch (missed_kinds[i].whose) {
        case STATED_BY_ANOTHER: /* what stands by the team's rule comes and goes with answers */
            return !mine && row->actor_kind != ACTOR_SYSTEM
                   && str_equal(word_in(row->data, STR("\"kind\":\"")), str_from(promise_kind_words[PROMISE_STATED]));
        case BY_ANYBODY_ELSE:
            return !mine;
        case BY_MYSELF_TOO:
            return true;
        }
    }
    return false;
}

static bool was_taken_back(const struct event_row *rows, size_t count, int64_t message)
{
    for (size_t i = 0; i < count; i++) {
        if (str_equal(rows[i].kind, STR("message.undone")) && id_in(rows[i].data, STR("\"message\":")) == message)
            return true;
    }
    return false;
}

enum status ticket_missed(struct tx *tx, TALLOC_CTX *mem, const struct who *who, ticket_id ticket, int64_t seq,
                          bool *missed, struct err *err)
{
    struct list list;
    TRY(query_list(tx, mem, Q_TICKET_EVENTS_AFTER, PARAMS({ "ticket_id", db_id(ticket.v) }, { "seq", db_int(seq) }),
                   &event_row_shape, EVENT_ROWS, &list, err));
    const struct event_row *rows = list.items;
    *missed = false;
    for (size_t i = 0; i < list.count && !*missed; i++) {
        int64_t message = str_starts(rows[i].kind, STR("message.")) ? id_in(rows[i].data, STR("\"message\":")) : 0;
        *missed = matters(who, &rows[i]) && (message == 0 || !was_taken_back(rows, list.count, message));
    }
    return STATUS_OK;
}
