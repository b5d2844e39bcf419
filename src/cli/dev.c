#include "cli/dev.h"

#include <sys/stat.h>

#include "app/desk_init.h"
#include "base/limits.h"
#include "cli/desk.h"

enum { DEMO_TICKETS = 200, DEMO_SEED = 1, FILL_TICKETS = 1000, FILL_TICKETS_MOST = 100 * 1000 * 1000 };

/* The demo desk's admin. Its password is public: the desk is for looking around on one's own machine. */
static const struct desk_init_input demo_desk = {
    .admin_address = { "amara@cedarandspoke.example", 27 },
    .admin_name = { "Amara Okafor", 12 },
    .mailbox_address = { "help@cedarandspoke.example", 26 },
    .desk_name = { "Cedar & Spoke", 13 },
    .password = { "cedar-and-spoke", 15 },
    .time_zone = { "Europe/Madrid", 13 },
};

const struct option_row dev_demo_options[] = {
    { "seed", "N", "another seed makes another demo; default 1" },
    { 0 },
};

const struct option_row dev_fill_options[] = {
    { "tickets", "N", "how many; default 1000" },
    { "seed", "N", "the same seed fills an equal desk equally; default 1" },
    { 0 },
};

static enum status fill(TALLOC_CTX *mem, const struct invocation *in, const struct fill_input *input, struct err *err)
{
    CLEANUP(app_done) struct app *app = NULL;
    struct fill_outcome outcome;
    TRY(desk_open(mem, in, &app, err));
    TRY(desk_fill(app, input, &outcome, err));
    printf("%lld tickets, %lld messages, %lld promises\n", (long long)outcome.tickets, (long long)outcome.messages,
           (long long)outcome.promises);
    return STATUS_OK;
}

enum status dev_demo_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    struct config config;
    int64_t seed;
    TRY(option_number(in, "seed", 1, INT64_MAX, DEMO_SEED, &seed, err));
    TRY(invocation_config(mem, in, "command", &config, err));
    umask(0077);
    TRY(desk_init(&config, &demo_desk, err));
    const struct fill_input input = { .tickets = DEMO_TICKETS, .seed = (uint64_t)seed, .demo = true };
    return fill(mem, in, &input, err);
}

enum status dev_fill_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    int64_t tickets, seed;
    TRY(option_number(in, "tickets", 1, FILL_TICKETS_MOST, FILL_TICKETS, &tickets, err));
    TRY(option_number(in, "seed", 1, INT64_MAX, DEMO_SEED, &seed, err));
    const struct fill_input input = { .tickets = tickets, .seed = (uint64_t)seed, .demo = false };
    return fill(mem, in, &input, err);
}

enum status dev_rights_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    (void)in;
    struct buf out;
    struct str text;
    buf_init(&out, mem, LIMIT_ANSWER_BYTES);
    rights_print(&out);
    TRY(buf_end(&out, "dev.rights", &text, err));
    fwrite(text.ptr, 1, text.len, stdout);
    return STATUS_OK;
}

enum status dev_config_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    (void)in;
    (void)err;
    fputs(config_example(mem).ptr, stdout);
    return STATUS_OK;
}
