#include "app/quarantine.h"

#include "app/desk_facts.h"
#include "app/list_place.h"
#include "app/mail_receive_internal.h"
#include "app/may.h"
#include "base/limits.h"
#include "base/mem.h"
#include "store/quarantine_store.h"

enum { LIST_ROWS = 50 }; /* unless asked otherwise */

/* ---- rights ---- */

bool quarantine_may_look(const struct desk_facts *facts, const struct who *who, colleague_id *steward)
{
    struct rights_actor actor = { .customer = who->kind == ACTOR_CUSTOMER, .role = who->role };
    *steward = (colleague_id){ 0 };
    if (who->kind == ACTOR_SYSTEM || rights_allow(&actor, ACTION_SEE_QUARANTINE))
        return true;
    for (size_t i = 0; i < facts->team_count; i++) {
        if (facts->teams[i].team.steward_id.v == who->colleague.v)
            *steward = who->colleague;
    }
    actor.relations = steward->v != 0 ? RELATION_STEWARD : 0;
    return rights_allow(&actor, ACTION_SEE_QUARANTINE);
}

static enum status check_may(const struct desk_facts *facts, const struct who *who, colleague_id *steward,
                             struct err *err)
{
    if (quarantine_may_look(facts, who, steward))
        return STATUS_OK;
    return may_at_desk(who, ACTION_SEE_QUARANTINE, err);
}

/* One mail: what may not be known and what never was are answered alike (AC-046). */
static enum status mail_find(struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts, const struct who *who,
                             quarantine_id id, struct quarantined *out, struct err *err)
{
    colleague_id steward;
    if (!quarantine_may_look(facts, who, &steward))
        return FAIL(err, STATUS_NOT_FOUND, "quarantine.unknown", "there is nothing here");
    return quarantine_load(tx, mem, id, steward, out, err);
}

/* ---- the list ---- */

static enum quarantine_state state_of(const struct quarantined *mail)
{
    if (mail->looked_ms == 0)
        return QUARANTINE_WAITING;
    return mail->ticket_id.v == 0 ? QUARANTINE_LEFT : QUARANTINE_RELEASED;
}

static struct str name_of(TALLOC_CTX *mem, const struct desk_facts *facts, colleague_id id)
{
    return id.v == 0 ? STR_NONE : str_copy(mem, desk_name(facts, id));
}

static struct quarantine_row row_of(TALLOC_CTX *mem, const struct desk_facts *facts, const struct quarantined *mail)
{
    const struct team_facts *team = desk_team(facts, mail->team_id);
    return (struct quarantine_row){
        .id = mail->id,
        .why = str_from(quarantine_why_words[mail->why]),
        .state = str_from(quarantine_state_words[state_of(mail)]),
        .from_address = mail->from_address,
        .from_name = mail->from_name,
        .subject = mail->subject,
        .mailbox = mail->mailbox,
        .team_name = team == NULL ? STR("") : str_copy(mem, team->team.name),
        .known = mail->known,
        .at_ms = mail->at_ms,
        .ticket_id = mail->ticket_id,
        .number = mail->number,
        .looked_by_name = name_of(mem, facts, mail->looked_by_id),
        .looked_ms = mail->looked_ms,
    };
}

enum status quarantine_look(struct app *app, TALLOC_CTX *mem, const struct who *who,
                            const struct quarantine_filter *filter, struct quarantine_list *out, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct list_place place;
    struct list mails;
    int64_t most = filter->limit > 0 && filter->limit <= LIMIT_PAGE_ROWS ? filter->limit : LIST_ROWS;
    struct quarantine_page page = { .state = (enum quarantine_state)filter->state, .most = most + 1 };
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(desk_facts_get(app, &tx, &facts, err));
    TRY(check_may(facts, who, &page.steward, err));
    TRY(list_place_read(filter->after, &place, err));
    page.before_ms = place.at;
    page.before_id = place.id;
    TRY(quarantine_rows(&tx, mem, &page, &mails, err));
    *out = (struct quarantine_list){ .next = STR_NONE, .more = (int64_t)mails.count > most };
    TRY(quarantine_waiting(&tx, page.steward, QUARANTINE_WAITING_SHOWN, &out->waiting, err));

    const struct quarantined *mail = mails.items;
    size_t count = out->more ? (size_t)most : mails.count;
    struct quarantine_row *rows = MEM_ARRAY(mem, struct quarantine_row, count + 1);
    for (size_t i = 0; i < count; i++)
        rows[i] = row_of(mem, facts, &mail[i]);
    out->mails = (struct list){ rows, count };
    if (out->more)
        out->next = list_place_write(mem, mail[count - 1].at_ms, mail[count - 1].id.v);
    return STATUS_OK;
}

