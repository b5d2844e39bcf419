#include "app/session.h"

#include "app/desk_facts.h"
#include "app/quarantine.h"
#include "base/limits.h"
#include "base/mem.h"
#include "store/session_store.h"

enum {
    SESSION_IDLE_MINUTES = 30,       /* AC-083 */
    SESSION_HOURS = 12,              /* AC-083 */
    SEEN_STEP_SECONDS = 60,          /* the mark of the last use is written at most so often: reading stays reading */
    TRIES_PER_ACCOUNT = 10,          /* in a window, then a pause (AC-079) */
    TRIES_PER_NETWORK = 50,
    TRY_WINDOW_MINUTES = 15,
};

/* The hash of a password that nobody has, so that an unknown address costs the same work (AC-068). */
static const char nobodys_hash[] = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$"
                                   "x7Qm3v5mQfL6f4u0bUu0hV0j3Ff0m0mJ2p1mYv2m2nE";

static const struct field sign_in_fields[] = {
    FIELD(struct sign_in_input, email, TEXT, REQUIRED, LIMIT_ADDRESS_BYTES),
    FIELD(struct sign_in_input, password, TEXT, REQUIRED, LIMIT_PASSWORD_BYTES),
};
const struct shape sign_in_input_shape = SHAPE("SignIn", struct sign_in_input, sign_in_fields);

/* ---- limits ---- */

struct limit { struct str who; int64_t tries; };

static enum status limit_check(struct tx *tx, const struct limit *limit, struct err *err)
{
    struct sign_in_tries tries;
    TRY(sign_in_tries(tx, limit->who, &tries, err));
    if (tries.until_ms > tx->now)
        return FAIL(err, STATUS_TOO_MANY, "session.limit", "too many tries; wait %lld minutes, then try again",
                    (long long)((tries.until_ms - tx->now) / MINUTE_MS + 1));
    return STATUS_OK;
}

static enum status limit_count(struct tx *tx, const struct limit *limit, struct err *err)
{
    struct sign_in_tries tries;
    TRY(sign_in_tries(tx, limit->who, &tries, err));
    if (tries.since_ms + TRY_WINDOW_MINUTES * MINUTE_MS <= tx->now)
        tries = (struct sign_in_tries){ .since_ms = tx->now };
    tries.tries++;
    if (tries.tries >= limit->tries)
        tries = (struct sign_in_tries){ .since_ms = tx->now, .until_ms = tx->now + TRY_WINDOW_MINUTES * MINUTE_MS };
    return sign_in_tries_save(tx, limit->who, &tries, err);
}

static enum status limits_look(struct app *app, TALLOC_CTX *mem, const struct limit limits[2], struct str email,
                               struct sign_in_account *account, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(limit_check(&tx, &limits[0], err));
    TRY(limit_check(&tx, &limits[1], err));
    return sign_in_account(&tx, mem, email, account, err);
}

static enum status failure_note(struct app *app, const struct limit limits[2], struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(limit_count(&tx, &limits[0], err));
    TRY(limit_count(&tx, &limits[1], err));
    TRY(tx_commit(&tx, err));
    return FAIL(err, STATUS_UNSIGNED, "session.wrong", "this address and password do not belong together");
}

/* ---- sessions ---- */

time_ms session_idle_since(time_ms now)
{
    return now - SESSION_IDLE_MINUTES * MINUTE_MS;
}

struct str session_csrf(struct app *app, TALLOC_CTX *mem, struct str token)
{
    struct sha256 made = sha256_hmac(app->secret, str_format(mem, "csrf 1:" STR_FMT, STR_ARG(token)));
    return base32_text(mem, (struct str){ (const char *)made.bytes, SHA256_BYTES });
}

static enum status session_make(struct app *app, TALLOC_CTX *mem, colleague_id colleague, const struct limit limits[2],
                                struct str browser, struct session_new *out, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(desk_facts_get(app, &tx, &facts, err));
    const struct colleague_facts *found = desk_colleague(facts, colleague);
    struct session_new made = { .token = token_new(mem, app->random), .ends_ms = tx.now + SESSION_HOURS * HOUR_MS };
    made.csrf = session_csrf(app, mem, made.token);
    made.who = (struct who){ .kind = ACTOR_COLLEAGUE, .colleague = colleague, .role = (enum role)found->colleague.role,
                             .person = found->colleague.person_id };
    struct sha256 token = sha256_of(made.token), csrf = sha256_of(made.csrf);
    struct session row = { .colleague_id = colleague, .made_ms = tx.now, .seen_ms = tx.now, .ends_ms = made.ends_ms };
    TRY(session_insert(&tx, &token, &csrf, &row, utf8_clip(browser, LIMIT_NAME_BYTES), err));
    TRY(sessions_oldest_delete(&tx, colleague, LIMIT_SESSIONS, err));
    TRY(sign_in_tries_clear(&tx, limits[0].who, err));
    TRY(journal_add(&tx, who_actor(&made.who), "colleague.signed_in", (ticket_id){ 0 }, STR_NONE, err));
    TRY(tx_commit(&tx, err));
    *out = made;
    return STATUS_OK;
}

