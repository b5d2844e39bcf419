#pragma once
/* Looking through what is nobody's problem (O10): newsletters, automatic mail, bounces, suspected spam.
 *
 * The steward of a team looks daily at what came to its mailboxes; leaders and admins at all. A mail waits until
 * somebody decides: it becomes a ticket that is owed since its arrival, or it stays. What stays is kept and can become
 * one later. Nobody outside is told anything.
 */
#include "app/app.h"

struct quarantine_row {          /* "QuarantineRow" */
    quarantine_id id;
    struct str why;              /* automatic list bounce spam own */
    struct str state;            /* waiting left released */
    struct str from_address, from_name, subject;
    struct str mailbox, team_name; /* where it came to */
    bool known;                  /* the sender is a customer of ours */
    time_ms at_ms;               /* when it came */
    ticket_id ticket_id; int64_t number; /* when it became one */
    struct str looked_by_name; time_ms looked_ms; /* who decided; NULL while it waits */
};
struct quarantine_list {         /* "QuarantinePage" */
    struct list mails;           /* quarantine_row, newest first */
    struct str next;             /* cursor of the next page, NULL at the end */
    bool more;
    int64_t waiting;             /* how many nobody has looked at, at most QUARANTINE_WAITING_SHOWN */
};
enum { QUARANTINE_WAITING_SHOWN = 1000 };
struct quarantine_file { struct str name, type; int64_t size; }; /* "QuarantineFile" */
struct quarantine_mail {         /* "QuarantineMail" */
    quarantine_id id;
    struct str why, state, from_address, from_name, subject, mailbox, team_name;
    bool known;
    time_ms at_ms;
    ticket_id ticket_id; int64_t number;
    struct str looked_by_name; time_ms looked_ms;
    struct str to_addresses;     /* "a@x, b@y" */
    struct str text;             /* the whole mail as plain text: nothing in it is ever run or loaded */
    struct str verified;         /* pass, fail or "": who it says it is from, as our server found */
    struct str problems;         /* for people, one line each */
    struct list files;           /* quarantine_file */
};
struct quarantine_filter { int state; struct str after; int64_t limit; }; /* from the query string; state: enum quarantine_state */
struct quarantine_released { ticket_id ticket_id; int64_t number; colleague_id owner_id; struct str owner_name; }; /* "QuarantineReleased" */
struct quarantine_until { time_ms until_ms; };  /* "QuarantineUntil": came no later than the newest mail that was shown */
extern const struct shape quarantine_row_shape, quarantine_list_shape, quarantine_file_shape, quarantine_mail_shape,
    quarantine_filter_shape, quarantine_released_shape, quarantine_until_shape;

MUST_CHECK enum status quarantine_look(struct app *app, TALLOC_CTX *mem, const struct who *who,
                                       const struct quarantine_filter *filter, struct quarantine_list *out, struct err *err);
MUST_CHECK enum status quarantine_read(struct app *app, TALLOC_CTX *mem, const struct who *who, quarantine_id id,
                                       struct quarantine_mail *out, struct err *err);
/* Makes it a ticket; one that was made before is told again. No receipt: a human decides what is said. */
MUST_CHECK enum status quarantine_release(struct app *app, TALLOC_CTX *mem, const struct who *who, quarantine_id id,
                                          struct quarantine_released *out, struct err *err);
/* It stays where it is. */
MUST_CHECK enum status quarantine_leave(struct app *app, const struct who *who, quarantine_id id, struct err *err);
MUST_CHECK enum status quarantine_leave_until(struct app *app, const struct who *who, const struct quarantine_until *in,
                                              struct err *err);

/* Whether there is a quarantine that WHO may look through; *STEWARD narrows it to the own teams (0: all). */
struct desk_facts;
bool quarantine_may_look(const struct desk_facts *facts, const struct who *who, colleague_id *steward);
