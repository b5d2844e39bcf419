#include "web/etag.h"

#include "check.h"

static bool named(const char *field, const char *etag)
{
    return etag_is_named(str_from(field), str_from(etag));
}

static void a_list_names_each_of_its_tags(void **state) /* RFC 9110, 13.1.2 */
{
    (void)state;
    assert_true(named("\"a\"", "\"a\""));
    assert_true(named("\"x\", \"a\",\"y\"", "\"a\""));
    assert_true(named("*", "\"a\""));
    assert_false(named("\"ab\", \"b\"", "\"a\""));
    assert_false(named("", "\"a\""));
    assert_false(named("a", "\"a\""));
}

static void a_weak_tag_is_as_good_as_a_strong_one(void **state) /* RFC 9110, 8.8.3.2 */
{
    (void)state;
    assert_true(named("W/\"a\"", "W/\"a\""));
    assert_true(named("\"a\"", "W/\"a\""));
    assert_true(named("\"x\", W/\"a\"", "\"a\""));
    assert_false(named("W/\"b\"", "W/\"a\""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_list_names_each_of_its_tags),
        TEST(a_weak_tag_is_as_good_as_a_strong_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
