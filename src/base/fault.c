#include "base/fault.h"

#include <signal.h>
#include <stdatomic.h>

#include "base/str.h"

/* The second mutable global beside the log's sink: a fault point must cost nothing and reach everywhere,
 * and it is empty outside of tests. */
static struct {
    struct str point;
    bool kill;
    _Atomic int64_t passes_left;
} plan;

/* "point:kill:3" or "point:fail:3"; anything else is no plan. */
void fault_setup(const char *text)
{
    struct str rest = str_from(text);
    struct str point, what, passes;
    int64_t count;
    plan.point = STR_NONE;
    if (!str_next(&rest, ':', &point) || !str_next(&rest, ':', &what) || !str_next(&rest, ':', &passes))
        return;
    if (!parse_i64(passes, 1, INT32_MAX, &count))
        return;
    plan.kill = str_equal(what, STR("kill"));
    plan.passes_left = count;
    plan.point = point;
}

bool fault_here(const char *point)
{
    if (plan.point.ptr == NULL || !str_equal(plan.point, str_from(point)))
        return false;
    if (atomic_fetch_sub(&plan.passes_left, 1) != 1)
        return false;
    if (plan.kill)
        raise(SIGKILL);
    return true;
}
