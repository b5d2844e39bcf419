#include "app/changes.h"

#include "app/may.h"
#include "app/views.h"
#include "base/mem.h"

enum { CHANGES_MOST = 500 }; /* of one answer; who is further behind loads anew */

enum status changes_tip(struct app *app, int64_t *seq, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(tx_begin_read(&tx, app->db, err));
    return journal_last(&tx, seq, err);
}

/* Asked anew for each entry (AC-085), remembered only from one entry to the next: changes of one ticket come in
 * runs. */
struct asked { ticket_id ticket; bool allowed; };

static enum status allowed(struct tx *tx, const struct who *who, ticket_id ticket, struct asked *last, bool *out,
                           struct err *err)
{
    if (ticket.v == 0) {
        *out = who->kind == ACTOR_COLLEAGUE;
        return STATUS_OK;
    }
    if (last->ticket.v != ticket.v) {
        enum status status = may(tx, who, ACTION_READ, ticket, err);
        if (status != STATUS_OK && status != STATUS_NOT_FOUND && status != STATUS_DENIED)
            return status;
        *last = (struct asked){ ticket, status == STATUS_OK };
    }
    *out = last->allowed;
    return STATUS_OK;
}

enum status changes_after(struct app *app, TALLOC_CTX *mem, const struct who *who, int64_t seq, struct list *out,
                          int64_t *last, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    struct list entries;
    struct asked asked = { { 0 }, false };
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(journal_after(&tx, mem, seq, CHANGES_MOST, &entries, err));
    const struct journal_entry *entry = entries.items;
    struct change *changes = MEM_ARRAY(mem, struct change, entries.count + 1);
    size_t count = 0;
    int64_t reached = seq;
    for (size_t i = 0; i < entries.count; i++) {
        bool visible;
        TRY(allowed(&tx, who, entry[i].ticket, &asked, &visible, err));
        if (visible)
            changes[count++] = (struct change){ entry[i].seq, entry[i].kind, entry[i].ticket };
        reached = entry[i].seq;
    }
    *out = (struct list){ changes, count };
    *last = reached;
    return STATUS_OK;
}
