#pragma once
/* What a desk is made of and seldom changes, as rows: teams with their hours, colleagues, mailboxes, settings.
 *
 * Readers take all of it at once (app/desk_facts.h keeps it in the process); therefore every change here must be
 * followed by desk_touch in the same unit of work.
 */
#include "base/shape.h"
#include "core/calendar.h"
#include "core/colleague.h"
#include "store/db.h"

enum { DESK_ROWS = 100000 }; /* of one of these tables: far above any desk, so that reading has an end */

struct team {
    team_id id;
    struct str name;
    colleague_id steward_id;
    struct str time_zone;
    span_ms acknowledge_ms, next_word_ms, follow_up_ms, reminder_ms, notice_ms; /* the first three in open time */
    struct str understanding;
};
struct team_hours { team_id team_id; int64_t weekday, from_minute, until_minute; };
struct team_holiday { team_id team_id; struct str day /* 2026-12-25 */, name; };
struct team_member { team_id team_id; colleague_id colleague_id; bool leads; };
struct team_duty { team_id team_id; colleague_id colleague_id; int64_t weekday, from_minute, until_minute; };

struct colleague {
    colleague_id id;
    person_id person_id;
    struct str email, name, public_name;
    int role;               /* enum role */
    int state;              /* enum colleague_state */
    int presence;           /* enum presence, as set; see desk_presence for what holds now */
    time_ms presence_until_ms;
    int64_t capacity;
    struct str language, languages, time_zone, about, signature;
};

struct mailbox {
    mailbox_id id;
    struct str address, lookup, name;
    team_id team_id;
    struct str signature, smtp_url; /* smtp_url NULL: the desk's */
    struct str smtp_secret;         /* sealed; NULL: the URL needs none */
};

struct mailbox_alias { mailbox_id mailbox_id; struct str address, lookup; }; /* a further address of a mailbox */

struct setting { struct str name, value; };

/* Each list ordered by team and id, so that a team's rows stand together. */
MUST_CHECK enum status teams_all(struct tx *tx, TALLOC_CTX *mem, struct list *out, struct err *err);
MUST_CHECK enum status team_hours_all(struct tx *tx, TALLOC_CTX *mem, struct list *out, struct err *err);
MUST_CHECK enum status team_holidays_all(struct tx *tx, TALLOC_CTX *mem, struct list *out, struct err *err);
MUST_CHECK enum status team_members_all(struct tx *tx, TALLOC_CTX *mem, struct list *out, struct err *err);
MUST_CHECK enum status team_duties_all(struct tx *tx, TALLOC_CTX *mem, struct list *out, struct err *err);
MUST_CHECK enum status colleagues_all(struct tx *tx, TALLOC_CTX *mem, struct list *out, struct err *err);
MUST_CHECK enum status mailboxes_all(struct tx *tx, TALLOC_CTX *mem, struct list *out, struct err *err);
MUST_CHECK enum status mailbox_aliases_all(struct tx *tx, TALLOC_CTX *mem, struct list *out, struct err *err);
MUST_CHECK enum status settings_all(struct tx *tx, TALLOC_CTX *mem, struct list *out, struct err *err);

MUST_CHECK enum status team_insert(struct tx *tx, const struct team *team, struct err *err);
MUST_CHECK enum status team_hours_clear(struct tx *tx, team_id team, struct err *err);
MUST_CHECK enum status team_hours_insert(struct tx *tx, const struct team_hours *hours, struct err *err);
MUST_CHECK enum status team_holiday_insert(struct tx *tx, const struct team_holiday *holiday, struct err *err);
MUST_CHECK enum status team_member_insert(struct tx *tx, const struct team_member *member, struct err *err);
MUST_CHECK enum status colleague_insert(struct tx *tx, const struct colleague *colleague, struct str password_hash,
                                        struct err *err);
MUST_CHECK enum status colleague_state_save(struct tx *tx, colleague_id id, enum colleague_state state,
                                            struct err *err);
MUST_CHECK enum status colleague_presence_save(struct tx *tx, colleague_id id, enum presence presence, time_ms until,
                                               struct err *err);
MUST_CHECK enum status colleague_password_save(struct tx *tx, colleague_id id, struct str hash, struct err *err);
MUST_CHECK enum status colleague_signature_save(struct tx *tx, colleague_id id, struct str signature, struct err *err);
MUST_CHECK enum status mailbox_insert(struct tx *tx, const struct mailbox *mailbox, struct err *err);
MUST_CHECK enum status setting_save(struct tx *tx, struct str name, struct str value, struct err *err);

/* The number of the desk's last change of any of this; 0 for a desk that was never peopled. Equal numbers mean
 * equal rows, also after a rollback: a number is made of the moment and an id, since ids alone are given again then. */
MUST_CHECK enum status desk_change_number(struct tx *tx, int64_t *out, struct err *err);
MUST_CHECK enum status desk_touch(struct tx *tx, struct err *err);