/* ---- one mail ---- */

/* The rows and the bytes of one; what they say is read by a parse process, outside of the transaction. */
static enum status load(struct app *app, TALLOC_CTX *mem, const struct who *who, quarantine_id id,
                        struct quarantine_row *row, struct raw_mail *raw, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct quarantined mail = { 0 };
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(desk_facts_get(app, &tx, &facts, err));
    TRY(mail_find(&tx, mem, facts, who, id, &mail, err));
    *row = row_of(mem, facts, &mail);
    TRY(raw_load(&tx, mem, mail.raw_id, raw, err));
    return raw_bytes(&tx, mem, mail.raw_id, &raw->bytes, err);
}

static enum status understand(struct app *app, TALLOC_CTX *mem, const struct raw_mail *raw, struct mail_arrival *arrival,
                              struct mail *out, struct err *err)
{
    *arrival = (struct mail_arrival){ .raw = raw->bytes, .envelope_from = raw->envelope_from,
                                      .envelope_to = raw->envelope_to, .mailbox = raw->mailbox_id };
    for (int i = 0; i < MAIL_SOURCE_COUNT; i++) {
        if (str_equal(raw->source, str_from(mail_source_words[i])))
            arrival->source = (enum mail_source)i;
    }
    return receiving_read(app, mem, arrival, out, err);
}

static struct list files_of(TALLOC_CTX *mem, const struct mail *mail)
{
    const struct mail_attachment *from = mail->attachments.items;
    struct quarantine_file *files = MEM_ARRAY(mem, struct quarantine_file, mail->attachments.count + 1);
    for (size_t i = 0; i < mail->attachments.count; i++)
        files[i] = (struct quarantine_file){ from[i].name, from[i].type, from[i].size };
    return (struct list){ files, mail->attachments.count };
}

enum status quarantine_read(struct app *app, TALLOC_CTX *mem, const struct who *who, quarantine_id id,
                            struct quarantine_mail *out, struct err *err)
{
    struct quarantine_row row;
    struct raw_mail raw;
    struct mail_arrival arrival;
    struct mail mail;
    TRY(load(app, mem, who, id, &row, &raw, err));
    TRY(understand(app, mem, &raw, &arrival, &mail, err));
    *out = (struct quarantine_mail){
        .id = row.id, .why = row.why, .state = row.state, .from_address = row.from_address, .from_name = row.from_name,
        .subject = row.subject, .mailbox = row.mailbox, .team_name = row.team_name, .known = row.known,
        .at_ms = row.at_ms, .ticket_id = row.ticket_id, .number = row.number, .looked_by_name = row.looked_by_name,
        .looked_ms = row.looked_ms,
        .to_addresses = mail_address_line(mem, &mail.to, &mail.cc),
        .text = mail.text.len > 0 ? mail.text : mail.visible,
        .verified = mail.auth_results,
        .problems = mail_problem_lines(mem, &mail.problems),
        .files = files_of(mem, &mail),
    };
    return STATUS_OK;
}

/* ---- deciding: it becomes a ticket ---- */

struct release {
    struct app *app;
    TALLOC_CTX *mem;
    const struct who *who;
    quarantine_id id;
    const struct raw_mail *raw;
    const struct mail_arrival *arrival;
    const struct mail *mail;
    struct quarantine_released *out;
};

static enum status note(struct tx *tx, TALLOC_CTX *mem, const struct who *who, const char *kind, quarantine_id id,
                        ticket_id ticket, struct err *err)
{
    return journal_add(tx, who_actor(who), kind, ticket, str_format(mem, "{\"mail\":%lld}", (long long)id.v), err);
}

