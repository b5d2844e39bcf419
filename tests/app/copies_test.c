/* Answers to several people, with files, at a chosen time, with what was said before. */
#include <unistd.h>

#include "app/customer_page.h"
#include "app/mail_copies.h"
#include "app/mail_text.h"
#include "app/mailbox_send.h"
#include "app/sign_off.h"
#include "app/upload.h"
#include "app/views.h"
#include "base/limits.h"
#include "base/mem.h"
#include "mail_desk.h"

static int64_t count(struct app_people *p, const char *what)
{
    return desk_ask(p->desk, talloc_asprintf(p, "SELECT count(*) FROM %s", what));
}

static struct list addresses(struct app_people *p, const char *first, const char *second)
{
    struct address *list = MEM_ARRAY(p, struct address, 2);
    list[0] = (struct address){ str_from(first), STR("") };
    list[1] = (struct address){ str_from(second), STR("") };
    return (struct list){ list, (first != NULL) + (size_t)(second != NULL) };
}

static enum status try_reply(struct app_people *p, ticket_id ticket, struct reply_input in, struct reply_outcome *out, struct err *err)
{
    if (in.text.ptr == NULL)
        in.text = STR("The bell is on its way.");
    in.version = mail_desk_ticket(p, ticket).version;
    return ticket_reply(p->app, p, &p->amara, ticket, &in, out, err);
}

static message_id reply(struct app_people *p, ticket_id ticket, struct reply_input in)
{
    struct reply_outcome out = { .version = 0 };
    struct err err;
    mail_desk_later(p, MINUTE_MS);
    assert_done(try_reply(p, ticket, in, &out, &err), &err);
    return out.id;
}

static void assert_refused(struct app_people *p, ticket_id ticket, struct reply_input in, const char *key, const char *field)
{
    struct reply_outcome out;
    struct err err = { .key = "" };
    assert_int_equal(try_reply(p, ticket, in, &out, &err), STATUS_INVALID);
    assert_string_equal(err.key, key);
    assert_string_equal(err.field, field);
}

static struct app_people *desk_with_mail(void **state, ticket_id *ticket)
{
    struct app_people *p = mail_desk_new(*state);
    *ticket = mail_desk_receive(p, (struct test_mail){ .headers = "Authentication-Results: mx.desk.example; dmarc=pass\r\n" }).ticket;
    desk_ask(p->desk, "SELECT 1");
    return p;
}

static struct outgoing take(struct app_people *p)
{
    struct outgoing mail = { .attempts = 0 };
    struct err err;
    bool have = false;
    time_ms next;
    mail_desk_later(p, MINUTE_MS);
    assert_done(mail_send_take(p->app, p, &mail, &have, &next, &err), &err);
    assert_true(have);
    return mail;
}

static const struct out_recipient *recipient(const struct outgoing *mail, const char *address)
{
    const struct out_recipient *all = mail->recipients.items;
    for (size_t i = 0; i < mail->recipients.count; i++) {
        if (str_equal(all[i].address, str_from(address)))
            return &all[i];
    }
    fail_msg("%s is no recipient", address);
    return NULL;
}

static struct ticket_view view(struct app_people *p, ticket_id ticket)
{
    struct ticket_view out = { .number = 0 };
    struct err err;
    assert_done(ticket_read(p->app, p, &p->amara, ticket, &out, &err), &err);
    return out;
}

static const struct message_view *last_message(const struct ticket_view *ticket)
{
    return &((const struct message_view *)ticket->messages.items)[ticket->messages.count - 1];
}

/* ---- copies ---- */

