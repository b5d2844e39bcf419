/* What a view shows holds until the moment that it names: whatever answers are kept (web/kept.h) relies on it. */
#include "app/simulation.h"
#include "app/views.h"
#include "app_desk.h"
#include "base/json.h"
#include "base/limits.h"

enum { SEEDS = 3, STEPS = 60, LOOKS = 12, LONG_DAYS = 400 };

/* Reads and writes down what WHO is shown now; *UNTIL: until when it is to hold. */
typedef struct str (*look_function)(struct app *app, TALLOC_CTX *mem, const struct who *who, ticket_id id, time_ms *until);

static struct str text_of(TALLOC_CTX *mem, const struct shape *shape, const void *view)
{
    struct buf out;
    buf_init(&out, mem, LIMIT_ANSWER_BYTES);
    struct json_writer json = json_writer_on(&out);
    json_shape(&json, shape, view);
    return buf_str(&out);
}

static struct str look_at_desk(struct app *app, TALLOC_CTX *mem, const struct who *who, ticket_id id, time_ms *until)
{
    struct desk_view view = { .now_ms = 0 };
    struct err err;
    (void)id;
    assert_done(desk_read(app, mem, who, &view, &err), &err);
    view.now_ms = 1;
    *until = view.until_ms;
    return text_of(mem, &desk_view_shape, &view);
}

static struct str look_at_ticket(struct app *app, TALLOC_CTX *mem, const struct who *who, ticket_id id, time_ms *until)
{
    struct ticket_view view = { .now_ms = 0 };
    struct err err;
    enum status status = ticket_read(app, mem, who, id, &view, &err);
    if (status == STATUS_NOT_FOUND) {
        *until = INT64_MAX;
        return STR("nothing");
    }
    assert_done(status, &err);
    view.now_ms = 1;
    *until = view.until_ms;
    return text_of(mem, &ticket_view_shape, &view);
}

/* At chosen moments until the one that is named, and just before it; the clockwork stands still. */
static void holds(struct app *app, look_function look, const struct who *who, ticket_id id)
{
    TALLOC_CTX *mem = talloc_new(NULL);
    time_ms start = app->clock->now(app->clock), until, ignored;
    struct str first = look(app, mem, who, id, &until);
    span_ms most = until - start > LONG_DAYS * DAY_MS ? LONG_DAYS * DAY_MS : until - start;
    assert_true(most > 0);
    for (int i = 0; i < LOOKS; i++) {
        clock_set(app->clock, start + (i == 0 ? most - 1 : (span_ms)random_below(app->random, (uint64_t)most)));
        struct str later = look(app, mem, who, id, &ignored);
        assert_int_equal(later.len, first.len);
        assert_memory_equal(later.ptr, first.ptr, first.len);
    }
    clock_set(app->clock, start);
    talloc_free(mem);
}

/* The id of the row N of TABLE. */
static int64_t id_of(struct desk *desk, const char *table, int64_t n)
{
    return desk_ask(desk, talloc_asprintf(desk, "SELECT id FROM %s ORDER BY id LIMIT 1 OFFSET %lld", table, (long long)n));
}

static void what_is_shown_holds_until_the_moment_that_it_names(void **state) /* AC-078 */
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct desk *desk;
        struct err err = { 0 };
        struct simulation_outcome done;
        struct app *app = app_desk_new(*state, &desk);
        assert_done(simulate(app, &(struct simulation_input){ .seed = seed, .steps = STEPS, .verify_every = STEPS }, &done, &err), &err);
        int64_t colleagues = desk_ask(desk, "SELECT count(*) FROM colleague"), tickets = desk_ask(desk, "SELECT count(*) FROM ticket");
        assert_true(colleagues > 1 && tickets > 5);
        for (int64_t c = 0; c < colleagues; c++) {
            struct who who = { .kind = ACTOR_COLLEAGUE, .role = ROLE_LEADER, .colleague = { id_of(desk, "colleague", c) } };
            holds(app, look_at_desk, &who, (ticket_id){ 0 });
            for (int64_t t = 0; t < tickets; t++)
                holds(app, look_at_ticket, &who, (ticket_id){ id_of(desk, "ticket", t) });
        }
        talloc_free(desk);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_shown_holds_until_the_moment_that_it_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
