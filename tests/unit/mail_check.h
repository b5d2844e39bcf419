#pragma once
/* For tables of cases: a failure names its case. */
#include "check.h"

static inline void assert_same(const char *name, struct str got, const char *want)
{
    if (!str_equal(got, str_from(want)))
        fail_msg("%s: got \"" STR_FMT "\", not \"%s\"", name, STR_ARG(got), want);
}
