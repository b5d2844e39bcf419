#pragma once
/* What every test of this folder includes: cmocka, and a memory context that ends with the test. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <talloc.h>

#include "base/err.h"
#include "base/str.h"

static inline int check_setup(void **state)
{
    *state = talloc_new(NULL);
    return 0;
}

static inline int check_teardown(void **state)
{
    return talloc_free(*state);
}

/* TEST(it_does_so) in the list of a group; *state is the memory context. */
#define TEST(function) cmocka_unit_test_setup_teardown(function, check_setup, check_teardown)

#define assert_ok(call) assert_int_equal((call), STATUS_OK)
#define assert_str(s, literal)                             \
    do {                                                   \
        struct str check_s_ = (s);                         \
        assert_int_equal(check_s_.len, sizeof(literal) - 1); \
        assert_memory_equal(check_s_.ptr, (literal), check_s_.len); \
    } while (0)
