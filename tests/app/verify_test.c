/* buckstop verify finds damage that was planted behind the desk's back. On SQLite, whose file anybody can open. */
#include <sqlite3.h>

#include "app/desk_init.h"
#include "app/verify.h"
#include "mail_desk.h"

#define OPEN_TICKET "(SELECT min(id) FROM ticket WHERE state = 'open')"

/* What is done to the file, with the rules that would refuse it switched off first. */
static const struct { const char *name, *rule, *damage; } cases[] = {
    { "I1 an owner who has left", "I1", "UPDATE colleague SET state = 'left' WHERE id = (SELECT owner_id FROM ticket WHERE id = " OPEN_TICKET ")" },
    { "I2 another owner without a naming", "I2", "UPDATE ticket SET owner_id = (SELECT max(id) FROM colleague WHERE id <> owner_id) WHERE id = " OPEN_TICKET },
    { "I3 a promise closed behind the ticket's back", "I3",
      "UPDATE promise SET state = 'kept', closed_ms = 1 WHERE ticket_id = (SELECT min(id) FROM ticket WHERE state = 'open' AND turn = 'us')" },
    { "I4 resolved by nobody", "I4", "UPDATE ticket SET resolution_id = NULL WHERE id = (SELECT min(id) FROM ticket WHERE state = 'resolved')" },
    { "I5 a refusal without an alternative", "I5", "UPDATE proposal SET kind = 'refusal' WHERE id = (SELECT min(id) FROM proposal)" },
    { "I6 a mail that is nowhere", "I6", "DELETE FROM message WHERE raw_id IS NOT NULL" },
    { "I6 a mail with other bytes", "I6", "UPDATE blob SET head = x'00'" },
    { "I7 an answer that never was in the outbox", "I7", "DELETE FROM outbox WHERE id = (SELECT min(id) FROM outbox WHERE state = 'sent')" },
    { "I8 an entry rewritten", "I8", "UPDATE journal SET data = '{}' WHERE seq = (SELECT min(seq) + 3 FROM journal)" },
    { "I8 an entry taken out", "I8", "DELETE FROM journal WHERE seq = (SELECT min(seq) + 3 FROM journal)" },
    { "O2 work that is not counted", "O2", "UPDATE workload SET owed = owed + 1 WHERE colleague_id = (SELECT min(colleague_id) FROM workload)" },
};

static int drop_trigger(void *db, int columns, char **values, char **names)
{
    (void)columns, (void)names;
    char *sql = sqlite3_mprintf("DROP TRIGGER %Q", values[0]);
    int result = sqlite3_exec(db, sql, NULL, NULL, NULL);
    sqlite3_free(sql);
    return result;
}

static void plant(struct app_people *p, const char *damage)
{
    sqlite3 *db;
    sqlite3 *names;
    const char *file = talloc_asprintf(p, "%s/desk.db", p->desk->dir.ptr);
    assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
    assert_int_equal(sqlite3_open(file, &names), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON", NULL, NULL, NULL), SQLITE_OK);
    char *found = NULL;
    sqlite3_exec(names, "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name NOT LIKE '%search%' AND name NOT LIKE '%index%'",
                 drop_trigger, db, &found);
    if (sqlite3_exec(db, damage, NULL, NULL, &found) != SQLITE_OK)
        fail_msg("%s: %s", damage, found);
    assert_true(sqlite3_changes(db) > 0);
    sqlite3_close(db);
    sqlite3_close(names);
}

static int64_t wrong(struct app_people *p, const char *rule)
{
    struct list rows;
    struct err err;
    int64_t sum = 0;
    assert_done(desk_verify(p->app, p, &rows, &err), &err);
    const struct verify_row *row = rows.items;
    for (size_t i = 0; i < rows.count; i++) {
        if (rule == NULL || str_equal(row[i].rule, str_from(rule)))
            sum += row[i].wrong;
    }
    return sum;
}

static struct app_people *desk_with_all(TALLOC_CTX *mem)
{
    struct app_people *p = mail_desk_new(mem);
    const struct fill_input in = { .tickets = 60, .seed = 3, .demo = true };
    struct fill_outcome out;
    struct err err;
    assert_done(desk_fill(p->app, &in, &out, &err), &err);
    mail_desk_receive(p, (struct test_mail){ 0 });
    return p;
}

static void a_sound_desk_is_called_sound(void **state)
{
    assert_int_equal(wrong(desk_with_all(*state), NULL), 0);
}

static void planted_damage_is_found(void **state)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        TALLOC_CTX *mem = talloc_new(*state);
        struct app_people *p = desk_with_all(mem);
        plant(p, cases[i].damage);
        if (wrong(p, cases[i].rule) == 0)
            fail_msg("%s is not found", cases[i].name);
        talloc_free(mem);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_sound_desk_is_called_sound),
        TEST(planted_damage_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
