#pragma once
/* The use cases: what a desk can do. The only layer that opens a transaction.
 *
 * Every use case has one shape: read, decide (core), write. It takes the app, a memory context for what it returns, who
 * does it, its input, and writes *out only on success. Rights are asked in one place, may() of app/may.h, by the use
 * case itself, inside its transaction: no route, stream or command can go around it (I9).
 */
#include "base/clock.h"
#include "base/config.h"
#include "base/digest.h"
#include "core/rights.h"
#include "store/db.h"
#include "store/journal.h"

struct desk_facts_cache; /* app/desk_facts.h */
struct parse_pool; /* mail/parse_client.h, the port to the parse processes */
struct once;       /* app/idempotency.h */

struct app {
    struct db *db;
    struct clock *clock;
    struct random *random;
    const struct config *config;
    struct parse_pool *parse;      /* NULL where nothing is parsed */
    struct str secret;             /* SECRET_KEY_BYTES from DATA/secret.key: reply tokens, signed image addresses */
    struct str language;           /* of the desk */
    struct desk_facts_cache *facts; /* teams, colleagues, mailboxes */
};

/* Opens the desk in config->data_dir: database, key, clock. UNAVAILABLE (desk.missing) when init was not run. */
MUST_CHECK enum status app_open(TALLOC_CTX *mem, const struct config *config, int readers, struct app **out, struct err *err);
void app_close(struct app *app);
/* Whether the database is a file of this machine: to read a few rows is then shorter than to hand the work to another thread. */
bool app_reads_are_near(const struct app *app);
/* The database that the configuration names. */
struct str app_database_url(TALLOC_CTX *mem, const struct config *config);
struct db_options app_database(TALLOC_CTX *mem, const struct config *config, struct clock *clock, int readers);

/* Who acts. A request, a mail, the clock or a command fills it; role and relation come from the database. */
struct who {
    enum actor_kind kind;     /* ACTOR_COLLEAGUE, ACTOR_CUSTOMER, ACTOR_SYSTEM */
    colleague_id colleague;   /* when a colleague */
    enum role role;           /* core/rights.h */
    person_id person;         /* when a customer */
    ticket_id page_ticket;    /* customer: the one ticket that the link opens */
    bool page_full;           /* customer: the code was typed; conversation and files */
    const struct once *once;  /* the request's Idempotency-Key; NULL: none */
};
struct actor who_actor(const struct who *who);
