#pragma once
/* What a desk is made of and seldom changes, read once and shared: teams with their calendars, colleagues, mailboxes.
 *
 * Nearly every unit of work asks for names, hours or a mailbox; read from the database each time they would cost more
 * than the work itself. So a process keeps one copy, together with the number of the desk's last change (desk_touch).
 * A unit of work begins with desk_facts_get, which compares that number and reads anew when it moved. A copy that is
 * in use is never changed: each user holds a reference, the last one frees it. Safe from several threads.
 */
#include "app/app.h"
#include "core/calendar.h"
#include "core/promise.h"
#include "store/team_store.h"

struct team_facts {
    struct team team;
    struct zone zone;
    struct calendar calendar;  /* opening hours less holidays */
    struct standing standing;
    const struct team_member *members; /* in desk_facts.members */
    size_t member_count;
};

struct colleague_facts {
    struct colleague colleague;
    struct zone zone;          /* the colleague's, else the desk's */
};

struct duty_facts {            /* who has duty hours of their own in a team */
    team_id team;
    colleague_id colleague;
    struct calendar calendar;  /* within the team's */
};

struct desk_facts {
    int64_t change;            /* the number that this copy shows */
    int references;            /* guarded by the cache's lock */
    struct team_facts *teams;
    size_t team_count;
    struct colleague_facts *colleagues;  /* by id */
    size_t colleague_count;
    struct mailbox *mailboxes; /* by id: the first is the desk's own */
    size_t mailbox_count;
    struct mailbox_alias *aliases;
    size_t alias_count;
    struct duty_facts *duties;
    size_t duty_count;
    struct str name, language; /* of the desk */
    struct zone zone;
    struct desk_facts_cache *cache;
};

struct desk_facts_cache *desk_facts_cache_new(TALLOC_CTX *mem);

/* The facts as TX sees them. Give them back by CLEANUP(desk_facts_release) struct desk_facts *facts = NULL; */
MUST_CHECK enum status desk_facts_get(struct app *app, struct tx *tx, struct desk_facts **out, struct err *err);
void desk_facts_release(struct desk_facts **facts);

/* The newest copy that this process has, without asking whether it still holds; NULL when it has none. For what is asked
 * again, properly, before anything comes of it. */
struct desk_facts *desk_facts_last(struct app *app);

/* NULL when there is none. */
const struct team_facts *desk_team(const struct desk_facts *facts, team_id id);
const struct colleague_facts *desk_colleague(const struct desk_facts *facts, colleague_id id);
const struct colleague_facts *desk_colleague_by_person(const struct desk_facts *facts, person_id id);
const struct colleague_facts *desk_colleague_by_email(const struct desk_facts *facts, struct str email);
const struct mailbox *desk_mailbox(const struct desk_facts *facts, mailbox_id id);
const struct mailbox *desk_mailbox_of_team(const struct desk_facts *facts, team_id id);
/* From which a ticket is answered: the one that it came to, else the team's. */
const struct mailbox *desk_mailbox_for(const struct desk_facts *facts, mailbox_id mailbox, team_id team);

/* The name for colleagues, the name for customers (O9); "" for id 0. */
struct str desk_name(const struct desk_facts *facts, colleague_id id);
struct str desk_public_name(const struct desk_facts *facts, colleague_id id);

/* When COLLEAGUE is on duty for TEAM: own duty hours, else the team's opening hours. */
const struct calendar *desk_duty(const struct desk_facts *facts, team_id team, colleague_id colleague);

bool desk_is_member(const struct desk_facts *facts, team_id team, colleague_id colleague, bool *leads); /* leads may be NULL */

/* Who answers for TEAM: its leaders who are active, as a list of colleague_id in MEM; a team that has none is answered for
 * by its steward. */
struct list desk_leaders(const struct desk_facts *facts, team_id team, TALLOC_CTX *mem);

struct str desk_leader_names(const struct desk_facts *facts, team_id team, TALLOC_CTX *mem); /* "Ines Ferreira, Rosa Ibarra" */

/* The check-in that holds at NOW: one that has run out counts as available (T3). */
enum presence desk_presence(const struct colleague_facts *colleague, time_ms now);

/* The first moment of tomorrow where the desk is. */
time_ms desk_tomorrow(const struct desk_facts *facts, time_ms now);

/* The number of a month, for counts: year * 12 + month, January 0. */
int64_t desk_month(const struct local_time *day);
