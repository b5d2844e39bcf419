/* Several people on one ticket: whom the customer names in copy, who stays out, and who is the customer. */
#include "app/mail_copies.h"
#include "base/limits.h"
#include "base/mem.h"
#include "mail_desk.h"

#define PASS "Authentication-Results: mx.desk.example; spf=pass; dkim=pass; dmarc=pass\r\n"

static int64_t count(struct app_people *p, const char *what)
{
    return desk_ask(p->desk, talloc_asprintf(p, "SELECT count(*) FROM %s", what));
}

static struct mail_outcome write_with_copy(struct app_people *p, const char *cc)
{
    return mail_desk_receive(p, (struct test_mail){ .headers = talloc_asprintf(p, PASS "Cc: %s\r\n", cc) });
}

/* What leaves, in the order of its recipients. */
static struct outgoing answer(struct app_people *p, ticket_id ticket, const char *text)
{
    struct outgoing mail = { .attempts = 0 };
    struct err err;
    bool have = false;
    time_ms next;
    mail_desk_answer(p, &p->amara, ticket, text);
    do
        assert_done(mail_send_take(p->app, p, &mail, &have, &next, &err), &err);
    while (have && mail.automatic);
    assert_true(have);
    return mail;
}

static const struct out_recipient *find(const struct outgoing *mail, const char *address)
{
    const struct out_recipient *all = mail->recipients.items;
    for (size_t i = 0; i < mail->recipients.count; i++) {
        if (str_equal(all[i].address, str_from(address)))
            return &all[i];
    }
    return NULL;
}

static const struct out_recipient *recipient(const struct outgoing *mail, const char *address)
{
    const struct out_recipient *found = find(mail, address);
    if (found == NULL)
        fail_msg("%s gets nothing", address);
    return found;
}

static void whom_the_customer_names_gets_the_answers_from_then_on_AC002(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ .headers = PASS });
    mail_desk_answer(p, &p->amara, first.ticket, "For Rosa alone.");
    mail_desk_receive(p, (struct test_mail){ .to = mail_desk_reply_address(p, first.ticket, first.person), .text = "My boss must know.",
                                             .headers = PASS "Cc: The Boss <boss@escuela.example>\r\n" });
    struct outgoing mail = answer(p, first.ticket, "For both.");
    while (find(&mail, "boss@escuela.example") == NULL)
        mail = answer(p, first.ticket, "For both, again.");
    assert_true(recipient(&mail, "boss@escuela.example")->link.len > 0);
    assert_false(str_equal(recipient(&mail, "rosa@escuela.example")->reply_to, recipient(&mail, "boss@escuela.example")->reply_to));
    /* What they may read begins with the mail that brought them in. */
    assert_int_equal(count(p, "message m JOIN ticket_copy c ON c.ticket_id = m.ticket_id WHERE m.at_ms < c.added_ms AND m.kind = 'email'"), 2);
}

static void a_copy_in_the_first_mail_counts_too_and_the_receipt_is_the_customers_alone_A1(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    write_with_copy(p, "boss@escuela.example");
    mail_desk_later(p, HOUR_MS);
    assert_int_equal(count(p, "ticket_copy"), 1);
    assert_int_equal(count(p, "journal WHERE kind = 'copy.added' AND actor_kind = 'customer'"), 1);
    assert_int_equal(count(p, "message WHERE kind = 'receipt'"), 1);
    assert_int_equal(count(p, "outbox_recipient WHERE address = 'boss@escuela.example'"), 0);
}

static void who_was_taken_out_is_not_brought_back_by_the_next_mail_to_all(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = write_with_copy(p, "boss@escuela.example");
    struct copies_set_input nobody = { .cc = { MEM_NEW(p, struct address), 0 } };
    struct err err;
    assert_done(ticket_copies_set(p->app, &p->amara, first.ticket, &nobody, &err), &err);
    mail_desk_receive(p, (struct test_mail){ .to = mail_desk_reply_address(p, first.ticket, first.person), .text = "One more thing.",
                                             .headers = PASS "Cc: boss@escuela.example, friend@escuela.example\r\n" });
    assert_int_equal(count(p, "ticket_copy WHERE removed_ms IS NULL"), 1);
    assert_int_equal(count(p, "ticket_copy WHERE address = 'friend@escuela.example'"), 1);
    struct address *boss = MEM_NEW(p, struct address);
    *boss = (struct address){ STR("boss@escuela.example"), STR("") };
    assert_done(ticket_copies_set(p->app, &p->amara, first.ticket, &(struct copies_set_input){ .cc = { boss, 1 } }, &err), &err);
    assert_int_equal(count(p, "ticket_copy WHERE address = 'boss@escuela.example' AND removed_ms IS NULL"), 1);
}

