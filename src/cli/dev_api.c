#include "cli/dev_api.h"

#include "base/limits.h"
#include "web/api_doc.h"

const struct option_row dev_api_options[] = {
    { "typescript", NULL, "the agent app's types instead of OpenAPI" },
    { 0 },
};

static enum status print(TALLOC_CTX *mem, void (*write)(struct buf *out), struct err *err)
{
    struct buf out;
    struct str text;
    buf_init(&out, mem, LIMIT_ANSWER_BYTES);
    write(&out);
    TRY(buf_end(&out, "api.large", &text, err));
    printf(STR_FMT, STR_ARG(text));
    return STATUS_OK;
}

enum status dev_api_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    return print(mem, option_given(in, "typescript") ? api_doc_typescript : api_doc_openapi, err);
}

enum status dev_routes_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    (void)in;
    return print(mem, api_doc_routes, err);
}
