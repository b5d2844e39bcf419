#include "app/promise.h"

#include "app/idempotency.h"
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

/* One change of a promise in a transaction. */
struct promise_change {
    struct tx tx;
    struct desk_facts *facts;
    struct turn work;
    struct promise *promise;
    bool again;             /* this very request was done before */
};

static void promise_change_done(struct promise_change *change)
{
    desk_facts_release(&change->facts);
    tx_end(&change->tx);
}

/* Opens the ticket of a promise for WHO; a promise of a ticket that may not be read is unknown. OUT is filled where this
 * was done before. */
static enum status change_begin(struct promise_change *change, struct app *app, TALLOC_CTX *mem, const struct who *who,
                                promise_id id, struct promise_view *out, struct err *err)
{
    struct promise found;
    struct tx *tx = &change->tx;
    TRY(tx_begin_write(tx, app->db, err));
    TRY(promise_load(tx, mem, id, &found, err));
    TRY(may(tx, who, ACTION_PROMISE, found.ticket_id, err));
    TRY(once_begin(tx, mem, who->once, &promise_view_shape, out, &change->again, err));
    if (change->again)
        return STATUS_OK;
    TRY(desk_facts_get(app, tx, &change->facts, err));
    TRY(turn_open(&change->work, tx, mem, change->facts, who_actor(who), found.ticket_id, err));
    return turn_find(&change->work, id, &change->promise, err);
}

static enum status change_end(struct promise_change *change, const struct who *who, struct promise_view *out, struct err *err)
{
    struct promise_view view = view_of(change->facts, change->promise);
    view.made_by_name = str_copy(change->work.mem, view.made_by_name);
    TRY(turn_settle(&change->work, err));
    TRY(once_end(&change->tx, who->once, &promise_view_shape, &view, err));
    TRY(tx_commit(&change->tx, err));
    *out = view;
    return STATUS_OK;
}

enum status promise_keep(struct app *app, TALLOC_CTX *mem, const struct who *who, promise_id id,
                         struct promise_view *out, struct err *err)
{
    CLEANUP(promise_change_done) struct promise_change change = { .again = false };
    TRY(change_begin(&change, app, mem, who, id, out, err));
    if (change.again)
        return STATUS_OK;
    TRY(turn_keep(&change.work, change.promise, err));
    return change_end(&change, who, out, err);
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
    CLEANUP(promise_change_done) struct promise_change change = { .again = false };
    struct turn *work = &change.work;
    promise_id renewed;
    TRY(change_begin(&change, app, mem, who, id, out, err));
    if (change.again)
        return STATUS_OK;
    TRY(tell_new_time(app, work, who, change.promise, in->due_ms, in->why, err));
    TRY(turn_renew(work, change.promise, in->due_ms, in->why, who->colleague, (message_id){ 0 }, &renewed, err));
    TRY(turn_find(work, renewed, &change.promise, err));
    return change_end(&change, who, out, err);
}
