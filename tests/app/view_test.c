/* What is shown, and to whom. */
#include "app/handover.h"
#include "app/mail_copies.h"
#include "app/search_index.h"
#include "app/ticket_create.h"
#include "app/views.h"
#include "base/mem.h"
#include "mail_desk.h"

static struct desk_view desk(struct app_people *p, const struct who *who)
{
    struct desk_view view = { .seq = 0 };
    struct err err;
    assert_done(desk_read(p->app, p, who, &view, &err), &err);
    return view;
}

static struct ticket_view ticket_of(struct app_people *p, const struct who *who, ticket_id id)
{
    struct ticket_view view = { .number = 0 };
    struct err err;
    assert_done(ticket_read(p->app, p, who, id, &view, &err), &err);
    return view;
}

static const struct desk_row *row_of(const struct desk_view *view, ticket_id id)
{
    const struct desk_row *rows = view->rows.items;
    for (size_t i = 0; i < view->rows.count; i++) {
        if (rows[i].id.v == id.v)
            return &rows[i];
    }
    fail_msg("not on the desk");
    return NULL;
}

/* A mail whose owner is Amara. */
static struct mail_outcome amaras(struct app_people *p)
{
    const struct ticket_input in = { .subject = STR("A start"), .text = STR("Said at the counter."), .channel = CHANNEL_COUNTER,
                                     .customer_address = STR("rosa@escuela.example"), .customer_name = STR("Rosa Delgado") };
    struct ticket_created created;
    struct err err;
    assert_done(ticket_create(p->app, p, &p->amara, &in, &created, &err), &err);
    struct mail_outcome out = mail_desk_receive(p, (struct test_mail){ 0 });
    assert_int_equal(out.owner.v, p->amara.colleague.v);
    return out;
}

static void what_is_captured_is_owned_by_who_captures_it_O2(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    const struct ticket_input in = { .subject = STR("Squeak"), .text = STR("It squeaks."), .channel = CHANNEL_PHONE, .customer_name = STR("Mr Osei") };
    struct ticket_created created;
    struct err err;
    assert_done(ticket_create(p->app, p, &p->mateusz, &in, &created, &err), &err);
    assert_int_equal(created.owner_id.v, p->mateusz.colleague.v);
    assert_str(ticket_of(p, &p->mateusz, created.id).channel, "phone");
    assert_str(row_of(&(struct desk_view){ .rows = desk(p, &p->mateusz).rows }, created.id)->person_name, "Mr Osei");
}

static void my_desk_groups_what_is_owed(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome mail = amaras(p);
    struct desk_view view = desk(p, &p->amara);
    assert_int_equal(view.rely, 2);
    assert_str(row_of(&view, mail.ticket)->bucket, "acknowledge");
    assert_str(row_of(&view, mail.ticket)->person_name, "Rosa Delgado");
    mail_desk_answer(p, &p->amara, mail.ticket, "Which size?");
    view = desk(p, &p->amara);
    assert_str(row_of(&view, mail.ticket)->bucket, "customer");
    assert_int_equal(view.kept_month, 1);
    assert_int_equal(view.promised_month, 1);
}

static void a_word_is_unread_until_the_owner_looks(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome mail = amaras(p);
    struct desk_view view = desk(p, &p->amara);
    struct err err;
    assert_true(row_of(&view, mail.ticket)->unread);
    assert_done(ticket_seen(p->app, &p->dao, mail.ticket, &err), &err);
    view = desk(p, &p->amara);
    assert_true(row_of(&view, mail.ticket)->unread);
    assert_done(ticket_seen(p->app, &p->amara, mail.ticket, &err), &err);
    view = desk(p, &p->amara);
    assert_false(row_of(&view, mail.ticket)->unread);
}

