#include "web/router.h"

#include "check.h"

static bool is_public(const struct route *route)
{
    static const char *const paths[] = { /* what anybody may call, and why it needs no right */
        "/api/v1/session",             /* signing in */
        "/api/v1/messages/{id}/image", /* a signed address */
        "/api/v1/openapi.json",
        "/csp-reports",                /* browsers send it without cookies; a line of the log */
        "/health",
        "/ready",
    };
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        if (strcmp(paths[i], route->path) == 0)
            return true;
    return false;
}

static void each_route_says_who_may_call_it(void **state) /* AC-084 */
{
    (void)state;
    for (size_t i = 0; i < route_count; i++) {
        const struct route *route = &routes[i];
        assert_int_not_equal(route->who, WHO_NOBODY);
        if (route->who == WHO_ANYBODY)
            assert_true(is_public(route));
        else if (route->who == WHO_MAILBOX)
            assert_string_equal(route->path, "/api/v1/ingress");
        else
            assert_int_not_equal(route->right, ACTION_NONE);
    }
}

static void a_forgotten_right_is_nobodys(void **state) /* AC-084 */
{
    (void)state;
    for (int role = 0; role < ROLE_COUNT; role++)
        assert_false(rights_allow(&(struct rights_actor){ .role = (enum role)role, .relations = ~0u }, ACTION_NONE));
    assert_false(rights_allow(&(struct rights_actor){ .customer = true, .relations = ~0u }, ACTION_NONE));
    const struct route forgotten = { .method = METHOD_GET, .path = "/x" };
    assert_int_equal(forgotten.who, WHO_NOBODY);
    assert_int_equal(forgotten.right, ACTION_NONE);
}

static void a_customer_may_only_call_the_page(void **state) /* I9 */
{
    (void)state;
    for (size_t i = 0; i < route_count; i++)
        assert_int_equal(routes[i].who == WHO_CUSTOMER, str_starts(str_from(routes[i].path), STR("/p/{token}")));
}

static void rows_hold_together(void **state)
{
    (void)state;
    for (size_t i = 0; i < route_count; i++) {
        const struct route *route = &routes[i];
        bool reads_body = route->takes != NULL && (route->flags & ROUTE_QUERY) == 0;
        assert_non_null(route->function);
        assert_non_null(route->help);
        assert_true(!reads_body || route->body_max > 0);
        assert_true(route->method != METHOD_GET || route->body_max == 0);
        assert_true(route->status >= 200 && route->status < 400);
        for (size_t j = i + 1; j < route_count; j++)
            assert_true(routes[j].method != route->method || strcmp(routes[j].path, route->path) != 0);
    }
}

/* What kept.h keeps answers under, and what it writes anew in each. */
static void a_kept_answer_depends_on_session_and_path_and_ends_with_the_time(void **state) /* AC-078 */
{
    (void)state;
    for (size_t i = 0; i < route_count; i++) {
        const struct route *route = &routes[i];
        if ((route->flags & ROUTE_KEPT) == 0)
            continue;
        assert_int_equal(route->method, METHOD_GET);
        assert_int_equal(route->who, WHO_COLLEAGUE);
        assert_null(route->takes);
        assert_int_equal(route->status, 200);
        assert_string_equal(route->gives->fields[route->gives->field_count - 1].name, "now_ms");
    }
}

static void paths_are_matched_in_one_form_only(void **state) /* AC-143 */
{
    (void)state;
    static const struct { const char *pattern, *path; bool matches; } cases[] = {
        { "/health", "/health", true },
        { "/health", "/healthy", false },
        { "/health", "/health/x", false },
        { "/health", "/", false },
        { "/t/{id}", "/t/42", true },
        { "/t/{id}", "/t/9007199254740991", true },
        { "/t/{id}", "/t/9007199254740992", false },
        { "/t/{id}", "/t/0", false },
        { "/t/{id}", "/t/042", false },
        { "/t/{id}", "/t/-1", false },
        { "/t/{id}", "/t/4a", false },
        { "/t/{id}", "/t/", false },
        { "/t/{id}/x", "/t/42", false },
        { "/t/{id}/x", "/t/42/x", true },
        { "/p/{token}", "/p/abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrst", true },
        { "/p/{token}", "/p/abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrs", false },
        { "/p/{token}", "/p/ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGHIJKLMNOPQRST", false },
        { "/p/{token}", "/p/", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t id;
        struct str token;
        assert_int_equal(route_matches(cases[i].pattern, str_from(cases[i].path), &id, &token), cases[i].matches);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_route_says_who_may_call_it),
        TEST(a_forgotten_right_is_nobodys),
        TEST(a_customer_may_only_call_the_page),
        TEST(rows_hold_together),
        TEST(a_kept_answer_depends_on_session_and_path_and_ends_with_the_time),
        TEST(paths_are_matched_in_one_form_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
