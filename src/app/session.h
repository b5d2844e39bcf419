#pragma once
/* Signing in (AC-060…AC-083): Argon2id, a random token whose digest is stored, limits per account and network. */
#include "app/app.h"
#include "app/views.h"

struct sign_in_input { struct str email, password; };
extern const struct shape sign_in_input_shape; /* "SignIn" */

struct session_new { struct str token, csrf; time_ms ends_ms; struct who who; };

/* UNSIGNED (session.wrong) for a wrong pair, after the same work for an unknown address; TOO_MANY (session.limit) past the limit. */
MUST_CHECK enum status session_open(struct app *app, TALLOC_CTX *mem, const struct sign_in_input *in, struct str network, struct str browser, struct session_new *out, struct err *err);
/* Who holds TOKEN; UNSIGNED when unknown, ended, idle too long, or the colleague is not active. CSRF "" skips that check (GET). */
MUST_CHECK enum status session_check(struct app *app, struct str token, struct str csrf, bool must_csrf, struct who *out, struct err *err);
/* The same by reading alone. *UNTIL: when it must be looked at again, though nothing in the database changes; 0 when the mark
 * of the last use is old now, and session_seen is to be called, which writes it. */
MUST_CHECK enum status session_look(struct app *app, struct str token, struct str csrf, bool must_csrf, struct who *out, time_ms *until, struct err *err);
MUST_CHECK enum status session_seen(struct app *app, struct str token, struct err *err);
/* The session's token against forged writes: an HMAC of TOKEN with the desk's key, so that a page that was loaded again gets it again. */
struct str session_csrf(struct app *app, TALLOC_CTX *mem, struct str token);
MUST_CHECK enum status session_close(struct app *app, struct str token, struct err *err);
/* Who was last seen at this moment or before must sign in again (AC-083). */
time_ms session_idle_since(time_ms now);
/* Deletes what has ended: sessions, and tries at passwords whose time is over. */
MUST_CHECK enum status sessions_forget(struct app *app, struct err *err);
MUST_CHECK enum status me_read(struct app *app, TALLOC_CTX *mem, const struct who *who, struct me_view *out, struct err *err);