static void a_ticket_shows_its_messages_promises_and_files(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome mail = mail_desk_receive(p, (struct test_mail){
        .headers = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n",
        .text = "--b\r\nContent-Type: text/plain\r\n\r\nSee the list.\r\n--b\r\nContent-Type: text/plain\r\n"
                "Content-Disposition: attachment; filename=list.txt\r\n\r\nbell\r\n--b--" });
    struct ticket_view view = ticket_of(p, &p->amara, mail.ticket);
    const struct message_view *message = view.messages.items;
    struct file_content file;
    struct str raw;
    struct err err;
    assert_str(str_trim(message[0].text), "See the list.");
    assert_int_equal(message[0].attachments.count, 1);
    const struct attachment_view *attachment = message[0].attachments.items;
    assert_str(attachment->name, "list.txt");
    assert_done(attachment_read(p->app, p, &p->amara, (attachment_id){ attachment->id }, &file, &err), &err);
    assert_true(str_starts(file.bytes, STR("bell")));
    assert_done(message_raw(p->app, p, &p->amara, (message_id){ message[0].id }, &raw, &err), &err);
    assert_true(str_starts(raw, STR("From: Rosa Delgado")));
    assert_int_equal(view.promises.count, 1);
    assert_true(view.may_reply);
}

/* ---- rights (I9) ---- */

static void index_all(struct app_people *p)
{
    bool more = true;
    struct err err;
    while (more)
        assert_done(search_catch_up(p->app, &more, &err), &err);
}

static size_t found(struct app_people *p, const struct who *who, const char *q)
{
    const struct ticket_filter filter = { .q = str_from(q) };
    struct ticket_page page = { .count = 0 };
    struct err err;
    assert_done(ticket_list(p->app, p, who, &filter, &page, &err), &err);
    return page.tickets.count;
}

static void who_does_not_serve_the_team_sees_nothing_by_any_way_I9_AC085_AC086(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome mail = mail_desk_receive(p, (struct test_mail){ 0 });
    struct ticket_view view;
    struct list changes;
    struct str raw;
    struct text_read read;
    int64_t last;
    struct err err;
    index_all(p);
    assert_int_equal(found(p, &p->amara, "bell"), 1);
    assert_int_equal(found(p, &p->amara, ""), 1);
    assert_done(changes_after(p->app, p, &p->amara, 0, &changes, &last, &err), &err);
    assert_true(changes.count > 2);

    assert_int_equal(ticket_read(p->app, p, &p->mateusz, mail.ticket, &view, &err), STATUS_NOT_FOUND);
    assert_string_equal(err.key, "ticket.unknown");
    assert_int_equal(ticket_seen(p->app, &p->mateusz, mail.ticket, &err), STATUS_NOT_FOUND);
    assert_int_equal(ticket_text_read(p->app, p, &p->mateusz, mail.ticket, STR("x"), &read, &err), STATUS_NOT_FOUND);
    assert_int_equal(message_raw(p->app, p, &p->mateusz, mail.message, &raw, &err), STATUS_NOT_FOUND);
    assert_int_equal(found(p, &p->mateusz, "bell"), 0);
    assert_int_equal(found(p, &p->mateusz, ""), 0);
    assert_done(changes_after(p->app, p, &p->mateusz, 0, &changes, &last, &err), &err);
    const struct change *change = changes.items;
    for (size_t i = 0; i < changes.count; i++)
        assert_int_equal(change[i].ticket.v, 0);
}

static attachment_id file_of(struct app_people *p, ticket_id ticket, size_t message)
{
    struct ticket_view view = ticket_of(p, &p->amara, ticket);
    const struct attachment_view *file = ((const struct message_view *)view.messages.items)[message].attachments.items;
    return (attachment_id){ file->id };
}

#define WITH_A_FILE                                                                    \
    .headers = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n", \
    .text = "--b\r\nContent-Type: text/plain\r\n\r\nSee.\r\n--b\r\nContent-Type: text/plain\r\n" \
            "Content-Disposition: attachment; filename=list.txt\r\n\r\nbell\r\n--b--"

static void a_customer_gets_the_files_of_the_own_conversation_only_I9_AC046(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = mail_desk_receive(p, (struct test_mail){ WITH_A_FILE });
    mail_desk_receive(p, (struct test_mail){ .from = "eve@night.example", WITH_A_FILE,
                                             .to = mail_desk_reply_address(p, first.ticket, first.person) });
    const struct who customer = { .kind = ACTOR_CUSTOMER, .person = first.person, .page_ticket = first.ticket, .page_full = true };
    struct file_content file;
    struct err err;
    assert_done(attachment_read(p->app, p, &customer, file_of(p, first.ticket, 0), &file, &err), &err);
    assert_int_equal(attachment_read(p->app, p, &customer, file_of(p, first.ticket, 1), &file, &err), STATUS_NOT_FOUND);
}

