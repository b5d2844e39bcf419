#include "cli/ingest.h"

#include "app/mail_receive.h"
#include "base/fault.h"
#include "base/json.h"
#include "cli/desk.h"
#include "cli/mail_input.h"
#include "mail/parse_client.h"

enum { ANSWER_BYTES = 4 * 1024 };

const struct option_row ingest_options[] = {
    { "to", "ADDRESS", "whom the mail is for; default: the first mailbox that its headers name" },
    { "from", "ADDRESS", "the envelope's sender" },
    { "json", NULL, "print what became of it as one JSON object" },
    { 0 },
};

static void done_pool(struct parse_pool **pool)
{
    if (*pool != NULL)
        parse_pool_free(*pool);
}

static enum status take(TALLOC_CTX *mem, const struct invocation *in, struct mail_outcome *outcome, struct err *err)
{
    struct str to = option_value(in, "to"), from = option_value(in, "from");
    struct mail_arrival arrival = {
        .source = MAIL_FROM_INGEST,
        .envelope_from = from.ptr == NULL ? STR("") : from,
        .envelope_to = to.ptr == NULL ? STR("") : to,
    };
    TRY(mail_input_read(mem, &arrival.raw, err));
    CLEANUP(done_pool) struct parse_pool *pool = NULL;
    CLEANUP(app_done) struct app *app = NULL;
    TRY(desk_open(mem, in, &app, err));
    TRY(parse_pool_new(mem, 1, NULL, app->config->authserv_id, &pool, err));
    app->parse = pool;
    if (to.ptr != NULL)
        TRY(mail_recipient_check(app, to, err));
    fault_here("ingest.before_parse");
    TRY(mail_receive(app, mem, &arrival, outcome, err));
    fault_here("ingest.after_commit");
    return STATUS_OK;
}

static void json_field_id(struct json_writer *w, const char *key, int64_t id)
{
    json_key(w, key);
    if (id == 0)
        json_write_null(w);
    else
        json_int(w, id);
}

static void print_json(TALLOC_CTX *mem, const struct mail_outcome *outcome)
{
    struct buf out;
    buf_init(&out, mem, ANSWER_BYTES);
    struct json_writer w = json_writer_on(&out);
    json_open_object(&w);
    json_field_id(&w, "message", outcome->message.v);
    json_field_id(&w, "ticket", outcome->ticket.v);
    json_field_bool(&w, "created", outcome->created);
    json_field_id(&w, "owner", outcome->owner.v);
    json_field_id(&w, "person", outcome->person.v);
    json_close_object(&w);
    puts(out.ptr);
}

static void print_line(const struct mail_outcome *outcome)
{
    if (outcome->ticket.v == 0)
        printf("%s\n", mail_fate_words[outcome->fate]);
    else
        printf("%s C-%lld, owned by " STR_FMT "\n", mail_fate_words[outcome->fate], (long long)outcome->number,
               STR_ARG(outcome->owner_name));
}

/* Whatever went wrong, the mail is not stored: exit 75 makes the mail server keep it and come again (F-03). */
enum status ingest_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    struct mail_outcome outcome = { 0 };
    if (take(mem, in, &outcome, err) != STATUS_OK)
        return STATUS_UNAVAILABLE;
    if (option_given(in, "json"))
        print_json(mem, &outcome);
    else
        print_line(&outcome);
    return STATUS_OK;
}
