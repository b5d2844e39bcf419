#include "core/handover.h"

#include "core/tokens.h"

const char *const handover_state_words[] = { "offered", "accepted", "declined", "withdrawn", "expired" };
const char *const owner_way_words[] = { "created",  "handover",   "loan_return", "cover",   "dealt",
                                        "overrule", "protection", "wish",        "imported" };

const struct handover_move handover_moves[] = {
    /* from              event              to                  moves the owner */
    { HANDOVER_OFFERED,  HANDOVER_ACCEPT,   HANDOVER_ACCEPTED,  true  },
    { HANDOVER_OFFERED,  HANDOVER_DECLINE,  HANDOVER_DECLINED,  false },
    { HANDOVER_OFFERED,  HANDOVER_WITHDRAW, HANDOVER_WITHDRAWN, false },
    { HANDOVER_OFFERED,  HANDOVER_EXPIRE,   HANDOVER_EXPIRED,   false },
};
const size_t handover_move_count = sizeof handover_moves / sizeof handover_moves[0];

const struct handover_reason handover_reasons[] = {
    /* key        text                        needs text */
    { "skill",    "Knows this problem best",  false },
    { "person",   "Knows this customer",      false },
    { "language", "Speaks their language",    false },
    { "time",     "Is there when I am away",  false },
    { "part",     "Has the part in hand",     false },
    { "decide",   "Can decide on the spot",   false },
    { "near",     "Can come by",              false },
    { "promise",  "Promised it to them",      false },
    { "other",    "Something else that helps", true  },
};
const size_t handover_reason_count = sizeof handover_reasons / sizeof handover_reasons[0];

static const char *const no_reasons[] = {
    /* en */
    "not my department", "not our department", "not my job", "not my code", "not my problem", "not my task",
    "not my area", "not my team", "not my ticket", "not my responsibility", "not mine", "not our job",
    "not our problem", "not our responsibility", "wrong department", "wrong team", "don't know who",
    "someone else's job", "somebody else's job", "somebody else's problem", "someone else's problem", "not responsible",
    /* de */
    "nicht meine abteilung", "nicht unsere abteilung", "nicht mein job", "nicht meine aufgabe", "nicht mein problem",
    "nicht mein bereich", "nicht zustandig", "nicht mein code", "falsche abteilung",
    /* fr */
    "pas mon service", "pas notre service", "pas mon probleme", "pas mon travail", "pas mon domaine",
    "pas de mon ressort", "pas mon code", "mauvais service",
    /* es */
    "no es mi departamento", "no es nuestro departamento", "no es mi problema", "no es mi trabajo", "no es mi codigo",
    "no me corresponde", "no me toca",
};

enum status handover_next(enum handover_state from, enum handover_event event, time_ms expires, time_ms now,
                          enum handover_state *to, struct err *err)
{
    if (from == HANDOVER_OFFERED && event != HANDOVER_EXPIRE && now > expires)
        from = HANDOVER_EXPIRED;
    for (size_t i = 0; i < handover_move_count; i++) {
        if (handover_moves[i].from == from && handover_moves[i].event == event) {
            *to = handover_moves[i].to;
            return STATUS_OK;
        }
    }
    return FAIL(err, STATUS_CONFLICT, "handover.answered", "this offer was %s already", handover_state_words[from]);
}

const struct handover_reason *handover_reason_find(struct str key)
{
    for (size_t i = 0; i < handover_reason_count; i++)
        if (str_equal(key, str_from(handover_reasons[i].key)))
            return &handover_reasons[i];
    return NULL;
}

bool handover_is_no_reason(TALLOC_CTX *mem, struct str text)
{
    struct tokens tokens = tokens_of(mem, text);
    for (size_t at = 0; at < tokens.count; at++)
        for (size_t i = 0; i < sizeof no_reasons / sizeof no_reasons[0]; i++)
            if (tokens_match(&tokens, at, no_reasons[i]) > 0)
                return true;
    return false;
}

static bool is_empty(struct str text)
{
    return str_trim(text).len == 0;
}