static void each_gets_a_copy_with_a_way_back_of_their_own_and_nobody_sees_a_blind_one_AC007_AC066(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    reply(p, id, (struct reply_input){ .cc = addresses(p, "boss@escuela.example", NULL), .bcc = addresses(p, "lawyer@desk-law.example", NULL) });
    struct outgoing mail = take(p);
    assert_int_equal(mail.recipients.count, 3);
    assert_int_equal(mail.cc.count, 1);
    const struct out_recipient *rosa = recipient(&mail, "rosa@escuela.example"), *boss = recipient(&mail, "boss@escuela.example"),
                               *lawyer = recipient(&mail, "lawyer@desk-law.example");
    assert_false(str_equal(rosa->reply_to, boss->reply_to));
    assert_false(str_equal(rosa->link, boss->link));
    assert_true(boss->link.len > 0 && lawyer->link.len == 0);
    assert_true(str_equal(boss->envelope_from, boss->reply_to));
    struct ticket_view ticket = view(p, id);
    assert_str(last_message(&ticket)->to_addresses, "rosa@escuela.example, boss@escuela.example");
    assert_int_equal(last_message(&ticket)->recipients.count, 3);
    assert_int_equal(ticket.cc.count, 1);
}

static void who_is_in_copy_stays_so_until_left_out(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    reply(p, id, (struct reply_input){ .cc = addresses(p, "boss@escuela.example", NULL) });
    assert_int_equal(take(p).recipients.count, 2);
    reply(p, id, (struct reply_input){ .text = STR("Again.") });
    assert_int_equal(take(p).recipients.count, 2);
    reply(p, id, (struct reply_input){ .text = STR("To you alone."), .cc = { MEM_NEW(p, struct address), 0 } });
    assert_int_equal(take(p).recipients.count, 1);
    assert_int_equal(view(p, id).cc.count, 0);
    assert_int_equal(count(p, "page WHERE revoked"), 2);
    assert_int_equal(count(p, "journal WHERE kind IN ('copy.added', 'copy.removed')"), 2);
}

static void nobody_gets_it_twice_and_the_desk_not_at_all(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    reply(p, id, (struct reply_input){ .cc = addresses(p, "rosa@ESCUELA.example", "boss@escuela.example"),
                                       .bcc = addresses(p, "boss@escuela.example", NULL) });
    assert_int_equal(take(p).recipients.count, 2);
    assert_refused(p, id, (struct reply_input){ .cc = addresses(p, "help+x@desk.example", NULL) }, "copy.ours", "cc");
    assert_refused(p, id, (struct reply_input){ .bcc = addresses(p, "a@b, c@d", NULL) }, "copy.address", "bcc");
}

static void an_address_stays_with_whom_it_belongs_AC018(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    struct mail_outcome hidden = mail_desk_receive(p, (struct test_mail){ .from = "Mr Osei <osei@secret.example>" });
    struct address *given = MEM_NEW(p, struct address);
    *given = (struct address){ STR("osei@secret.example"), STR("Rosa's brother") };
    reply(p, id, (struct reply_input){ .cc = { given, 1 } });
    struct ticket_view ticket = view(p, id);
    assert_str(((const struct address *)ticket.cc.items)->name, "Mr Osei");
    assert_int_equal(mail_desk_ticket(p, hidden.ticket).person_id.v, hidden.person.v);
    assert_int_equal(count(p, "identity WHERE lookup = 'osei@secret.example'"), 1);
    assert_int_equal(count(p, "person WHERE name LIKE '%brother%'"), 0);
}

static void an_answer_of_one_in_copy_joins_and_ends_nothing(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    person_id customer = mail_desk_ticket(p, id).person_id;
    reply(p, id, (struct reply_input){ .cc = addresses(p, "boss@escuela.example", NULL) });
    struct outgoing mail = take(p);
    const char *back = str_to_c(p, recipient(&mail, "boss@escuela.example")->reply_to);
    struct mail_outcome out = mail_desk_receive(p, (struct test_mail){ .from = "Boss <boss@escuela.example>", .to = back, .text = "It is solved." });
    assert_int_equal(out.ticket.v, id.v);
    struct ticket ticket = mail_desk_ticket(p, id);
    assert_int_equal(ticket.state, TICKET_OPEN);
    assert_int_equal(ticket.person_id.v, customer.v);
    assert_int_equal(count(p, "message WHERE stranger"), 0);

    reply(p, id, (struct reply_input){ .text = STR("To you alone."), .cc = { MEM_NEW(p, struct address), 0 } });
    out = mail_desk_receive(p, (struct test_mail){ .from = "Boss <boss@escuela.example>", .to = back, .text = "And another thing, please." });
    assert_int_equal(out.ticket.v, id.v);
    assert_int_equal(count(p, "message WHERE stranger"), 1);
}

