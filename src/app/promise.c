#include "app/promise.h"

#include "app/may.h"
#include "app/notice.h"
#include "app/ticket_turn.h"
#include "base/limits.h"

static const struct field renew_input_fields[] = {
    FIELD(struct renew_input, due_ms, TIME, REQUIRED, 0),
    FIELD(struct renew_input, why, TEXT, REQUIRED, LIMIT_LINE_BYTES),
};
const struct shape renew_input_shape = SHAPE("RenewInput", struct renew_input, renew_input_fields);

static struct promise_view view_of(const struct desk_facts *facts, const struct promise *p)
{
    return (struct promise_view){
        .id = p->id.v,
        .kind = str_from(promise_kind_words[p->kind]),
        .text = p->text,
        .state = str_from(promise_state_words[p->state]),
        .made_by_name = desk_name(facts, p->made_by_id),
        .renewed_why = p->renewed_why.ptr == NULL ? STR("") : p->renewed_why,
        .due_ms = p->due_ms,
        .made_ms = p->made_ms,
        .closed_ms = p->closed_ms,
        .kept_late_ms = p->kept_late_ms,
        .renewals = p->renewals,
        .message_id = p->message_id.v,
    };
}

/* The ticket of a promise, opened for a change by WHO; a promise of a ticket that may not be read is unknown. */
static enum status open_promise(struct app *app, struct tx *tx, TALLOC_CTX *mem, const struct who *who, promise_id id,
                                struct desk_facts **facts, struct turn *work, struct promise **promise, struct err *err)
{
    struct promise found;
    TRY(tx_begin_write(tx, app->db, err));
    TRY(promise_load(tx, mem, id, &found, err));
    TRY(may(tx, who, ACTION_PROMISE, found.ticket_id, err));
    TRY(desk_facts_get(app, tx, facts, err));
    TRY(turn_open(work, tx, mem, *facts, who_actor(who), found.ticket_id, err));
    return turn_find(work, id, promise, err);
}

enum status promise_keep(struct app *app, TALLOC_CTX *mem, const struct who *who, promise_id id,
                         struct promise_view *out, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct turn work;
    struct promise *promise;
    TRY(open_promise(app, &tx, mem, who, id, &facts, &work, &promise, err));
    TRY(turn_keep(&work, promise, err));
    struct promise_view view = view_of(facts, promise);
    TRY(turn_settle(&work, err));
    TRY(tx_commit(&tx, err));
    *out = view;
    return STATUS_OK;
}

static enum status tell_new_time(struct app *app, struct turn *work, const struct who *who,
                                 const struct promise *promise, time_ms due, struct str why, struct err *err)
{
    const struct notice notice = { .name = "renewed", .author = who->colleague };
    struct value *data;
    struct str when, before;
    TRY(notice_data(work->tx, work->mem, work->facts, &work->ticket, &data, err));
    TRY(notice_when(work->tx, work->mem, work->facts, &work->ticket, due, &when, err));
    TRY(notice_when(work->tx, work->mem, work->facts, &work->ticket, promise->due_ms, &before, err));
    value_set_text(data, "owner", desk_public_name(work->facts, who->colleague));
    value_set_text(data, "promise", promise->text);
    value_set_text(data, "before", before);
    value_set_text(data, "when", when);
    value_set_text(data, "why", str_trim(why));
    return notice_send(app, work->tx, work->mem, work->facts, &work->ticket, &notice, data, NULL, err);
}

enum status promise_renew(struct app *app, TALLOC_CTX *mem, const struct who *who, promise_id id,
                          const struct renew_input *in, struct promise_view *out, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct turn work;
    struct promise *promise;
    promise_id renewed;
    TRY(open_promise(app, &tx, mem, who, id, &facts, &work, &promise, err));
    TRY(tell_new_time(app, &work, who, promise, in->due_ms, in->why, err));
    TRY(turn_renew(&work, promise, in->due_ms, in->why, who->colleague, (message_id){ 0 }, &renewed, err));
    TRY(turn_find(&work, renewed, &promise, err));
    struct promise_view view = view_of(facts, promise);
    TRY(turn_settle(&work, err));
    TRY(tx_commit(&tx, err));
    *out = view;
    return STATUS_OK;
}
