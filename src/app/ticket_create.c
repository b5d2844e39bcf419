#include "app/ticket_create.h"

#include "app/customer_words.h"
#include "app/desk_people.h"
#include "app/idempotency.h"
#include "app/may.h"
#include "app/ticket_new.h"
#include "base/fault.h"
#include "base/limits.h"
#include "store/person_store.h"

static const struct field input_fields[] = {
    FIELD(struct ticket_input, subject, TEXT, REQUIRED, LIMIT_SUBJECT_BYTES),
    FIELD(struct ticket_input, text, TEXT, REQUIRED, LIMIT_REPLY_BODY_BYTES),
    FIELD(struct ticket_input, customer_address, TEXT, OPTIONAL, LIMIT_ADDRESS_BYTES),
    FIELD(struct ticket_input, customer_name, TEXT, OPTIONAL, LIMIT_NAME_BYTES),
    FIELD_OF_WORDS(struct ticket_input, channel, OPTIONAL, channel_words, CHANNEL_COUNT),
    FIELD_OF_ID(struct ticket_input, team_id, OPTIONAL),
};
const struct shape ticket_input_shape = SHAPE("TicketInput", struct ticket_input, input_fields);

static const struct field created_fields[] = {
    FIELD_OF_ID(struct ticket_created, id, REQUIRED),
    FIELD(struct ticket_created, number, INT, REQUIRED, 0),
    FIELD_OF_ID(struct ticket_created, owner_id, REQUIRED),
    FIELD_OF_ID(struct ticket_created, message_id, REQUIRED),
};
const struct shape ticket_created_shape = SHAPE("TicketCreated", struct ticket_created, created_fields);

static enum status team_of(const struct desk_facts *facts, const struct who *who, team_id wished, team_id *out,
                           struct err *err)
{
    for (size_t i = 0; i < facts->team_count; i++) {
        team_id team = facts->teams[i].team.id;
        bool fits = wished.v != 0 ? team.v == wished.v : desk_is_member(facts, team, who->colleague, NULL);
        if (fits) {
            *out = team;
            return STATUS_OK;
        }
    }
    if (wished.v == 0 && facts->team_count > 0) {
        *out = facts->teams[0].team.id; /* whoever takes a problem owns it, also from outside of service (O2) */
        return STATUS_OK;
    }
    return FAIL_FIELD(err, STATUS_INVALID, "team.unknown", "team_id", "there is no such team");
}

/* Who brought it, and the language in which they are answered where we know it. */
static enum status customer_of(struct tx *tx, TALLOC_CTX *mem, const struct ticket_input *in, struct ticket_new *new,
                               struct err *err)
{
    struct str address = str_trim(in->customer_address), name = str_trim(in->customer_name);
    struct bringer known = { .name = STR(""), .language = STR("") };
    if (address.len > 0) {
        TRY(desk_address_check(address, "customer_address", err));
        TRY(person_bringer(tx, mem, address, &known, err));
    } else if (name.len == 0) {
        return FAIL_FIELD(err, STATUS_INVALID, "ticket.customer", "customer_address",
                          "say who brought it: a name or an address");
    }
    new->person = known.id;
    new->person_name = name.len > 0 ? name : address;
    if (known.id.v == 0)
        return person_insert(tx, mem, name, STR(""), address, &new->person, err);
    if (known.language.len > 0)
        new->language = known.language;
    if (known.name.len > 0)
        new->person_name = known.name;
    else if (name.len > 0)
        return person_name_save(tx, known.id, name, err);
    return STATUS_OK;
}

static enum status message_of(struct turn *work, const struct ticket_input *in, message_id *out, struct err *err)
{
    const struct person person = { .id = work->ticket.person_id, .address = str_trim(in->customer_address),
                                   .name = str_trim(in->customer_name) };
    const struct customer_words words = { .ticket = work->ticket.id, .person = &person, .subject = work->ticket.subject,
                                          .text = in->text };
    return customer_words_keep(work->tx, work->mem, work->actor, &words, out, err);
}

struct create_job {
    struct app *app;
    TALLOC_CTX *mem;
    const struct who *who;
    const struct ticket_input *in;
    struct ticket_created *out;
};

static enum status create_once(void *argument, struct err *err)
{
    const struct create_job *job = argument;
    TALLOC_CTX *mem = job->mem;
    const struct who *who = job->who;
    const struct ticket_input *in = job->in;
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct ticket_created created;
    struct turn work;
    struct ticket_new new = { .subject = str_trim(in->subject),
                              .channel = (enum channel)in->channel,
                              .urgency = URGENCY_NORMAL,
                              .took = who->colleague };
    bool again;
    TRY(tx_begin_retried(&tx, job->app->db, err));
    TRY(once_begin(&tx, mem, who->once, &ticket_created_shape, job->out, &again, err));
    if (again)
        return STATUS_OK;
    TRY(desk_facts_get(job->app, &tx, &facts, err));
    new.language = facts->language;
    TRY(team_of(facts, who, in->team_id, &new.team, err));
    TRY(customer_of(&tx, mem, in, &new, err));
    TRY(ticket_new(&work, &tx, mem, facts, who_actor(who), &new, err));
    TRY(message_of(&work, in, &created.message_id, err));
    created.id = work.ticket.id;
    created.number = work.ticket.number;
    created.owner_id = work.ticket.owner_id;
    TRY(once_end(&tx, who->once, &ticket_created_shape, &created, err));
    TRY(tx_commit(&tx, err));
    fault_here("api.after_commit");
    *job->out = created;
    return STATUS_OK;
}

enum status ticket_create(struct app *app, TALLOC_CTX *mem, const struct who *who, const struct ticket_input *in,
                          struct ticket_created *out, struct err *err)
{
    struct create_job job = { .app = app, .mem = mem, .who = who, .in = in, .out = out };
    TRY(may_at_desk(who, ACTION_CREATE, err));
    return db_retry(app->db, create_once, &job, err);
}
