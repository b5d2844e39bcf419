#include "core/promise.h"

const char *const promise_kind_words[] = { "stated", "acknowledgement", "next_word", "apology" };
const char *const promise_state_words[] = { "open", "kept", "broken", "kept_late", "renewed", "released" };
const char *const promise_event_words[] = { "do", "pass", "renew", "release" };

const struct promise_move promise_moves[] = {
    /* from           event            to                */
    { PROMISE_OPEN,   PROMISE_DO,      PROMISE_KEPT      },
    { PROMISE_OPEN,   PROMISE_PASS,    PROMISE_BROKEN    },
    { PROMISE_OPEN,   PROMISE_RENEW,   PROMISE_RENEWED   },
    { PROMISE_OPEN,   PROMISE_RELEASE, PROMISE_RELEASED  },
    { PROMISE_BROKEN, PROMISE_DO,      PROMISE_KEPT_LATE },
};
const size_t promise_move_count = sizeof promise_moves / sizeof promise_moves[0];

/* Percent of the team's normal time. */
static const int64_t urgency_percent[URGENCY_COUNT] = {
    [URGENCY_LOW] = 200,
    [URGENCY_NORMAL] = 100,
    [URGENCY_HIGH] = 50,
};

enum status promise_next(enum promise_state from, enum promise_event event, enum promise_state *to, struct err *err)
{
    for (size_t i = 0; i < promise_move_count; i++) {
        if (promise_moves[i].from == from && promise_moves[i].event == event) {
            *to = promise_moves[i].to;
            return STATUS_OK;
        }
    }
    return FAIL(err, STATUS_CONFLICT, "promise.closed", "this promise is %s already", promise_state_words[from]);
}

bool promise_has_passed(time_ms due, time_ms now)
{
    return now > due;
}

bool promise_is_standing(enum promise_kind kind)
{
    return kind != PROMISE_STATED;
}

bool promise_kept_by_answer(enum promise_kind kind)
{
    return promise_is_standing(kind);
}

bool promise_counts_as_break(enum promise_state state, promise_id id, promise_id chain)
{
    return (state == PROMISE_BROKEN || state == PROMISE_KEPT_LATE) && id.v == chain.v;
}

enum status promise_check_renew(enum promise_state state, time_ms due, time_ms now, time_ms new_due, struct str why,
                                struct err *err)
{
    enum promise_state to;
    TRY(promise_next(state, PROMISE_RENEW, &to, err));
    if (promise_has_passed(due, now))
        return FAIL(err, STATUS_CONFLICT, "promise.passed",
                    "its time has passed; say sorry and give a new time instead");
    if (new_due <= now)
        return FAIL_FIELD(err, STATUS_INVALID, "promise.past", "due_ms", "the new time must be ahead");
    if (str_trim(why).len == 0)
        return FAIL_FIELD(err, STATUS_INVALID, "promise.why", "why", "say why, the customer is told");
    return STATUS_OK;
}

enum status promise_check_stated(struct str text, time_ms due, time_ms now, struct err *err)
{
    if (str_trim(text).len == 0)
        return FAIL_FIELD(err, STATUS_INVALID, "promise.text", "text", "say what you promise");
    if (due <= now)
        return FAIL_FIELD(err, STATUS_INVALID, "promise.past", "due_ms", "a promise needs a time ahead");
    return STATUS_OK;
}

/* The due time in CALENDAR, then in the calendar around it, then by the bare clock. */
static time_ms due_somehow(const struct calendar *calendar, time_ms now, span_ms span)
{
    for (; calendar != NULL; calendar = calendar->within) {
        time_ms due;
        if (calendar_due(calendar, now, span, &due, NULL) == STATUS_OK)
            return due;
    }
    return now + span;
}

bool promise_is_needed(const struct promise_facts *facts, const struct calendar *calendar,
                       const struct standing *standing, time_ms now, enum promise_kind *kind)
{
    if (facts->state != TICKET_OPEN || facts->turn == TURN_CUSTOMER)
        return false;
    if (facts->soonest_due != 0) {
        time_ms ceiling = due_somehow(calendar, now, standing->next_word * STANDING_CEILING_WORDS);
        if (facts->soonest_due <= ceiling)
            return false;
    }
    *kind = facts->acknowledged ? PROMISE_NEXT_WORD : PROMISE_ACKNOWLEDGEMENT;
    return true;
}

static span_ms standing_normal(const struct standing *standing, enum promise_kind kind, enum urgency urgency)
{
    span_ms normal = kind == PROMISE_NEXT_WORD ? standing->next_word : standing->acknowledgement;
    return normal * urgency_percent[urgency] / 100;
}

static span_ms standing_furthest(const struct standing *standing)
{
    return standing->next_word * STANDING_CEILING_WORDS;
}

enum standing_pile promise_pile(const struct standing *standing, enum promise_kind kind, enum urgency urgency, int64_t owed)
{
    span_ms work = owed * STANDING_PIECE_MINUTES * MINUTE_MS;
    if (work <= standing_normal(standing, kind, urgency))
        return PILE_SMALL;
    return work > STANDING_FLOOD * standing_furthest(standing) ? PILE_FLOOD : PILE_COUNTS;
}

struct standing_due promise_standing_due(const struct calendar *calendar, const struct standing *standing,
                                         enum promise_kind kind, enum urgency urgency, const struct standing_load *load,
                                         time_ms now)
{
    span_ms normal = standing_normal(standing, kind, urgency);
    span_ms manageable = load == NULL ? 0 : load->ahead * load->each, ceiling = standing_furthest(standing);
    if (manageable > ceiling)
        manageable = ceiling;
    struct standing_due out = { .gap = manageable > normal ? manageable - normal : 0 };
    out.due = due_somehow(calendar, now, normal + out.gap);
    return out;
}

time_ms promise_warn_at(const struct calendar *calendar, time_ms made, time_ms due)
{
    span_ms open = calendar_open_between(calendar, made, due);
    if (open == 0)
        return made;
    return due_somehow(calendar, made, open * PROMISE_WARN_PERCENT / 100);
}

time_ms promise_alarm_at(const struct calendar *calendar, time_ms warned, time_ms due)
{
    span_ms open = calendar_open_between(calendar, warned, due);
    return open == 0 ? 0 : due_somehow(calendar, warned, open * PROMISE_ALARM_PERCENT / 100);
}

time_ms promise_tell_at(const struct calendar *calendar, time_ms now, time_ms due)
{
    struct calendar_stretch stretch = { .from = now };
    for (; calendar != NULL && !calendar_stretch_after(calendar, now, &stretch); calendar = calendar->within)
        stretch.from = now;
    return stretch.from < due ? stretch.from : 0;
}

time_ms promise_follow_up_at(const struct calendar *calendar, const struct standing *standing, time_ms now)
{
    return due_somehow(calendar, now, standing->follow_up);
}
