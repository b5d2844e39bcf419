#include "web/rates.h"

#include <pthread.h>

#include "base/mem.h"

enum {
    BUCKETS = 2048, /* 32 KiB */
    LOADS = 512,
    WAYS = 8,       /* places that a peer may take */
};

struct rate_row {
    int64_t a_minute; /* that go on for ever */
    int64_t burst;    /* that may come at once */
};
static const struct rate_row rate_rows[] = {
    [RATE_NETWORK] = { 3000, 1500 },  /* a whole office behind one address */
    [RATE_PAGE_READ] = { 240, 120 },
    [RATE_PAGE_WRITE] = { 60, 30 },
};
_Static_assert(sizeof rate_rows / sizeof rate_rows[0] == RATE_COUNT, "each rate has its row");

static const unsigned load_most[] = {
    [LOAD_REQUESTS] = 256, /* of the 2048 that may wait: eight peers would have to try */
    [LOAD_SEARCHES] = 32,
};
_Static_assert(sizeof load_most / sizeof load_most[0] == LOAD_COUNT, "each load has its most");

struct bucket {
    uint64_t who;
    int64_t full_us; /* when it will be as if nobody had asked; monotonic */
};

struct under_way {
    uint64_t who;
    unsigned count;
};

struct rates {
    pthread_mutex_t lock;
    struct clock *clock;
    struct table_key keys[RATE_COUNT + LOAD_COUNT];
    struct bucket buckets[BUCKETS];
    struct under_way loads[LOADS];
};

static int rates_free(struct rates *rates)
{
    pthread_mutex_destroy(&rates->lock);
    return 0;
}

struct rates *rates_new(TALLOC_CTX *mem, struct clock *clock, struct random *random)
{
    struct rates *rates = MEM_NEW(mem, struct rates);
    rates->clock = clock;
    random->bytes(random, rates->keys, sizeof rates->keys);
    pthread_mutex_init(&rates->lock, NULL);
    talloc_set_destructor(rates, rates_free);
    return rates;
}

/* Never 0, which is an empty place. */
static uint64_t digest_of(const struct rates *rates, unsigned what, struct str who)
{
    return table_hash(&rates->keys[what], who) | 1;
}

/* ---- rates ---- */

static struct bucket *bucket_of(struct rates *rates, uint64_t who)
{
    struct bucket *first = &rates->buckets[who / 2 % (BUCKETS / WAYS) * WAYS], *least = first;
    for (size_t i = 0; i < WAYS; i++) {
        if (first[i].who == who)
            return &first[i];
        if (first[i].full_us < least->full_us)
            least = &first[i];
    }
    *least = (struct bucket){ .who = who };
    return least;
}

span_ms rates_ask(struct rates *rates, enum rate rate, struct str who)
{
    const struct rate_row *row = &rate_rows[rate];
    const int64_t step_us = MINUTE_MS * 1000 / row->a_minute, room_us = step_us * row->burst;
    const int64_t now_us = rates->clock->monotonic(rates->clock) * 1000;
    span_ms wait = 0;
    uint64_t digest = digest_of(rates, (unsigned)rate, who);
    pthread_mutex_lock(&rates->lock);
    struct bucket *bucket = bucket_of(rates, digest);
    int64_t full_us = (bucket->full_us > now_us ? bucket->full_us : now_us) + step_us;
    if (full_us - now_us <= room_us)
        bucket->full_us = full_us;
    else
        wait = (full_us - now_us - room_us) / 1000 + 1;
    pthread_mutex_unlock(&rates->lock);
    return wait;
}

/* ---- loads ---- */

/* NULL: all places that WHO may take are taken by others. */
static struct under_way *load_of(struct rates *rates, uint64_t who)
{
    struct under_way *first = &rates->loads[who / 2 % (LOADS / WAYS) * WAYS], *empty = NULL;
    for (size_t i = 0; i < WAYS; i++) {
        if (first[i].count > 0 && first[i].who == who)
            return &first[i];
        if (first[i].count == 0)
            empty = &first[i];
    }
    if (empty != NULL)
        empty->who = who;
    return empty;
}

/* Where the table is crowded the request goes on uncounted: the line of work has a most of its own. */
bool load_begins(struct rates *rates, enum load load, struct str who, uint64_t *place)
{
    uint64_t digest = digest_of(rates, RATE_COUNT + (unsigned)load, who);
    pthread_mutex_lock(&rates->lock);
    struct under_way *found = load_of(rates, digest);
    bool may = found == NULL || found->count < load_most[load];
    if (may && found != NULL)
        found->count++;
    *place = may && found != NULL ? digest : 0;
    pthread_mutex_unlock(&rates->lock);
    return may;
}

void load_ends(struct rates *rates, uint64_t place)
{
    if (place == 0)
        return;
    pthread_mutex_lock(&rates->lock);
    struct under_way *found = load_of(rates, place);
    if (found != NULL && found->count > 0)
        found->count--;
    pthread_mutex_unlock(&rates->lock);
}