static enum status check_words(const struct handover_words *words, TALLOC_CTX *mem, struct err *err)
{
    const struct handover_reason *reason = handover_reason_find(words->reason);
    if (reason == NULL)
        return FAIL_FIELD(err, STATUS_INVALID, "handover.reason", "reason", "choose what the customer gains by it");
    if (reason->needs_text && is_empty(words->reason_text))
        return FAIL_FIELD(err, STATUS_INVALID, "handover.reason", "reason_text", "say what the customer gains by it");
    if (handover_is_no_reason(mem, words->reason_text))
        return FAIL_FIELD(err, STATUS_INVALID, "handover.no_reason", "reason_text",
                          "say what the customer gains; whose job it is, is no reason");
    if (is_empty(words->summary))
        return FAIL_FIELD(err, STATUS_INVALID, "handover.summary", "summary",
                          "a summary is needed, so that the customer repeats nothing");
    if (is_empty(words->customer_text))
        return FAIL_FIELD(err, STATUS_INVALID, "handover.customer_text", "customer_text",
                          "say what the customer will be told");
    return STATUS_OK;
}

static enum status check_receiver(const struct handover_facts *facts, colleague_id to, struct err *err)
{
    if (ticket_is_ended(facts->state))
        return FAIL(err, STATUS_CONFLICT, "ticket.cannot", "this cannot be handed over while it is %s",
                    ticket_state_words[facts->state]);
    if (!facts->receiver_can_own)
        return FAIL_FIELD(err, STATUS_INVALID, "handover.to", "to_id", "this colleague cannot take it");
    if (to.v == facts->owner.v)
        return FAIL_FIELD(err, STATUS_INVALID, "handover.self", "to_id", "this colleague owns it already");
    return STATUS_OK;
}

enum status handover_check_overrule(const struct handover_facts *facts, colleague_id to, struct str reason,
                                    struct str customer_text, TALLOC_CTX *mem, struct err *err)
{
    TRY(check_receiver(facts, to, err));
    if (is_empty(reason))
        return FAIL_FIELD(err, STATUS_INVALID, "overrule.reason", "reason", "say why; both colleagues read it");
    if (handover_is_no_reason(mem, reason))
        return FAIL_FIELD(err, STATUS_INVALID, "handover.no_reason", "reason",
                          "say what the customer gains; whose job it is, is no reason");
    if (is_empty(customer_text))
        return FAIL_FIELD(err, STATUS_INVALID, "handover.customer_text", "customer_text",
                          "say what the customer will be told");
    return STATUS_OK;
}

enum status handover_check(const struct handover_facts *facts, colleague_id to, const struct handover_words *words,
                           TALLOC_CTX *mem, struct err *err)
{
    if (facts->offer_is_open)
        return FAIL(err, STATUS_CONFLICT, "handover.open",
                    "it is offered to somebody already; withdraw that offer first");
    TRY(check_receiver(facts, to, err));
    if (handover_needs_leader(facts->hops, facts->is_loan, facts->customer_heard_us) && !facts->leader_agrees)
        return FAIL(err, STATUS_DENIED, "handover.third_hop",
                    "the customer has been passed on %lld times; a leader must agree to another", (long long)facts->hops);
    return check_words(words, mem, err);
}

bool handover_is_hop(enum owner_way way, bool is_loan, bool customer_heard_us)
{
    if (!customer_heard_us || is_loan)
        return false;
    switch (way) {
    case OWNER_HANDOVER:
    case OWNER_COVER:
    case OWNER_DEALT:
    case OWNER_OVERRULE:
        return true;
    case OWNER_CREATED:
    case OWNER_IMPORTED:
    case OWNER_LOAN_RETURN:
    case OWNER_PROTECTION:
    case OWNER_WISH:
    case OWNER_WAY_COUNT:
        break;
    }
    return false;
}

bool handover_needs_leader(int64_t hops, bool is_loan, bool customer_heard_us)
{
    return handover_is_hop(OWNER_HANDOVER, is_loan, customer_heard_us) && hops + 1 >= HOPS_NEED_LEADER;
}

enum status handover_check_loan(time_ms now, time_ms loan_until, struct err *err)
{
    if (loan_until != 0 && loan_until <= now)
        return FAIL_FIELD(err, STATUS_INVALID, "handover.loan", "loan_until_ms", "the day of return must be ahead");
    if (loan_until > now + LOAN_DAYS_MOST * DAY_MS)
        return FAIL_FIELD(err, STATUS_INVALID, "handover.loan", "loan_until_ms",
                          "a loan comes back within %d days; for longer, hand it over", LOAN_DAYS_MOST);
    return STATUS_OK;
}

time_ms handover_expires_at(const struct calendar *calendar, time_ms now, time_ms loan_until)
{
    time_ms expires;
    if (calendar_due(calendar, now, HANDOVER_OPEN_HOURS * HOUR_MS, &expires, NULL) != STATUS_OK)
        expires = now + DAY_MS;
    return loan_until != 0 && loan_until < expires ? loan_until : expires;
}