static void one_in_copy_reads_nothing_older_AC002(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    mail_desk_answer(p, &p->amara, id, "For Rosa alone.");
    reply(p, id, (struct reply_input){ .text = STR("For both."), .cc = addresses(p, "boss@escuela.example", NULL) });
    mail_desk_later(p, MINUTE_MS);
    int64_t boss = desk_ask(p->desk, "SELECT person_id FROM identity WHERE lookup = 'boss@escuela.example'");
    const struct who who = { .kind = ACTOR_CUSTOMER, .person = { boss }, .page_ticket = id, .page_full = true };
    struct value *page;
    struct str language, html;
    struct err err;
    struct buf out;
    assert_done(page_data(p->app, p, &who, &(const struct page_asked){ STR(""), STR("") }, &page, &language, &err), &err);
    buf_init(&out, p, LIMIT_TEMPLATE_BYTES);
    assert_done(template_render(&out, STR("{{#messages}}[{{text}}]{{/messages}}"), page, ESCAPE_NONE, NULL, &err), &err);
    html = buf_str(&out);
    assert_true(str_equal(html, STR("[For both.]")));
}

static void what_one_refused_does_not_hold_up_the_other_F07(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    struct err err;
    reply(p, id, (struct reply_input){ .cc = addresses(p, "boss@escuela.example", NULL) });
    struct outgoing mail = take(p);
    const struct out_recipient *to = mail.recipients.items;
    const struct recipient_result first[] = { { to[0].address, SEND_OK, STR("250 ok") }, { to[1].address, SEND_LATER, STR("451 later") } };
    assert_done(mail_send_one_done(p->app, &mail, &first[0], &err), &err);
    assert_done(mail_send_done(p->app, &mail, first, 2, &err), &err);
    assert_int_equal(count(p, "message WHERE state = 'waiting' AND direction = 'out'"), 1);
    mail_desk_later(p, HOUR_MS);
    struct outgoing again = take(p);
    assert_int_equal(again.recipients.count, 1);
    assert_true(str_equal(again.message_id, mail.message_id));
    const struct recipient_result second[] = { { to[1].address, SEND_REFUSED, STR("550 nobody") } };
    assert_done(mail_send_done(p->app, &again, second, 1, &err), &err);
    assert_int_equal(count(p, "message WHERE state = 'bounced'"), 1);
    assert_int_equal(count(p, "outbox_recipient WHERE state = 'sent' AND kind = 'to'"), 1);
    assert_int_equal(count(p, "outbox_recipient WHERE state = 'failed' AND kind = 'cc'"), 1);
}

static void a_worker_that_died_may_have_sent_it_and_that_is_shown_F06(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    reply(p, id, (struct reply_input){ 0 });
    take(p);
    assert_int_equal(count(p, "outbox WHERE maybe_twice"), 0);
    mail_desk_later(p, HOUR_MS);
    take(p);
    assert_int_equal(count(p, "outbox WHERE maybe_twice"), 1);
}

/* ---- files ---- */

static int64_t put_in(struct app_people *p, const struct who *who, const char *name, struct str bytes)
{
    struct attachment_view out = { 0 };
    struct err err;
    FILE *file = tmpfile();
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, file), bytes.len);
    assert_int_equal(fflush(file), 0);
    assert_done(upload_add(p->app, p, who, str_from(name), fileno(file), &out, &err), &err);
    fclose(file);
    return out.id;
}

