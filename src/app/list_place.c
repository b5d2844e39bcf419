#include "app/list_place.h"

#include <inttypes.h>

enum status list_place_read(struct str after, struct list_place *out, struct err *err)
{
    struct list_place place = { INT64_MAX, INT64_MAX };
    size_t dot = str_find(after, STR("."), 0);
    bool right = dot != SIZE_MAX && parse_i64(str_slice(after, 0, dot), 0, INT64_MAX, &place.at)
              && parse_i64(str_slice(after, dot + 1, after.len), 0, INT64_MAX, &place.id);
    if (after.len > 0 && !right)
        return FAIL_FIELD(err, STATUS_INVALID, "list.cursor", "after", "this is no place in the list");
    *out = place;
    return STATUS_OK;
}

struct str list_place_write(TALLOC_CTX *mem, time_ms at, int64_t id)
{
    return str_format(mem, "%" PRId64 ".%" PRId64, at, id);
}
