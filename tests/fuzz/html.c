#include "fuzz.h"
#include "mail/html_clean.h"
#include "mail/html_text.h"

/* Clean HTML cleaned again is the same, and holds nothing that runs. */
int fuzz_one(const uint8_t *data, size_t size)
{
    TALLOC_CTX *mem = talloc_new(NULL);
    struct err err = { 0 };
    struct str html = utf8_clean(mem, FUZZ_INPUT(data, size)), once, twice;
    if (html_clean(mem, html, &once, &err) == STATUS_OK) {
        FUZZ_ASSERT(html_clean(mem, once, &twice, &err) == STATUS_OK && str_equal(once, twice));
        FUZZ_ASSERT(utf8_valid(once));
        FUZZ_ASSERT(str_find(once, STR("<script"), 0) == SIZE_MAX && str_find(once, STR("<style"), 0) == SIZE_MAX);
        FUZZ_ASSERT(str_find(once, STR("<svg"), 0) == SIZE_MAX && str_find(once, STR(" src=\"http"), 0) == SIZE_MAX);
    }
    FUZZ_ASSERT(utf8_valid(html_text(mem, html)));
    talloc_free(mem);
    return 0;
}