static struct list files(struct app_people *p, int64_t id)
{
    struct id_input *one = MEM_NEW(p, struct id_input);
    one->id = id;
    return (struct list){ one, 1 };
}

static void a_file_travels_with_the_answer_byte_for_byte(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    char *large = talloc_array(p, char, 600000);
    for (size_t i = 0; i < 600000; i++)
        large[i] = (char)(i * 7 + i / 256);
    int64_t upload = put_in(p, &p->amara, "../../Rechnung März.pdf", (struct str){ large, 600000 });
    reply(p, id, (struct reply_input){ .attachments = files(p, upload) });
    struct outgoing mail = take(p);
    const struct out_attachment *file = mail.attachments.items;
    assert_int_equal(mail.attachments.count, 1);
    assert_str(file->name, "Rechnung März.pdf");
    assert_str(file->type, "application/pdf");
    assert_int_equal(file->bytes.len, 600000);
    assert_memory_equal(file->bytes.ptr, large, 600000);
    assert_int_equal(count(p, "upload"), 0);

    struct ticket_view ticket = view(p, id);
    const struct attachment_view *shown = last_message(&ticket)->attachments.items;
    struct file_content content;
    struct err err;
    assert_done(attachment_read(p->app, p, &p->amara, (attachment_id){ shown->id }, &content, &err), &err);
    assert_int_equal(content.bytes.len, 600000);
}

static void a_picture_in_the_text_is_a_part_of_the_mail_AC034(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    int64_t png = put_in(p, &p->amara, "bell.html", STR("\x89PNG\r\n\x1a\n……"));
    struct str text = str_format(p, "Look: ![the bell](upload:%lld)", (long long)png);
    reply(p, id, (struct reply_input){ .text = text, .attachments = files(p, png) });
    struct outgoing mail = take(p);
    const struct out_attachment *file = mail.attachments.items;
    struct mail_bodies bodies = mail_desk_bodies(p, &mail);
    assert_str(file->type, "image/png");
    assert_true(file->cid.len > 0);
    assert_true(str_find(bodies.html, str_format(p, " src=\"cid:" STR_FMT "\" alt=\"the bell\" />", STR_ARG(file->cid)), 0) != SIZE_MAX);
    assert_true(str_starts(bodies.text, STR("Look: [the bell]\n")));
    int64_t script = put_in(p, &p->amara, "x.png", STR("<script>"));
    assert_refused(p, id, (struct reply_input){ .text = str_format(p, "![x](upload:%lld)", (long long)script), .attachments = files(p, script) },
                   "upload.picture", "text");
    assert_refused(p, id, (struct reply_input){ .text = STR("![x](upload:99999)") }, "upload.picture", "text");
}

static void a_file_is_of_who_put_it_in_AC047(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    int64_t foreign = put_in(p, &p->dao, "plan.txt", STR("secret"));
    assert_refused(p, id, (struct reply_input){ .attachments = files(p, foreign) }, "upload.unknown", "attachments");
    int64_t own = put_in(p, &p->amara, "plan.txt", STR("mine"));
    reply(p, id, (struct reply_input){ .attachments = files(p, own) });
    assert_refused(p, id, (struct reply_input){ .attachments = files(p, own) }, "upload.unknown", "attachments");
}

static void what_nobody_sends_is_forgotten_after_a_day_AC049(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct err err;
    put_in(p, &p->amara, "old.txt", STR("old"));
    mail_desk_later(p, 25 * HOUR_MS);
    put_in(p, &p->amara, "new.txt", STR("new"));
    assert_done(uploads_forget(p->app, &err), &err);
    assert_int_equal(count(p, "upload"), 1);
    assert_int_equal(count(p, "blob"), 1);
}

/* ---- time, history, sign-off ---- */