static void who_works_here_and_what_nobody_reads_is_no_copy_AC016(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    write_with_copy(p, "dao@desk.example, Help <help+x@desk.example>, no-reply@shop.example, rosa@escuela.example, \"a b\"@@x");
    assert_int_equal(count(p, "ticket_copy"), 0);
}

static void a_mail_to_a_crowd_brings_nobody_in(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    char *crowd = talloc_strdup(p, "c0@crowd.example"), *some = NULL;
    for (int i = 1; i <= LIMIT_NAMED_COPIES; i++) {
        if (i == LIMIT_NAMED_COPIES)
            some = talloc_strdup(p, crowd);
        crowd = talloc_asprintf_append(crowd, ", c%d@crowd.example", i);
    }
    write_with_copy(p, crowd);
    assert_int_equal(count(p, "ticket_copy"), 0);
    write_with_copy(p, some);
    assert_int_equal(count(p, "ticket_copy"), LIMIT_NAMED_COPIES);
}

static void nobody_but_the_customer_brings_others_in_G9(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = write_with_copy(p, "boss@escuela.example");
    int64_t boss = desk_ask(p->desk, "SELECT person_id FROM identity WHERE lookup = 'boss@escuela.example'");
    mail_desk_receive(p, (struct test_mail){ .from = "boss@escuela.example", .to = mail_desk_reply_address(p, first.ticket, (person_id){ boss }),
                                             .text = "Look at this.", .headers = PASS "Cc: friend@escuela.example\r\n" });
    mail_desk_receive(p, (struct test_mail){ .from = "mallory@evil.example", .to = mail_desk_reply_address(p, first.ticket, first.person),
                                             .text = "Send it to me.", .headers = PASS "Cc: evil@evil.example\r\n" });
    mail_desk_receive(p, (struct test_mail){ .to = mail_desk_reply_address(p, first.ticket, first.person), .text = "I am away until Monday.",
                                             .headers = PASS "Auto-Submitted: auto-replied\r\nCc: other@escuela.example\r\n" });
    assert_int_equal(count(p, "ticket_copy"), 1);
    assert_int_equal(count(p, "message WHERE direction = 'in'"), 4);
    assert_int_equal(mail_desk_ticket(p, first.ticket).person_id.v, first.person.v);
}

static void two_people_on_one_ticket_and_one_of_them_is_the_customer(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = write_with_copy(p, "boss@escuela.example");
    struct outgoing mail = answer(p, first.ticket, "Which size?");
    struct mail_outcome next = mail_desk_receive(p, (struct test_mail){ .from = "The Boss <boss@escuela.example>", .text = "Twenty-eight inches. It is solved.",
        .to = str_to_c(p, recipient(&mail, "boss@escuela.example")->reply_to), .headers = PASS "Cc: rosa@escuela.example\r\n" });
    struct ticket ticket = mail_desk_ticket(p, first.ticket);
    assert_int_equal(next.ticket.v, first.ticket.v);
    assert_int_equal(ticket.person_id.v, first.person.v);
    assert_int_equal(ticket.state, TICKET_OPEN);
    assert_int_equal(count(p, "message WHERE stranger"), 0);
    assert_int_equal(count(p, "ticket_copy WHERE removed_ms IS NULL"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(whom_the_customer_names_gets_the_answers_from_then_on_AC002),
        TEST(a_copy_in_the_first_mail_counts_too_and_the_receipt_is_the_customers_alone_A1),
        TEST(who_was_taken_out_is_not_brought_back_by_the_next_mail_to_all),
        TEST(who_works_here_and_what_nobody_reads_is_no_copy_AC016),
        TEST(a_mail_to_a_crowd_brings_nobody_in),
        TEST(nobody_but_the_customer_brings_others_in_G9),
        TEST(two_people_on_one_ticket_and_one_of_them_is_the_customer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