enum status session_open(struct app *app, TALLOC_CTX *mem, const struct sign_in_input *in, struct str network,
                         struct str browser, struct session_new *out, struct err *err)
{
    struct str email = str_lower(mem, str_trim(in->email));
    struct sign_in_account account;
    struct limit limits[2] = {
        { str_format(mem, "account:" STR_FMT, STR_ARG(email)), TRIES_PER_ACCOUNT },
        { str_format(mem, "network:" STR_FMT, STR_ARG(network)), TRIES_PER_NETWORK },
    };
    TRY(limits_look(app, mem, limits, email, &account, err));
    bool known = account.id.v != 0 && account.active && account.password_hash.len > 0;
    bool right = password_matches(known ? account.password_hash : str_from(nobodys_hash), in->password);
    if (!known || !right)
        return failure_note(app, limits, err);
    return session_make(app, mem, account.id, limits, browser, out, err);
}

static enum status session_read(struct app *app, TALLOC_CTX *mem, const struct sha256 *token, struct str csrf,
                                bool must_csrf, time_ms *until, struct who *out, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct session session;
    struct str csrf_stored;
    bool have;
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(session_find(&tx, mem, token, &session, &csrf_stored, &have, err));
    bool lives = have && session.ends_ms > tx.now && session.seen_ms > session_idle_since(tx.now);
    if (!lives)
        return FAIL(err, STATUS_UNSIGNED, "session.none", "sign in, please");
    TRY(desk_facts_get(app, &tx, &facts, err));
    const struct colleague_facts *colleague = desk_colleague(facts, session.colleague_id);
    if (colleague == NULL || colleague->colleague.state != COLLEAGUE_ACTIVE)
        return FAIL(err, STATUS_UNSIGNED, "session.none", "sign in, please");
    if (must_csrf) {
        struct sha256 given = sha256_of(csrf);
        if (!bytes_equal(csrf_stored, (struct str){ (const char *)given.bytes, SHA256_BYTES }))
            return FAIL(err, STATUS_DENIED, "session.csrf", "this page is out of date; load it again");
    }
    time_ms again = session.seen_ms + SEEN_STEP_SECONDS * SECOND_MS;
    *until = again <= tx.now ? 0 : again < session.ends_ms ? again : session.ends_ms;
    *out = (struct who){ .kind = ACTOR_COLLEAGUE,
                         .colleague = session.colleague_id,
                         .person = colleague->colleague.person_id,
                         .role = (enum role)colleague->colleague.role };
    return STATUS_OK;
}

enum status session_look(struct app *app, struct str token, struct str csrf, bool must_csrf, struct who *out,
                         time_ms *until, struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    struct sha256 digest = sha256_of(token);
    return session_read(app, mem, &digest, csrf, must_csrf, until, out, err);
}

enum status session_seen(struct app *app, struct str token, struct err *err)
{
    struct sha256 digest = sha256_of(token);
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(session_seen_save(&tx, &digest, err));
    return tx_commit(&tx, err);
}

enum status session_check(struct app *app, struct str token, struct str csrf, bool must_csrf, struct who *out, struct err *err)
{
    time_ms until;
    TRY(session_look(app, token, csrf, must_csrf, out, &until, err));
    return until == 0 ? session_seen(app, token, err) : STATUS_OK;
}

enum status session_close(struct app *app, struct str token, struct err *err)
{
    struct sha256 digest = sha256_of(token);
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(session_delete(&tx, &digest, err));
    return tx_commit(&tx, err);
}

enum status sessions_forget(struct app *app, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(sessions_ended_delete(&tx, session_idle_since(tx.now), err));
    TRY(sign_in_tries_forget(&tx, tx.now - TRY_WINDOW_MINUTES * MINUTE_MS, err));
    return tx_commit(&tx, err);
}

enum status me_read(struct app *app, TALLOC_CTX *mem, const struct who *who, struct me_view *out, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(desk_facts_get(app, &tx, &facts, err));
    const struct colleague_facts *me = desk_colleague(facts, who->colleague);
    if (me == NULL)
        return FAIL(err, STATUS_NOT_FOUND, "colleague.unknown", "there is no such colleague");
    enum presence presence = desk_presence(me, tx.now);
    colleague_id steward;
    *out = (struct me_view){
        .id = me->colleague.id, .name = str_copy(mem, me->colleague.name),
        .public_name = str_copy(mem, me->colleague.public_name), .email = str_copy(mem, me->colleague.email),
        .role = str_from(role_words[me->colleague.role]), .presence = str_from(presence_words[presence]),
        .language = str_copy(mem, me->colleague.language), .time_zone = str_copy(mem, str_from(me->zone.name)),
        .desk_name = str_copy(mem, facts->name), .signature = str_copy(mem, me->colleague.signature),
        .presence_until_ms = presence == PRESENCE_AVAILABLE ? 0 : me->colleague.presence_until_ms, .now_ms = tx.now,
        .may_quarantine = quarantine_may_look(facts, who, &steward),
    };
    return STATUS_OK;
}
