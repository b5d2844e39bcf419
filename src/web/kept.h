#pragma once
/* Answers that are kept until something changes.
 *
 * The pages of a desk ask for the same things again and again, mostly when nothing has happened. What is answered depends
 * on who asks, what is asked for, what the database holds, and the time. So an answer is kept under the session, the
 * route and the id in its path, with the state of the database before it was made (db_generation) and the moment at which the time
 * alone would change it. As long as both hold it is what a fresh read would give, the rights included, and is given at once: what
 * another process changed, a colleague who was locked out or whose role changed is seen by the very next request (AC-078).
 *
 * All that is kept is of one state; the first answer made in another one throws it away. Safe from several threads.
 */
#include "web/route.h"

struct kept;

struct kept *kept_new(TALLOC_CTX *mem, const struct web *web);

/* Answers CALL with what is kept, or with 304; false: the answer must be made. For a route with ROUTE_KEPT, before anything
 * else; the call remembers what kept_shape needs. */
bool kept_answer(struct call *call);

/* Answers with OBJECT of the route's shape, whose last field is now_ms, the time at which it was true, and keeps the
 * answer until UNTIL, when the time alone changes it; INT64_MAX: never. */
MUST_CHECK enum status kept_shape(struct call *call, const void *object, time_ms now, time_ms until, struct err *err);
