#include "cli/sim.h"

#include <errno.h>
#include <ftw.h>

#include "app/desk_facts.h"
#include "app/simulation.h"
#include "base/mem.h"

enum {
    STEPS_STANDARD = 1000,
    STEPS_MOST = 1000000,
    CHECKS_STANDARD = 500, /* of the whole desk in a run, unless told otherwise */
    FOLDERS_OPEN = 8,
};

static const time_ms sim_start = 1795168800000; /* 2026-11-20 10:00 UTC */

const struct option_row sim_options[] = {
    { "seed", "N", "which life: the same seed gives the same one (1)" },
    { "steps", "N", "how many things happen (1000)" },
    { "check-every", "N", "steps between two checks of the whole desk (a five-hundredth of the steps)" },
    { 0 },
};

/* A desk in a folder that goes away with it. */
struct sim_desk {
    struct app app;
    struct config config;
    char *dir;
};

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *place)
{
    (void)info, (void)kind, (void)place;
    return remove(path);
}

static void sim_desk_done(struct sim_desk *desk)
{
    talloc_free(desk->app.facts);
    if (desk->app.db != NULL)
        db_close(desk->app.db);
    if (desk->dir != NULL)
        nftw(desk->dir, remove_entry, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS);
}

static enum status sim_desk_make(struct sim_desk *desk, TALLOC_CTX *mem, uint64_t seed, struct err *err)
{
    char *dir = mem_need(talloc_strdup(mem, "/tmp/buckstop-sim-XXXXXX"));
    if (mkdtemp(dir) == NULL)
        return FAIL(err, STATUS_UNAVAILABLE, "sim.folder", "could not make a temporary folder: %s", strerror(errno));
    desk->dir = dir;
    desk->config = (struct config){ .url = STR("https://desk.example"),
                                    .mail_domain = STR("desk.example"),
                                    .undo = 8 * SECOND_MS,
                                    .receipt_after = 2 * MINUTE_MS,
                                    .receipts_an_hour = INT16_MAX };
    desk->app = (struct app){ .config = &desk->config,
                              .clock = clock_standing(mem, sim_start),
                              .random = random_seeded(mem, seed),
                              .secret = STR("a desk of chance keeps no secret"),
                              .language = STR("en") };
    desk->app.facts = desk_facts_cache_new(mem);
    const struct db_options options = { .url = str_format(mem, "sqlite:%s/desk.db", dir), .run_dir = str_from(dir),
                                        .clock = desk->app.clock, .readers = 2, .create = true };
    TRY(digest_start(err));
    TRY(db_open(mem, &options, &desk->app.db, err));
    return db_migrate(desk->app.db, err);
}

static void print_outcome(const struct simulation_outcome *o)
{
    const struct { const char *what; int64_t count; } rows[] = {
        { "days", o->days }, { "problems", o->tickets }, { "answers", o->answers }, { "customers' words", o->words },
        { "handovers offered", o->handovers }, { "handovers accepted", o->moves }, { "offers expired", o->expired },
        { "dealt from the steward", o->dealt }, { "noes", o->noes }, { "alternatives chosen", o->choices },
        { "leaders asked", o->asked }, { "hops allowed", o->allowed }, { "overruled", o->overruled }, { "promises warned of", o->warned },
        { "leaders told", o->alarmed }, { "promises broken", o->broken },
        { "asked again", o->followed_up }, { "reminders", o->reminded }, { "notices", o->noticed }, { "rested", o->rested },
        { "refused by a rule", o->refused }, { "checks of the whole desk", o->verified },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        printf("%-25s %lld\n", rows[i].what, (long long)rows[i].count);
}

enum status sim_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    CLEANUP(sim_desk_done) struct sim_desk desk = { 0 };
    struct simulation_outcome outcome;
    struct simulation_input input = { 0 };
    int64_t seed;
    TRY(option_number(in, "seed", 0, INT64_MAX, 1, &seed, err));
    TRY(option_number(in, "steps", 1, STEPS_MOST, STEPS_STANDARD, &input.steps, err));
    TRY(option_number(in, "check-every", 1, STEPS_MOST, input.steps / CHECKS_STANDARD + 1, &input.verify_every, err));
    input.seed = (uint64_t)seed;
    TRY(sim_desk_make(&desk, mem, input.seed, err));
    TRY(simulate(&desk.app, &input, &outcome, err));
    print_outcome(&outcome);
    return STATUS_OK;
}
