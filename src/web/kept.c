#include "web/kept.h"

#include <assert.h>
#include <pthread.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/limits.h"
#include "base/mem.h"
#include "web/answer.h"
#include "web/etag.h"

enum {
    KEPT_BYTES = 2 * 1024 * 1024, /* some hundred tickets; a page that was never written to costs no memory */
    KEPT_ONE_BYTES = 64 * 1024,   /* a longer answer would push out too many others */
    KEPT_SLOTS = 1024,
    KEPT_STEP = 64,               /* an answer begins at a multiple of it */
    NUMBER_BYTES = 20,            /* the longest int64_t in decimal */
};

/* Under what an answer is kept. */
struct kept_key {
    struct sha256 session; /* of the token: how long it takes to compare two tells nothing of a token */
    const struct route *route;
    int64_t id;
    int64_t generation;
};

/* Lies in the room, with its text behind it. */
struct kept_one {
    struct kept_key key;
    time_ms from_ms, until_ms;
    size_t len; /* of the text: without its end, the number of now_ms and the brace */
    char text[];
};

struct kept {
    const struct web *web;
    pthread_mutex_t lock;
    int64_t generation; /* of all that is in the room */
    struct kept_one *slots[KEPT_SLOTS];
    char *room;
    size_t used;
};

static int kept_done(struct kept *kept)
{
    pthread_mutex_destroy(&kept->lock);
    return 0;
}

struct kept *kept_new(TALLOC_CTX *mem, const struct web *web)
{
    struct kept *kept = MEM_NEW(mem, struct kept);
    kept->web = web;
    kept->room = mem_need(talloc_size(kept, KEPT_BYTES));
    pthread_mutex_init(&kept->lock, NULL);
    talloc_set_destructor(kept, kept_done);
    return kept;
}

/* ---- the room ---- */

static struct kept_one **slot_of(struct kept *kept, const struct kept_key *key)
{
    uint64_t session;
    memcpy(&session, key->session.bytes, sizeof session);
    return &kept->slots[(session + (uint64_t)key->id + (uint64_t)(key->route - routes)) % KEPT_SLOTS];
}

static bool is_the_same(const struct kept_key *a, const struct kept_key *b)
{
    return a->generation == b->generation && a->id == b->id && a->route == b->route &&
           memcmp(a->session.bytes, b->session.bytes, SHA256_BYTES) == 0;
}

static const struct kept_one *find(struct kept *kept, const struct kept_key *key, time_ms now)
{
    const struct kept_one *one = *slot_of(kept, key);
    return one != NULL && is_the_same(&one->key, key) && one->from_ms <= now && now < one->until_ms ? one : NULL;
}

/* Room for an answer of LEN bytes; NULL when it is too long. The lock is held. */
static struct kept_one *room_for(struct kept *kept, int64_t generation, size_t len)
{
    size_t bytes = (sizeof(struct kept_one) + len + KEPT_STEP - 1) / KEPT_STEP * KEPT_STEP;
    if (bytes > KEPT_ONE_BYTES)
        return NULL;
    if (kept->generation != generation || kept->used + bytes > KEPT_BYTES) {
        memset(kept->slots, 0, sizeof kept->slots);
        kept->used = 0;
        kept->generation = generation;
    }
    kept->used += bytes;
    return (struct kept_one *)(void *)(kept->room + kept->used - bytes);
}

static void put(struct kept *kept, const struct kept_key *key, struct str text, time_ms from, time_ms until)
{
    pthread_mutex_lock(&kept->lock);
    struct kept_one *one = room_for(kept, key->generation, text.len);
    if (one != NULL) {
        *one = (struct kept_one){ .key = *key, .from_ms = from, .until_ms = until, .len = text.len };
        memcpy(one->text, text.ptr, text.len);
        *slot_of(kept, key) = one;
    }
    pthread_mutex_unlock(&kept->lock);
}

/* ---- answers ---- */

/* What follows the name of an answer's last field. */
static void add_end(struct buf *body, time_ms now)
{
    buf_add_i64(body, now);
    buf_add_char(body, '}');
}

/* An answer's name: it changes with every commit and every new making, and says nothing after the process has ended. */
static bool is_known(const struct call *call, time_ms from)
{
    struct str etag = str_format(call->request->mem, "W/\"%llx-%llx-%llx\"", (unsigned long long)call->web->boot,
                                 (unsigned long long)call->keep_under->generation, (unsigned long long)from);
    return etag_unchanged(call->request, etag);
}

/* FROM: when what is in BODY was made. */
static bool copy_kept(struct kept *kept, const struct kept_key *key, struct buf *body, time_ms *from)
{
    struct clock *clock = kept->web->app->clock;
    time_ms now = clock->now(clock);
    pthread_mutex_lock(&kept->lock);
    const struct kept_one *one = find(kept, key, now);
    bool have = one != NULL;
    if (have) {
        *from = one->from_ms;
        buf_reserve(body, one->len + NUMBER_BYTES + 1);
        buf_add(body, (struct str){ one->text, one->len });
    }
    pthread_mutex_unlock(&kept->lock);
    add_end(body, now);
    return have;
}

bool kept_answer(struct call *call)
{
    struct kept *kept = call->web->kept;
    TALLOC_CTX *mem = call->request->mem;
    struct str token = http_cookie(call->request, call->web->session_cookie);
    struct kept_key *key = MEM_NEW(mem, struct kept_key);
    struct buf body;
    time_ms from;
    struct err err;
    *key = (struct kept_key){ .session = sha256_of(token), .route = call->route, .id = call->id };
    /* A database that does not say is asked for the whole answer, and that tells what is wrong. */
    if (token.len == 0 || db_generation(call->web->app->db, &key->generation, &err) != STATUS_OK)
        return false;
    call->keep_under = key;
    buf_init(&body, mem, LIMIT_ANSWER_BYTES);
    if (!copy_kept(kept, key, &body, &from))
        return false;
    return is_known(call, from) || answer_bytes(call, ANSWER_API, "application/json", buf_str(&body)) == STATUS_OK;
}

enum status kept_shape(struct call *call, const void *object, time_ms now, time_ms until, struct err *err)
{
    struct buf end;
    TRY(answer_shape(call, object, err));
    buf_init(&end, call->mem, NUMBER_BYTES + 1);
    add_end(&end, now);
    struct str body = call->request->answer.body;
    assert(str_ends(body, buf_str(&end)));
    if (call->keep_under == NULL)
        return STATUS_OK;
    until = until < call->until_ms ? until : call->until_ms;
    if (until > now)
        put(call->web->kept, call->keep_under, str_slice(body, 0, body.len - end.len), now, until);
    (void)is_known(call, now);
    return STATUS_OK;
}
