#include "base/clock.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "base/mem.h"

static int64_t read_ms(clockid_t id)
{
    struct timespec at;
    int result = clock_gettime(id, &at);
    assert(result == 0);
    (void)result;
    return (int64_t)at.tv_sec * 1000 + at.tv_nsec / 1000000;
}

time_ms clock_machine_now(void)
{
    return read_ms(CLOCK_REALTIME);
}

static time_ms system_now(struct clock *clock)
{
    (void)clock;
    return read_ms(CLOCK_REALTIME);
}

static span_ms system_monotonic(struct clock *clock)
{
    (void)clock;
    return read_ms(CLOCK_MONOTONIC);
}

struct clock *clock_system(TALLOC_CTX *mem)
{
    struct clock *clock = MEM_NEW(mem, struct clock);
    *clock = (struct clock){ .now = system_now, .monotonic = system_monotonic };
    return clock;
}

static time_ms moved_now(struct clock *clock)
{
    const _Atomic int64_t *offset = clock->data;
    return read_ms(CLOCK_REALTIME) + atomic_load(offset);
}

static int unmap_offset(struct clock *clock)
{
    return munmap(clock->data, sizeof(int64_t));
}

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

static enum status clock_fail(const char *file, struct err *err)
{
    int code = errno;
    FAIL(err, STATUS_UNAVAILABLE, "clock.file", "could not open the file of the moved clock");
    err_detail(err, "%s: %s", file, strerror(code));
    return STATUS_UNAVAILABLE;
}

enum status clock_moved(TALLOC_CTX *mem, const char *file, struct clock **out, struct err *err)
{
    CLEANUP(close_fd) int fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    struct stat now;
    if (fd < 0 || fstat(fd, &now) != 0)
        return clock_fail(file, err);
    if (now.st_size < (off_t)sizeof(int64_t) && ftruncate(fd, sizeof(int64_t)) != 0)
        return clock_fail(file, err);
    void *offset = mmap(NULL, sizeof(int64_t), PROT_READ, MAP_SHARED, fd, 0);
    if (offset == MAP_FAILED)
        return clock_fail(file, err);
    struct clock *clock = MEM_NEW(mem, struct clock);
    *clock = (struct clock){ .now = moved_now, .monotonic = system_monotonic, .data = offset };
    talloc_set_destructor(clock, unmap_offset);
    *out = clock;
    return STATUS_OK;
}

enum status clock_file_move(TALLOC_CTX *mem, const char *file, span_ms by, struct err *err)
{
    struct clock *clock;
    TRY(clock_moved(mem, file, &clock, err)); /* makes the file */
    talloc_free(clock);
    CLEANUP(close_fd) int fd = open(file, O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return clock_fail(file, err);
    _Atomic int64_t *offset = mmap(NULL, sizeof(*offset), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (offset == MAP_FAILED)
        return clock_fail(file, err);
    atomic_fetch_add(offset, by);
    munmap(offset, sizeof(*offset));
    return STATUS_OK;
}

static time_ms standing_now(struct clock *clock)
{
    return *(const time_ms *)clock->data;
}

struct clock *clock_standing(TALLOC_CTX *mem, time_ms start)
{
    struct clock *clock = MEM_NEW(mem, struct clock);
    time_ms *at = MEM_NEW(clock, time_ms);
    *at = start;
    *clock = (struct clock){ .now = standing_now, .monotonic = standing_now, .data = at };
    return clock;
}

void clock_set(struct clock *standing, time_ms now)
{
    assert(standing->now == standing_now);
    *(time_ms *)standing->data = now;
}

static void system_bytes(struct random *random, void *out, size_t len)
{
    (void)random;
    randombytes_buf(out, len);
}

struct random *random_system(TALLOC_CTX *mem)
{
    struct random *random = MEM_NEW(mem, struct random);
    *random = (struct random){ .bytes = system_bytes };
    return random;
}

/* SplitMix64: one addition and a mix of the bits; even, fast and the same on every machine. */
static uint64_t seeded_next(uint64_t *state)
{
    *state += 0x9e3779b97f4a7c15u;
    uint64_t mixed = *state;
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebu;
    return mixed ^ mixed >> 31;
}

static void seeded_bytes(struct random *random, void *out, size_t len)
{
    for (size_t at = 0; at < len; at += sizeof(uint64_t)) {
        uint64_t word = seeded_next(random->data);
        size_t take = len - at < sizeof(word) ? len - at : sizeof(word);
        memcpy((char *)out + at, &word, take);
    }
}

struct random *random_seeded(TALLOC_CTX *mem, uint64_t seed)
{
    struct random *random = MEM_NEW(mem, struct random);
    uint64_t *state = MEM_NEW(random, uint64_t);
    *state = seed;
    *random = (struct random){ .bytes = seeded_bytes, .data = state };
    return random;
}

uint64_t random_below(struct random *random, uint64_t bound)
{
    assert(bound > 0);
    /* What lies below this is an uneven rest: thrown away, so that every answer is equally likely. */
    uint64_t uneven = (uint64_t)-bound % bound;
    uint64_t number;
    do
        random->bytes(random, &number, sizeof(number));
    while (number < uneven);
    return number % bound;
}
