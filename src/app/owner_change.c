#include "app/owner_change.h"

#include "app/handover.h"
#include "app/notice.h"
#include "base/limits.h"
#include "store/handover_store.h"

enum status owner_change_text(TALLOC_CTX *mem, const struct desk_facts *facts, struct str text, colleague_id to,
                              struct str *out, struct err *err)
{
    struct str rest = str_trim(text), mark = STR(HANDOVER_NAME_MARK), name = desk_public_name(facts, to);
    struct buf filled;
    buf_init(&filled, mem, LIMIT_PARAGRAPH_BYTES);
    for (size_t at = str_find(rest, mark, 0); at != SIZE_MAX; at = str_find(rest, mark, 0)) {
        buf_add(&filled, str_slice(rest, 0, at));
        buf_add(&filled, name);
        rest = str_slice(rest, at + mark.len, rest.len);
    }
    buf_add(&filled, rest);
    return buf_end(&filled, "handover.customer_text", out, err);
}

enum status owner_change_tell(struct app *app, const struct turn *work, const char *name, colleague_id before,
                              struct str text, struct err *err)
{
    const struct notice notice = { .name = name, .is_news = true };
    struct value *data;
    TRY(notice_data(work->tx, work->mem, work->facts, &work->ticket, &data, err));
    value_set_text(data, "before", desk_public_name(work->facts, before));
    value_set_text(data, "text", text);
    return notice_send(app, work->tx, work->mem, work->facts, &work->ticket, &notice, data, NULL, err);
}

enum status offer_withdraw(struct turn *work, struct err *err)
{
    struct handover offer;
    bool have;
    TRY(handover_open_load(work->tx, work->mem, work->ticket.id, &offer, &have, err));
    if (!have)
        return STATUS_OK;
    offer.state = HANDOVER_WITHDRAWN;
    offer.answered_ms = work->tx->now;
    TRY(handover_answer_save(work->tx, &offer, err));
    return journal_add(work->tx, work->actor, "handover.withdrawn", work->ticket.id,
                       str_format(work->mem, "{\"handover\":%lld}", (long long)offer.id.v), err);
}