static void the_last_words_of_a_customer_are_never_anothers_AC009(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome first = amaras(p);
    struct handover_draft draft;
    struct err err;
    mail_desk_later(p, MINUTE_MS);
    mail_desk_receive(p, (struct test_mail){ .from = "eve@night.example", .text = "Send it to me instead.",
                                             .to = mail_desk_reply_address(p, first.ticket, first.person) });
    assert_done(handover_draft(p->app, p, &p->amara, first.ticket, &draft, &err), &err);
    assert_true(str_find(draft.summary, STR("fell off my bike"), 0) != SIZE_MAX);
    assert_true(str_find(draft.summary, STR("instead"), 0) == SIZE_MAX);
}

static void a_ticket_that_never_was_answers_like_a_foreign_one_AC102(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome mail = mail_desk_receive(p, (struct test_mail){ 0 });
    struct ticket_view view;
    struct err foreign, none;
    assert_int_equal(ticket_read(p->app, p, &p->mateusz, mail.ticket, &view, &foreign), STATUS_NOT_FOUND);
    assert_int_equal(ticket_read(p->app, p, &p->mateusz, (ticket_id){ 999999 }, &view, &none), STATUS_NOT_FOUND);
    assert_string_equal(foreign.key, none.key);
}

static void an_offer_opens_the_ticket_to_the_one_it_is_offered_to(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome mail = amaras(p);
    const struct handover_input in = { .to_id = p->mateusz.colleague, .reason = STR("skill"), .summary = STR("A bell."),
                                       .customer_text = STR("{name} knows bells. Ask {name}!"), .version = mail_desk_ticket(p, mail.ticket).version };
    struct handover_view offer;
    struct err err;
    assert_done(handover_offer(p->app, p, &p->amara, mail.ticket, &in, &offer, &err), &err);
    assert_str(offer.customer_text, "Mateusz knows bells. Ask Mateusz!");
    assert_int_equal(ticket_of(p, &p->mateusz, mail.ticket).may_reply, false);
    struct desk_view mateusz = desk(p, &p->mateusz), amara = desk(p, &p->amara);
    assert_int_equal(mateusz.offers.count, 1);
    assert_int_equal(amara.offers.count, 0);
    assert_str(row_of(&amara, mail.ticket)->offered_to, "Mateusz");
}

/* ---- lists ---- */

static void pages_follow_each_other_without_gaps(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct ticket_filter filter = { .limit = 2 };
    size_t seen = 0;
    int64_t last = INT64_MAX;
    for (int i = 0; i < 5; i++)
        mail_desk_receive(p, (struct test_mail){ .from = talloc_asprintf(p, "c%d@many.example", i) });
    for (bool more = true; more;) {
        struct ticket_page page;
        struct err err;
        assert_done(ticket_list(p->app, p, &p->amara, &filter, &page, &err), &err);
        const struct ticket_row *row = page.tickets.items;
        for (size_t i = 0; i < page.tickets.count; i++, seen++) {
            assert_true(row[i].id.v < last);
            last = row[i].id.v;
        }
        filter.after = page.next;
        more = page.more;
    }
    assert_int_equal(seen, 5);
}

static void a_search_finds_words_numbers_and_senders(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome mail = mail_desk_receive(p, (struct test_mail){ 0 });
    index_all(p);
    const char *const questions[] = { "bell", "BELL bike", "rosa", "rosa@escuela.example", talloc_asprintf(p, "C-%lld", (long long)mail.number), "bik" };
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        if (found(p, &p->amara, questions[i]) != 1)
            fail_msg("%s finds nothing", questions[i]);
    }
    assert_int_equal(found(p, &p->amara, "saddle"), 0);
}

