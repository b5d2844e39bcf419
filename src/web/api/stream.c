#include "base/limits.h"
#include "web/api/api.h"
#include "web/events.h"

struct events_query {
    int64_t after;
};
static const struct field events_query_fields[] = {
    FIELD(struct events_query, after, INT, OPTIONAL, 0),
};
const struct shape events_query_shape = SHAPE("EventsQuery", struct events_query, events_query_fields);

/* A browser that comes back says where it was; only the first connection needs the query. */
enum status api_events(struct call *call, struct err *err)
{
    const struct events_query *query = call->input;
    int64_t after = query->after;
    struct str last = http_header(call->request, "Last-Event-ID");
    if (last.len > 0 && !parse_i64(last, 0, INT64_MAX, &after))
        return FAIL_FIELD(err, STATUS_INVALID, "events.after", "Last-Event-ID", "Last-Event-ID is not a number");
    return events_open(call, after, err);
}