static void an_answer_waits_for_its_moment_and_can_be_taken_back_until_then(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    time_ms later = p->desk->clock->now(p->desk->clock) + 30 * MINUTE_MS;
    message_id message = reply(p, id, (struct reply_input){ .send_at_ms = later });
    struct outgoing mail;
    struct err err;
    bool have;
    time_ms next;
    mail_desk_later(p, 10 * MINUTE_MS);
    assert_done(mail_send_take(p->app, p, &mail, &have, &next, &err), &err);
    assert_false(have);
    assert_int_equal(next, later);
    struct ticket_view ticket = view(p, id);
    assert_int_equal(last_message(&ticket)->send_ms, later);
    assert_true(last_message(&ticket)->may_undo);
    assert_done(message_undo(p->app, &p->amara, message, &err), &err);
    assert_int_equal(count(p, "outbox WHERE state = 'waiting'"), 0);
    assert_int_equal(count(p, "promise WHERE kind = 'acknowledgement' AND state = 'open'"), 1);
}

static void it_leaves_sooner_when_somebody_says_so_with_the_date_of_that_moment(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    struct err err;
    message_id message = reply(p, id, (struct reply_input){ .send_at_ms = p->desk->clock->now(p->desk->clock) + 30 * MINUTE_MS });
    assert_done(message_send_now(p->app, &p->amara, message, &err), &err);
    struct outgoing mail = take(p);
    assert_true(str_find(mail.date, STR(":01:00 +0000"), 0) != SIZE_MAX);
    assert_int_equal(message_send_now(p->app, &p->amara, message, &err), STATUS_CONFLICT);
}

static void it_may_not_wait_beyond_what_it_keeps_P2(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    time_ms now = p->desk->clock->now(p->desk->clock);
    assert_refused(p, id, (struct reply_input){ .send_at_ms = now + 2 * DAY_MS }, "reply.too_late", "send_at_ms");
    mail_desk_answer(p, &p->amara, id, "Which bell?");
    assert_refused(p, id, (struct reply_input){ .send_at_ms = now + 200 * DAY_MS }, "reply.far", "send_at_ms");
    reply(p, id, (struct reply_input){ .send_at_ms = now + 2 * DAY_MS, .wait = true });
}

static void history_goes_along_only_when_asked_for_AC149(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    reply(p, id, (struct reply_input){ .text = STR("Without.") });
    struct outgoing first = take(p);
    assert_true(str_find(mail_desk_bodies(p, &first).text, STR("fell off"), 0) == SIZE_MAX);
    reply(p, id, (struct reply_input){ .text = STR("A note."), .kind = REPLY_KIND_NOTE });
    reply(p, id, (struct reply_input){ .text = STR("With."), .quote_history = true });
    struct outgoing second = take(p);
    struct mail_bodies bodies = mail_desk_bodies(p, &second);
    assert_true(str_find(bodies.text, STR("Rosa Delgado wrote:\n> The bell fell off my bike"), 0) != SIZE_MAX);
    assert_true(str_find(bodies.text, STR("\n> Without.\n"), 0) != SIZE_MAX);
    assert_true(str_find(bodies.text, STR("A note"), 0) == SIZE_MAX);
    assert_true(str_find(bodies.html, STR("<blockquote style="), 0) != SIZE_MAX);
    assert_true(str_find(bodies.html, STR("The bell fell off my bike"), 0) != SIZE_MAX);
}

static void signatures_stand_below_an_answer_unless_left_out(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    struct who admin = { .kind = ACTOR_SYSTEM, .role = ROLE_ADMIN };
    struct err err;
    assert_done(signature_set(p->app, &p->amara, &(struct signature_input){ STR("Amara O.\nWheels & <hubs>") }, &err), &err);
    assert_done(mailbox_signature_set(p->app, &admin, STR("help@desk.example"), STR("Cedar & Spoke, Mill Lane 4"), &err), &err);
    assert_str(view(p, id).sign_off, "Amara O.\nWheels & <hubs>\nCedar & Spoke, Mill Lane 4");
    reply(p, id, (struct reply_input){ 0 });
    struct outgoing mail = take(p);
    struct mail_bodies bodies = mail_desk_bodies(p, &mail);
    assert_true(str_find(bodies.text, STR("\n\n-- \nAmara O.\nWheels & <hubs>\nCedar & Spoke, Mill Lane 4\nWhere"), 0) != SIZE_MAX);
    assert_true(str_find(bodies.html, STR("Amara O.<br>Wheels &amp; &lt;hubs&gt;<br>Cedar"), 0) != SIZE_MAX);
    reply(p, id, (struct reply_input){ .without_signature = true });
    mail = take(p);
    assert_true(str_find(mail_desk_bodies(p, &mail).text, STR("Amara"), 0) == SIZE_MAX);
}