/* The story's lines of one kind, each "who: whom". */
static const char *told(struct app_people *p, const struct ticket_view *ticket, const char *kind)
{
    const struct event_view *event = ticket->events.items;
    char *out = talloc_strdup(p, "");
    for (size_t i = 0; i < ticket->events.count; i++) {
        if (str_equal(event[i].kind, str_from(kind)))
            out = talloc_asprintf_append(out, "%s" STR_FMT ": " STR_FMT, out[0] == '\0' ? "" : ", ", STR_ARG(event[i].actor_name),
                                         STR_ARG(event[i].other_name));
    }
    return out;
}

static void the_story_tells_who_came_into_copy_and_who_left(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome out = mail_desk_receive(p, (struct test_mail){ .headers =
        "Authentication-Results: mx.desk.example; dmarc=pass\r\nCc: The Boss <boss@escuela.example>, friend@escuela.example\r\n" });
    struct address *friend = MEM_NEW(p, struct address);
    *friend = (struct address){ STR("friend@escuela.example"), STR("") };
    struct err err;
    assert_done(ticket_copies_set(p->app, &p->leader, out.ticket, &(struct copies_set_input){ .cc = { friend, 1 } }, &err), &err);
    struct ticket_view ticket = ticket_of(p, &p->leader, out.ticket);
    assert_string_equal(told(p, &ticket, "copy.added"), "Rosa Delgado: The Boss, Rosa Delgado: friend@escuela.example");
    assert_true(strstr(told(p, &ticket, "copy.removed"), ": The Boss") != NULL);
}

static const char *named(struct app_people *p, const struct ticket_view *ticket)
{
    const struct address *one = ticket->named.items;
    char *out = talloc_strdup(p, "");
    for (size_t i = 0; i < ticket->named.count; i++)
        out = talloc_asprintf_append(out, "%s" STR_FMT, i == 0 ? "" : " ", STR_ARG(one[i].address));
    return out;
}

static void whom_a_mail_names_is_shown_to_be_put_into_copy_AC001(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome out = mail_desk_receive(p, (struct test_mail){ .headers =
        "Cc: boss@escuela.example, dao@desk.example, help+x@desk.example, rosa@escuela.example, boss@escuela.example, mallory@evil.example\r\n" });
    struct ticket_view ticket = ticket_of(p, &p->leader, out.ticket);
    assert_string_equal(named(p, &ticket), "boss@escuela.example mallory@evil.example");
    struct address *boss = MEM_NEW(p, struct address);
    *boss = (struct address){ STR("boss@escuela.example"), STR("") };
    struct err err;
    assert_done(ticket_copies_set(p->app, &p->leader, out.ticket, &(struct copies_set_input){ .cc = { boss, 1 } }, &err), &err);
    ticket = ticket_of(p, &p->leader, out.ticket);
    assert_string_equal(named(p, &ticket), "mallory@evil.example");
}

static void what_may_be_done_about_spam_is_told_O10(void **state)
{
    struct app_people *p = mail_desk_new(*state);
    struct mail_outcome out = amaras(p);
    struct ticket_view owners = ticket_of(p, &p->amara, out.ticket), teams = ticket_of(p, &p->dao, out.ticket);
    assert_true(owners.may_mark_spam && owners.may_judge_spam && owners.may_change);
    assert_true(!teams.may_mark_spam && teams.may_judge_spam);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_story_tells_who_came_into_copy_and_who_left),
        TEST(whom_a_mail_names_is_shown_to_be_put_into_copy_AC001),
        TEST(what_may_be_done_about_spam_is_told_O10),
        TEST(what_is_captured_is_owned_by_who_captures_it_O2),
        TEST(my_desk_groups_what_is_owed),
        TEST(a_word_is_unread_until_the_owner_looks),
        TEST(a_ticket_shows_its_messages_promises_and_files),
        TEST(who_does_not_serve_the_team_sees_nothing_by_any_way_I9_AC085_AC086),
        TEST(a_customer_gets_the_files_of_the_own_conversation_only_I9_AC046),
        TEST(the_last_words_of_a_customer_are_never_anothers_AC009),
        TEST(a_ticket_that_never_was_answers_like_a_foreign_one_AC102),
        TEST(an_offer_opens_the_ticket_to_the_one_it_is_offered_to),
        TEST(pages_follow_each_other_without_gaps),
        TEST(a_search_finds_words_numbers_and_senders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
