#pragma once
/* A desk with its use cases, on the database that BUCKSTOP_TEST_DB names, with a standing clock and chance from a
 * seed. */
#include "app/app.h"
#include "desk.h"

/* With its schema and nobody in it. Everything ends with MEM. */
struct app *app_desk_new(TALLOC_CTX *mem, struct desk **desk);

/* The same with people: team 1 (Berlin, Monday to Friday 9 to 17) with its mailbox and steward, and four colleagues. */
struct app_people {
    struct app *app;
    struct desk *desk;
    team_id team;
    struct who leader, amara, dao, mateusz; /* leader: the steward, leads the team */
    person_id tomas;                        /* a customer with an address */
};
struct app_people *app_desk_with_people(TALLOC_CTX *mem);

/* A mail of the customer that became a ticket owned by WHO. */
ticket_id app_desk_ticket(struct app_people *people, const struct who *who);

/* Moves the clock to "2026-11-23 10:00" in Berlin, and lets the clockwork do all that is due. */
void app_desk_at(struct app_people *people, const char *local);
