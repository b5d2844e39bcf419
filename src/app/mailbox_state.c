#include "app/mailbox_state.h"

#include "app/desk_facts.h"
#include "app/may.h"
#include "base/limits.h"
#include "base/mem.h"
#include "mail/fetch_account.h"

enum { MAILBOXES_SHOWN = 1000 }; /* as in the statement */

static const struct field state_fields[] = {
    FIELD_OF_ID(struct mailbox_state, id, REQUIRED),
    FIELD(struct mailbox_state, address, TEXT, REQUIRED, LIMIT_ADDRESS_BYTES),
    FIELD(struct mailbox_state, team_name, TEXT, REQUIRED, LIMIT_NAME_BYTES),
    FIELD(struct mailbox_state, way, TEXT, 0, LIMIT_NAME_BYTES),
    FIELD(struct mailbox_state, host, TEXT, 0, LIMIT_NAME_BYTES),
    FIELD(struct mailbox_state, last_mail_ms, TIME, 0, 0),
    FIELD(struct mailbox_state, seen_ms, TIME, 0, 0),
    FIELD(struct mailbox_state, error, TEXT, 0, LIMIT_LINE_BYTES),
    FIELD(struct mailbox_state, failed_ms, TIME, 0, 0),
    FIELD(struct mailbox_state, paused_ms, TIME, 0, 0),
    FIELD(struct mailbox_state, waiting, INT, REQUIRED, 0),
    FIELD(struct mailbox_state, stuck, INT, REQUIRED, 0),
    FIELD(struct mailbox_state, send_error, TEXT, REQUIRED, LIMIT_LINE_BYTES),
};
const struct shape mailbox_state_shape = SHAPE("MailboxState", struct mailbox_state, state_fields);

static const struct field states_fields[] = {
    FIELD_OF_LIST(struct mailbox_states, mailboxes, 0, MAILBOXES_SHOWN, &mailbox_state_shape),
    FIELD(struct mailbox_states, now_ms, TIME, REQUIRED, 0),
};
const struct shape mailbox_states_shape = SHAPE("MailboxStates", struct mailbox_states, states_fields);

struct state_row { struct mailbox_state view; team_id team_id; struct str url; };
#define ROW_FIELD(name_, type_) { .name = #name_, .type = FIELD_##type_, .offset = offsetof(struct state_row, view.name_) }
static const struct field row_fields[] = {
    ROW_FIELD(id, ID),
    ROW_FIELD(address, TEXT),
    ROW_FIELD(seen_ms, TIME),
    ROW_FIELD(error, TEXT),
    ROW_FIELD(failed_ms, TIME),
    ROW_FIELD(paused_ms, TIME),
    ROW_FIELD(last_mail_ms, TIME),
    ROW_FIELD(waiting, INT),
    ROW_FIELD(stuck, INT),
    ROW_FIELD(send_error, TEXT),
    FIELD_OF_ID(struct state_row, team_id, 0),
    FIELD(struct state_row, url, TEXT, 0, 0),
};
static const struct shape row_shape = SHAPE("MailboxStateRow", struct state_row, row_fields);

/* The host and nothing else: an address may hold more than everybody is to read. */
static void way_fill(TALLOC_CTX *mem, struct str url, struct mailbox_state *view)
{
    struct fetch_account account;
    struct err ignored = { 0 };
    view->way = view->host = STR_NONE;
    if (url.ptr == NULL || fetch_account_read(mem, url, STR(""), &account, &ignored) != STATUS_OK)
        return;
    view->way = account.protocol == FETCH_POP3 ? STR("pop3") : STR("imap");
    view->host = account.host;
}

enum status mailbox_states_read(struct app *app, TALLOC_CTX *mem, const struct who *who, struct mailbox_states *out,
                                struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct list list;
    TRY(may_at_desk(who, ACTION_CONFIGURE, err));
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(desk_facts_get(app, &tx, &facts, err));
    TRY(query_list(&tx, mem, Q_MAILBOX_STATES, NO_PARAMS, &row_shape, MAILBOXES_SHOWN, &list, err));
    struct state_row *row = list.items;
    struct mailbox_state *views = MEM_ARRAY(mem, struct mailbox_state, list.count + 1);
    for (size_t i = 0; i < list.count; i++) {
        const struct team_facts *team = desk_team(facts, row[i].team_id);
        views[i] = row[i].view;
        views[i].team_name = team == NULL ? STR("") : str_copy(mem, team->team.name);
        way_fill(mem, row[i].url, &views[i]);
    }
    *out = (struct mailbox_states){ .mailboxes = { views, list.count }, .now_ms = tx.now };
    return STATUS_OK;
}

enum status mailbox_pause(struct app *app, const struct who *who, mailbox_id id, bool pause, struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    int64_t fetched, changed;
    TRY(may_at_desk(who, ACTION_CONFIGURE, err));
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(desk_facts_get(app, &tx, &facts, err));
    if (desk_mailbox(facts, id) == NULL)
        return FAIL(err, STATUS_NOT_FOUND, "mailbox.unknown", "there is nothing here");
    TRY(query_int(&tx, Q_MAILBOX_IS_FETCHED, PARAMS({ "mailbox_id", db_id(id.v) }), &fetched, err));
    if (fetched == 0)
        return FAIL(err, STATUS_CONFLICT, "mailbox.not_fetched", "mail is brought to this mailbox: there is nothing to rest");
    if (pause)
        TRY(query_run(&tx, Q_MAILBOX_PAUSE, PARAMS({ "mailbox_id", db_id(id.v) }, { "now", db_time(tx.now) }), &changed, err));
    else
        TRY(query_run(&tx, Q_MAILBOX_RESUME, PARAMS({ "mailbox_id", db_id(id.v) }), &changed, err));
    if (changed == 0)
        return STATUS_OK;
    TRY(journal_add(&tx, who_actor(who), pause ? "mailbox.paused" : "mailbox.resumed", (ticket_id){ 0 },
                    str_format(mem, "{\"mailbox\":%lld}", (long long)id.v), err));
    return tx_commit(&tx, err);
}
