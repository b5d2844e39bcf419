#include "mail_desk.h"

#include "app/desk_facts.h"
#include "app/receipt.h"
#include "app/reply_address.h"
#include "app/ticket_reply.h"
#include "mail/parse_client.h"
#include "program.h"

struct app_people *mail_desk_new(TALLOC_CTX *mem)
{
    struct app_people *p = app_desk_with_people(mem);
    struct err err;
    assert_done(parse_pool_new(p, 1, program_path(), STR("mx.desk.example"), &p->app->parse, &err), &err);
    return p;
}

static const char *or(const char *given, const char *usual)
{
    return given != NULL ? given : usual;
}

enum status mail_desk_try(struct app_people *p, struct test_mail mail, struct mail_outcome *out, struct err *err)
{
    static int mails;
    const char *to = or(mail.to, "help@desk.example");
    char *id = talloc_asprintf(p, "m%d@elsewhere.example", ++mails);
    char *raw = talloc_asprintf(p, "From: %s\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: <%s>\r\nDate: Fri, 20 Nov 2026 10:00:00 +0000\r\n"
                                   "%s\r\n%s\r\n",
                                or(mail.from, "Rosa Delgado <rosa@escuela.example>"), to, or(mail.subject, "The bell is gone"),
                                or(mail.id, id), or(mail.headers, ""), or(mail.text, "The bell fell off my bike on Monday. Can I get a new one?"));
    const struct mail_arrival arrival = { .source = mail.source, .raw = str_from(raw), .envelope_from = mail.null_sender ? STR("") : STR("rosa@escuela.example"),
                                          .envelope_to = str_from(or(mail.envelope_to, to)) };
    return mail_receive(p->app, p, &arrival, out, err);
}

struct mail_outcome mail_desk_receive(struct app_people *p, struct test_mail mail)
{
    struct mail_outcome out = { .fate = FATE_COUNT };
    struct err err = { .key = "" };
    assert_done(mail_desk_try(p, mail, &out, &err), &err);
    return out;
}

struct ticket mail_desk_ticket(struct app_people *p, ticket_id id)
{
    CLEANUP(tx_end) struct tx tx = { .open = false };
    struct ticket ticket = { .number = 0 };
    struct err err;
    assert_done(tx_begin_read(&tx, p->app->db, &err), &err);
    assert_done(ticket_load(&tx, p, id, &ticket, &err), &err);
    return ticket;
}

const char *mail_desk_reply_address(struct app_people *p, ticket_id ticket, person_id person)
{
    CLEANUP(tx_end) struct tx tx = { .open = false };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct err err;
    assert_done(tx_begin_read(&tx, p->app->db, &err), &err);
    assert_done(desk_facts_get(p->app, &tx, &facts, &err), &err);
    return str_to_c(p, reply_address_make(p, p->app->secret, &facts->mailboxes[0], ticket, person));
}

void mail_desk_later(struct app_people *p, span_ms span)
{
    bool more;
    time_ms next;
    struct err err;
    clock_set(p->desk->clock, p->desk->clock->now(p->desk->clock) + span);
    assert_done(receipts_write(p->app, 10, &more, &next, &err), &err);
    assert_false(more);
}

struct reply_outcome mail_desk_answer(struct app_people *p, const struct who *who, ticket_id ticket, const char *text)
{
    const struct reply_input in = { .kind = REPLY_KIND_REPLY, .text = str_from(text), .version = mail_desk_ticket(p, ticket).version, .wait = true };
    struct reply_outcome out = { .version = 0 };
    struct err err;
    mail_desk_later(p, MINUTE_MS);
    assert_done(ticket_reply(p->app, p, who, ticket, &in, &out, &err), &err);
    mail_desk_later(p, MINUTE_MS);
    return out;
}

struct mail_bodies mail_desk_bodies(struct app_people *p, const struct outgoing *mail)
{
    struct mail_bodies bodies = { STR(""), STR("") };
    struct err err;
    assert_true(mail->recipients.count > 0);
    assert_done(mail_send_body(p, mail, mail->recipients.items, &bodies.text, &bodies.html, &err), &err);
    return bodies;
}
