/* The full-text index: what people type finds what was written, newest first, and nothing typed can break it. */
#include "desk.h"
#include "search/plan.h"
#include "store/search_store.h"

/* ---- the plan ---- */

static void a_plan_knows_no_syntax_errors_AC_104(void **state)
{
    static const struct { const char *typed, *fts5, *tsquery; } cases[] = {
        { "brake", "\"brake\" *", "(brake:*)" },
        { "brake ", "\"brake\"", "(brake)" },
        { "brake pads", "\"brake\" \"pads\" *", "(brake) & (pads:*)" },
        { "\"brake pads\"", "\"brake pads\"", "(brake <-> pads)" },
        { "\"brake pa", "\"brake pa\"", "(brake <-> pa)" },
        { "C-4821", "\"C 4821\" *", "(C <-> 4821:*)" },
        { "ann@shop.example x", "\"ann shop example\" \"x\" *", "(ann <-> shop <-> example) & (x:*)" },
        { "a OR b", "\"a\" \"OR\" \"b\" *", "(a) & (OR) & (b:*)" },
        { "NEAR(", "\"NEAR\"", "(NEAR)" },
        { "größe", "\"größe\" *", "(größe:*)" },
        { "x' OR '1'='1", "\"x\" \"OR\" \"1 1\" *", "(x) & (OR) & (1 <-> 1:*)" },
        { "", NULL, NULL },
        { "\"*^%_\\ ():&|!<->", NULL, NULL },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct str plan = STR_NONE;
        assert_int_equal(search_plan(*state, str_from(cases[i].typed), DB_SEARCH_FTS5, &plan), cases[i].fts5 != NULL);
        if (cases[i].fts5 != NULL)
            assert_string_equal(plan.ptr, cases[i].fts5);
        assert_int_equal(search_plan(*state, str_from(cases[i].typed), DB_SEARCH_TSQUERY, &plan), cases[i].tsquery != NULL);
        if (cases[i].tsquery != NULL)
            assert_string_equal(plan.ptr, cases[i].tsquery);
    }
}

/* ---- the index ---- */

static const char *const mails[] = {
#define MAIL(id, subject, from, text)                                                                                     \
    "INSERT INTO message (id, ticket_id, kind, direction, subject, from_name, from_address, text, at_ms, state) VALUES (" #id \
    ", 1, 'email', 'in', '" subject "', '" from "', 'marta@okafor.example', '" text "', " #id ", 'received')"
    MAIL(1, "Brakes squeal", "Marta", "The front brake squeals since Monday. O''Neill said OR was wrong."),
    MAIL(2, "Bell", "Marta", "The bell is too quiet, and the Größe of the frame is wrong."),
    MAIL(3, "Re: Brakes", "Zoé", "New pads, and the brake is silent. Invoice RE-2041."),
    NULL,
};

static struct desk *desk_with_mails(TALLOC_CTX *mem)
{
    struct desk *desk = desk_new(mem);
    desk_put_rows(desk);
    assert_int_equal(desk_try(desk, mails, NULL), STATUS_OK);
    return desk;
}

static void index_all(struct desk *desk, size_t lump)
{
    struct err err;
    for (size_t count = lump; count > 0;) {
        CLEANUP(tx_end) struct tx tx = { .open = false };
        assert_done(tx_begin_write(&tx, desk->db, &err), &err);
        assert_done(search_index(&tx, lump, &count, &err), &err);
        assert_done(tx_commit(&tx, &err), &err);
    }
}

/* The ids found, as "3 1"; "-" where the words make no plan. */
static struct str found(struct desk *desk, const char *typed, int64_t before)
{
    struct str plan, text = STR("");
    struct list hits;
    struct err err;
    if (!search_plan(desk, str_from(typed), db_can(desk->db).search, &plan))
        return STR("-");
    CLEANUP(tx_end) struct tx tx = { .open = false };
    assert_done(tx_begin_read(&tx, desk->db, &err), &err);
    assert_done(search_newest(&tx, desk, plan, before, 10, &hits, &err), &err);
    for (size_t i = 0; i < hits.count; i++)
        text = str_format(desk, STR_FMT "%s%lld", STR_ARG(text), i == 0 ? "" : " ", (long long)((struct search_hit *)hits.items)[i].message_id.v);
    return text;
}

static void what_was_written_is_found_newest_first(void **state)
{
    static const struct { const char *typed, *want; } cases[] = {
        { "brake", "3 1" },        { "BRAKE ", "3 1" },  { "squeal", "1" },     { "brake monday", "1" },
        { "bra", "3 1" },          { "bra ", "" },       { "\"front brake\"", "1" }, { "\"brake front\"", "" },
        { "C-1", "3 2 1" },        { "RE-2041", "3" },   { "größe", "2" },      { "marta@okafor.example", "3 2 1" },
        { "zoé", "3" },            { "O'Neill", "1" },   { "OR", "1" },         { "nothing", "" },
        { "NEAR(", "" },           { "a* AND", "" },     { "';--", "-" },
    };
    struct desk *desk = desk_with_mails(*state);
    index_all(desk, 2);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct str got = found(desk, cases[i].typed, 0);
        if (!str_equal(got, str_from(cases[i].want)))
            fail_msg("%s: found \"" STR_FMT "\", not \"%s\"", cases[i].typed, STR_ARG(got), cases[i].want);
    }
    assert_str(found(desk, "brake", 3), "1");
}

static void a_message_waits_in_the_queue_until_it_is_indexed(void **state)
{
    struct desk *desk = desk_with_mails(*state);
    assert_str(found(desk, "brake", 0), "");
    assert_int_equal(desk_ask(desk, "SELECT count(*) FROM search_queue"), 3);
    index_all(desk, SEARCH_LUMP);
    assert_int_equal(desk_ask(desk, "SELECT count(*) FROM search_queue"), 0);
    assert_str(found(desk, "bell", 0), "2");
}

static void a_forgotten_message_is_not_found(void **state)
{
    struct desk *desk = desk_with_mails(*state);
    struct err err;
    index_all(desk, SEARCH_LUMP);
    CLEANUP(tx_end) struct tx tx = { .open = false };
    assert_done(tx_begin_write(&tx, desk->db, &err), &err);
    assert_done(search_forget(&tx, (message_id){ 3 }, &err), &err);
    assert_done(tx_commit(&tx, &err), &err);
    assert_str(found(desk, "brake", 0), "1");
    assert_str(found(desk, "pads", 0), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_plan_knows_no_syntax_errors_AC_104),
        TEST(what_was_written_is_found_newest_first),
        TEST(a_message_waits_in_the_queue_until_it_is_indexed),
        TEST(a_forgotten_message_is_not_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