static void what_was_written_to_an_alias_is_answered_from_it(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct who admin = { .kind = ACTOR_SYSTEM, .role = ROLE_ADMIN };
    struct err err = { .key = "" };
    assert_done(mailbox_alias_set(p->app, &admin, STR("help@desk.example"), STR("Sales@desk.example"), true, &err), &err);
    assert_int_equal(mailbox_alias_set(p->app, &admin, STR("help@desk.example"), STR("sales+1@desk.example"), true, &err), STATUS_CONFLICT);
    ticket_id id = mail_desk_receive(p, (struct test_mail){ .to = "sales@desk.example" }).ticket;
    reply(p, id, (struct reply_input){ 0 });
    struct outgoing mail = take(p);
    const struct out_recipient *to = mail.recipients.items;
    assert_str(mail.from.address, "sales@desk.example");
    assert_true(str_starts(to->reply_to, STR("sales+")));
    assert_int_equal(mail_desk_receive(p, (struct test_mail){ .to = str_to_c(p, to->reply_to), .text = "Thank you, which one?" }).ticket.v, id.v);
}

static enum status send_through(struct app_people *p, const char *url, struct err *err)
{
    const struct who admin = { .kind = ACTOR_SYSTEM, .role = ROLE_ADMIN };
    const struct send_setup setup = { .url = str_from(url), .password = STR("secret"), .client = { .token_url = STR("") } };
    return mailbox_send_set(p->app, &admin, STR("help@desk.example"), &setup, err);
}

static void a_mailbox_sends_through_a_server_of_its_own(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    struct err err = { .key = "" };
    assert_int_equal(send_through(p, "smtp://u:secret@mx.example", &err), STATUS_INVALID);
    assert_done(send_through(p, "smtps://u@mx.example:465", &err), &err);
    assert_int_equal(count(p, "mailbox WHERE smtp_url LIKE '%secret%'"), 0);
    reply(p, id, (struct reply_input){ 0 });
    struct outgoing mail = take(p);
    assert_str(mail.smtp_url, "smtps://u@mx.example:465");
    assert_str(mail.smtp_password, "secret");
}

static void a_secret_that_another_desk_sealed_holds_up_nobody_else_F59(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    struct err err = { .key = "" };
    assert_done(send_through(p, "smtps://u@mx.example:465", &err), &err);
    reply(p, id, (struct reply_input){ 0 });
    p->app->secret = STR("another desk has a different key");
    struct outgoing mail = take(p);
    assert_true(mail.trouble.len > 0);
    assert_int_equal(mail.recipients.count, 1);
}