static enum status release_in_tx(const struct release *job, struct tx *tx, const struct desk_facts *facts,
                                 struct ticket *ticket, struct err *err)
{
    struct mail_outcome outcome = { .fate = FATE_TICKET };
    struct receiving r = { .app = job->app, .mem = job->mem, .arrival = job->arrival, .mail = job->mail, .tx = tx,
                           .facts = facts, .raw = *job->raw, .came_ms = job->raw->at_ms };
    bool done;
    TRY(mail_mailbox_find(facts, job->mail, job->arrival, &r.mailbox, err));
    TRY(mail_sender_find(tx, job->mem, job->mail, job->arrival, &r.sender, err));
    TRY(receiving_new(&r, (ticket_id){ 0 }, false, &outcome, err));
    TRY(quarantine_decide(tx, job->id, job->who->colleague, outcome.ticket, &done, err));
    if (!done)
        return FAIL(err, STATUS_BUSY, "quarantine.changed", "somebody else decided at this moment");
    TRY(note(tx, job->mem, job->who, "quarantine.released", job->id, outcome.ticket, err));
    return ticket_load(tx, job->mem, outcome.ticket, ticket, err);
}

static enum status release_once(void *argument, struct err *err)
{
    const struct release *job = argument;
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct quarantined row = { 0 };
    struct ticket ticket;
    TRY(tx_begin_write(&tx, job->app->db, err));
    TRY(desk_facts_get(job->app, &tx, &facts, err));
    TRY(mail_find(&tx, job->mem, facts, job->who, job->id, &row, err));
    if (row.ticket_id.v != 0) {
        TRY(ticket_load(&tx, job->mem, row.ticket_id, &ticket, err));
    } else {
        TRY(release_in_tx(job, &tx, facts, &ticket, err));
        TRY(tx_commit(&tx, err));
    }
    *job->out = (struct quarantine_released){ ticket.id, ticket.number, ticket.owner_id,
                                              str_copy(job->mem, desk_name(facts, ticket.owner_id)) };
    return STATUS_OK;
}

enum status quarantine_release(struct app *app, TALLOC_CTX *mem, const struct who *who, quarantine_id id,
                               struct quarantine_released *out, struct err *err)
{
    struct quarantine_row row;
    struct raw_mail raw;
    struct mail_arrival arrival;
    struct mail mail;
    TRY(load(app, mem, who, id, &row, &raw, err));
    TRY(understand(app, mem, &raw, &arrival, &mail, err));
    mail.automatic = MAIL_HUMAN; /* so says who releases it */
    struct release job = { app, mem, who, id, &raw, &arrival, &mail, out };
    return db_retry(app->db, release_once, &job, err);
}

/* ---- deciding: it stays ---- */

enum status quarantine_leave(struct app *app, const struct who *who, quarantine_id id, struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct quarantined row = { 0 };
    bool done;
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(desk_facts_get(app, &tx, &facts, err));
    TRY(mail_find(&tx, mem, facts, who, id, &row, err));
    TRY(quarantine_decide(&tx, id, who->colleague, (ticket_id){ 0 }, &done, err));
    if (!done)
        return STATUS_OK;
    TRY(note(&tx, mem, who, "quarantine.left", id, (ticket_id){ 0 }, err));
    return tx_commit(&tx, err);
}

enum status quarantine_leave_until(struct app *app, const struct who *who, const struct quarantine_until *in,
                                   struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    colleague_id steward;
    int64_t count;
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(desk_facts_get(app, &tx, &facts, err));
    TRY(check_may(facts, who, &steward, err));
    TRY(quarantine_leave_all(&tx, steward, who->colleague, in->until_ms, &count, err));
    if (count == 0)
        return STATUS_OK;
    TRY(journal_add(&tx, who_actor(who), "quarantine.left", (ticket_id){ 0 },
                    str_format(mem, "{\"until\":%lld,\"count\":%lld}", (long long)in->until_ms, (long long)count), err));
    return tx_commit(&tx, err);
}
