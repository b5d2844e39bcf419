#include "web/http_watch.h"

#include <sys/socket.h>

#include "check.h"

/* A clock whose monotonic time the test moves. */
struct hand_clock {
    struct clock clock;
    span_ms now;
};

static span_ms hand_monotonic(struct clock *clock)
{
    return ((struct hand_clock *)clock)->now;
}

struct watched_pair {
    struct hand_clock hand;
    struct http_watch *watch;
    struct http_watched *watched;
    int ends[2];
};

static void begin(struct watched_pair *pair, TALLOC_CTX *mem)
{
    *pair = (struct watched_pair){ .hand = { .clock = { .monotonic = hand_monotonic }, .now = 1000 } };
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair->ends), 0);
    pair->watch = http_watch_new(mem, &pair->hand.clock);
    pair->watched = http_watch_add(pair->watch, pair->ends[0]);
}

static void end(struct watched_pair *pair)
{
    http_watch_remove(pair->watch, pair->watched);
    http_watch_free(pair->watch);
    close(pair->ends[0]);
    close(pair->ends[1]);
}

static bool peer_sees_the_end(const struct watched_pair *pair)
{
    char byte;
    return recv(pair->ends[1], &byte, 1, MSG_DONTWAIT) == 0;
}

static size_t after(struct watched_pair *pair, int seconds)
{
    pair->hand.now += seconds * SECOND_MS;
    return http_watch_tick(pair->watch);
}

static void headers_by_the_byte_end_at_the_deadline(void **state) /* AC-135 */
{
    struct watched_pair pair;
    begin(&pair, *state);
    assert_int_equal(after(&pair, HTTP_HEAD_SECONDS), 0);
    assert_false(peer_sees_the_end(&pair));
    assert_int_equal(after(&pair, 1), 1);
    assert_true(peer_sees_the_end(&pair));
    assert_int_equal(after(&pair, 1), 0); /* once */
    end(&pair);
}

static void a_body_below_the_least_rate_ends(void **state) /* AC-135 */
{
    struct watched_pair pair;
    begin(&pair, *state);
    http_watch_phase(pair.watch, pair.watched, PHASE_BODY);
    assert_int_equal(after(&pair, HTTP_BODY_GRACE_SECONDS), 0);
    http_watch_bytes(pair.watch, pair.watched, 20 * HTTP_BODY_LEAST_RATE);
    assert_int_equal(after(&pair, 10), 0);
    assert_int_equal(after(&pair, 1), 1);
    end(&pair);
}

static void a_large_body_at_a_fair_rate_goes_on(void **state)
{
    struct watched_pair pair;
    begin(&pair, *state);
    http_watch_phase(pair.watch, pair.watched, PHASE_BODY);
    for (int i = 0; i < 600; i++) {
        http_watch_bytes(pair.watch, pair.watched, HTTP_BODY_LEAST_RATE);
        assert_int_equal(after(&pair, 1), 0);
    }
    end(&pair);
}

static void an_idle_connection_waits_longer_for_its_next_request(void **state)
{
    struct watched_pair pair;
    begin(&pair, *state);
    http_watch_phase(pair.watch, pair.watched, PHASE_NEXT_HEAD);
    assert_int_equal(after(&pair, HTTP_IDLE_SECONDS), 0);
    assert_int_equal(after(&pair, 1), 1);
    end(&pair);
}

static void an_answer_that_nobody_fetches_ends(void **state) /* F-49 */
{
    struct watched_pair pair;
    begin(&pair, *state);
    http_watch_phase(pair.watch, pair.watched, PHASE_ANSWER);
    assert_int_equal(after(&pair, HTTP_ANSWER_SECONDS), 0);
    assert_int_equal(after(&pair, 1), 1);
    end(&pair);
}

static void a_stream_stays_open(void **state)
{
    struct watched_pair pair;
    begin(&pair, *state);
    http_watch_phase(pair.watch, pair.watched, PHASE_STREAM);
    assert_int_equal(after(&pair, 24 * 3600), 0);
    end(&pair);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(headers_by_the_byte_end_at_the_deadline),
        TEST(a_body_below_the_least_rate_ends),
        TEST(a_large_body_at_a_fair_rate_goes_on),
        TEST(an_idle_connection_waits_longer_for_its_next_request),
        TEST(an_answer_that_nobody_fetches_ends),
        TEST(a_stream_stays_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
