#include "core/resolution.h"

const char *const proposal_kind_words[] = { "solution", "refusal" };
const char *const proposal_state_words[] = { "open", "accepted", "refused", "silent", "withdrawn" };
const char *const resolution_kind_words[] = { "customer", "silence", "imported" };

enum status resolution_check_proposal(enum ticket_state state, const struct proposal_words *words, struct err *err)
{
    enum ticket_state to;
    TRY(ticket_next(state, TICKET_PROPOSE, &to, err));
    if (str_trim(words->text).len == 0)
        return FAIL_FIELD(err, STATUS_INVALID, "proposal.text", "text", "say what you propose");
    if (words->kind == PROPOSAL_REFUSAL && words->alternatives == 0)
        return FAIL_FIELD(err, STATUS_INVALID, "proposal.alternative", "alternatives",
                          "a no needs an alternative; a second look by a leader always is one");
    if (words->kind != PROPOSAL_REFUSAL && words->alternatives > 0)
        return FAIL_FIELD(err, STATUS_INVALID, "proposal.alternative", "alternatives",
                          "only beside a no is there something else to choose");
    if (words->listed_to_come < words->open_stated)
        return FAIL_FIELD(err, STATUS_INVALID, "proposal.promises", "promises",
                          "you promised something that is still open: keep it, or list it as still to come");
    return STATUS_OK;
}

time_ms resolution_notice_at(time_ms made, time_ms rest)
{
    return made + (rest - made) * NOTICE_AHEAD_PERCENT / 100;
}

struct silence resolution_silence(time_ms now, span_ms reminder, span_ms rest, time_ms wished)
{
    span_ms length = wished != 0 ? wished - now : rest;
    if (length < NOTICE_LEAST_DAYS * DAY_MS)
        length = NOTICE_LEAST_DAYS * DAY_MS;
    time_ms notice = resolution_notice_at(now, now + length);
    if (reminder <= 0 || now + reminder >= notice)
        reminder = (notice - now) / 2;
    return (struct silence){ now + reminder, notice, now + length };
}

time_ms resolution_rest_after_notice(const struct silence *silence, time_ms now)
{
    time_ms late = now + (silence->rest - silence->notice);
    return late > silence->rest ? late : silence->rest;
}

enum silence_step resolution_silence_next(const struct silence *silence, bool reminded, bool noticed, time_ms now,
                                          time_ms *next)
{
    if (noticed) {
        *next = silence->rest;
        return now >= silence->rest ? SILENCE_REST : SILENCE_NOTHING;
    }
    if (now >= silence->notice)
        return SILENCE_NOTICE; /* also where the reminder was missed: two mails at once help nobody */
    if (!reminded && now >= silence->remind)
        return SILENCE_REMIND;
    *next = reminded ? silence->notice : silence->remind;
    return SILENCE_NOTHING;
}

bool resolution_may_reopen(enum ticket_state state, time_ms resolved, time_ms now)
{
    return state == TICKET_RESOLVED && now - resolved <= REOPEN_DAYS * DAY_MS;
}