static void a_report_of_delivery_is_shown_and_makes_no_message_rfc_3464(void **state)
{
    ticket_id id;
    struct app_people *p = desk_with_mail(state, &id);
    struct err err;
    reply(p, id, (struct reply_input){ 0 });
    struct outgoing mail = take(p);
    const struct out_recipient *to = mail.recipients.items;
    const struct recipient_result sent = { to->address, SEND_OK, STR("250 ok") };
    assert_done(mail_send_done(p->app, &mail, &sent, 1, &err), &err);
    size_t before = view(p, id).messages.count;
    char *report = talloc_asprintf(p, "This is a report.\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
                                      "Final-Recipient: rfc822; elsewhere@other.example\r\nAction: delivered\r\nStatus: 2.0.0\r\n\r\n"
                                      "--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <%.*s>\r\n\r\n--b--", STR_ARG(mail.message_id));
    struct mail_outcome out = mail_desk_receive(p, (struct test_mail){
        .from = "MAILER-DAEMON@mx.example", .to = str_to_c(p, to->reply_to), .null_sender = true, .subject = "Delivered",
        .headers = "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n",
        .text = talloc_asprintf(p, "\r\n--b\r\nContent-Type: text/plain\r\n\r\n%s", report) });
    assert_int_equal(out.fate, FATE_BOUNCE_NOTED);
    struct ticket_view ticket = view(p, id);
    assert_int_equal(ticket.messages.count, before);
    assert_true(last_message(&ticket)->delivered_ms > 0);
    assert_int_equal(count(p, "outbox_recipient WHERE delivered_ms IS NOT NULL AND state = 'sent'"), 1);
}

static void markdown_becomes_text_that_reads_well(void **state)
{
    static const struct { const char *in, *out; } cases[] = {
        { "Hello **you**, _look_", "Hello *you*, _look_" },
        { "one\ntwo", "one\ntwo" },
        { "a\n\n- x\n- y\n\nb", "a\n\n- x\n- y\n\nb" },
        { "3. c\n4. d", "3. c\n4. d" },
        { "- a\n  b\n- c", "- a\n  b\n- c" },
        { "> q\n> r\n>\n> s", "> q\n> r\n>\n> s" },
        { "[words](https://a.example) <https://b.example> [m](mailto:x@y.example)", "words (https://a.example) https://b.example m (x@y.example)" },
        { "![bell](cid:1@x)", "[bell]" },
        { "`code` & <b>", "code & <b>" },
        { "    indented", "    indented" },
        { "# Head\n\ntext", "Head\n\ntext" },
        { "", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct err err;
        struct str out;
        assert_done(mail_text_of(*state, str_from(cases[i].in), &out, &err), &err);
        if (!str_equal(out, str_from(cases[i].out)))
            fail_msg("\"%s\" became \"%.*s\"", cases[i].in, STR_ARG(out));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_gets_a_copy_with_a_way_back_of_their_own_and_nobody_sees_a_blind_one_AC007_AC066),
        TEST(who_is_in_copy_stays_so_until_left_out),
        TEST(nobody_gets_it_twice_and_the_desk_not_at_all),
        TEST(an_address_stays_with_whom_it_belongs_AC018),
        TEST(an_answer_of_one_in_copy_joins_and_ends_nothing),
        TEST(one_in_copy_reads_nothing_older_AC002),
        TEST(what_one_refused_does_not_hold_up_the_other_F07),
        TEST(a_worker_that_died_may_have_sent_it_and_that_is_shown_F06),
        TEST(a_file_travels_with_the_answer_byte_for_byte),
        TEST(a_picture_in_the_text_is_a_part_of_the_mail_AC034),
        TEST(a_file_is_of_who_put_it_in_AC047),
        TEST(what_nobody_sends_is_forgotten_after_a_day_AC049),
        TEST(an_answer_waits_for_its_moment_and_can_be_taken_back_until_then),
        TEST(it_leaves_sooner_when_somebody_says_so_with_the_date_of_that_moment),
        TEST(it_may_not_wait_beyond_what_it_keeps_P2),
        TEST(history_goes_along_only_when_asked_for_AC149),
        TEST(signatures_stand_below_an_answer_unless_left_out),
        TEST(what_was_written_to_an_alias_is_answered_from_it),
        TEST(a_mailbox_sends_through_a_server_of_its_own),
        TEST(a_secret_that_another_desk_sealed_holds_up_nobody_else_F59),
        TEST(a_report_of_delivery_is_shown_and_makes_no_message_rfc_3464),
        TEST(markdown_becomes_text_that_reads_well),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
