#include "web/etag.h"

static struct str without_weak(struct str etag)
{
    return str_starts(etag, STR("W/")) ? str_slice(etag, 2, SIZE_MAX) : etag;
}

/* Our own tags hold no comma, so that the list may be cut at each. */
bool etag_is_named(struct str field, struct str etag)
{
    struct str one;
    while (str_next(&field, ',', &one)) {
        one = str_trim(one);
        if (str_equal(one, STR("*")) || str_equal(without_weak(one), without_weak(etag)))
            return true;
    }
    return false;
}

bool etag_unchanged(struct http_request *request, struct str etag)
{
    http_answer_header(request, "ETag", etag);
    if (!etag_is_named(http_header(request, "If-None-Match"), etag))
        return false;
    request->answer.status = 304;
    request->answer.type = NULL;
    request->answer.body = STR("");
    return true;
}
