#pragma once
/* Making and peopling a desk: init, user, team, and the demo desk. */
#include "app/app.h"

struct desk_init_input { struct str admin_address, admin_name, mailbox_address, desk_name, password, time_zone; };
/* An empty desk: one team with its hours, whose steward is the admin (O2), and one mailbox. CONFLICT when the directory holds one. */
MUST_CHECK enum status desk_init(const struct config *config, const struct desk_init_input *in, struct err *err);

struct colleague_input { struct str email, name, public_name, password, about, languages; int role; team_id team_id; bool leads; };
MUST_CHECK enum status colleague_add(struct app *app, const struct who *who, const struct colleague_input *in, colleague_id *out, struct err *err);
MUST_CHECK enum status colleague_password_set(struct app *app, const struct who *who, struct str email, struct str password, struct err *err); /* ends their sessions */
MUST_CHECK enum status colleague_lock(struct app *app, const struct who *who, struct str email, bool locked, struct err *err); /* O7: stays the named owner */
struct colleague_row { struct str email, name, role, state; };
MUST_CHECK enum status colleague_rows(struct app *app, TALLOC_CTX *mem, struct list *out, struct err *err);

struct team_input { struct str name, steward_email, time_zone, mailbox_address, mailbox_name; time_ms acknowledge_ms, next_word_ms; };
MUST_CHECK enum status team_add(struct app *app, const struct who *who, const struct team_input *in, team_id *out, struct err *err);
/* HOURS: "mon-fri 09:00-17:00; sat 10:00-14:00"; HOLIDAYS: "2026-12-25 Christmas; …". INVALID names the piece. */
MUST_CHECK enum status team_hours_set(struct app *app, const struct who *who, struct str team, struct str hours, struct err *err);
MUST_CHECK enum status team_holiday_add(struct app *app, const struct who *who, struct str team, struct str day, struct str name, struct err *err);
struct team_row { team_id id; struct str name, steward, time_zone, mailbox; };
MUST_CHECK enum status team_rows(struct app *app, TALLOC_CTX *mem, struct list *out, struct err *err);

/* Fills a desk with believable tickets in every state, from a seed: the demo (Cedar & Spoke) and benchmarks. */
struct fill_input { int64_t tickets; uint64_t seed; bool demo; };
struct fill_outcome { int64_t tickets, messages, promises; };
MUST_CHECK enum status desk_fill(struct app *app, const struct fill_input *in, struct fill_outcome *out, struct err *err);
