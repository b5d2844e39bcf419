#include "fuzz.h"
#include "mail/quote_fold.h"

static size_t words(struct str s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.len; i++)
        count += (unsigned char)s.ptr[i] > ' ';
    return count;
}

/* No character that can be seen is lost or made. */
int fuzz_one(const uint8_t *data, size_t size)
{
    TALLOC_CTX *mem = talloc_new(NULL);
    struct str text = utf8_clean(mem, FUZZ_INPUT(data, size));
    struct quote_fold fold;
    quote_fold(mem, &(struct quote_input){ .text = text }, &fold);
    FUZZ_ASSERT(utf8_valid(fold.visible) && utf8_valid(fold.folded));
    FUZZ_ASSERT(words(text) == words(fold.visible) + words(fold.folded));
    talloc_free(mem);
    return 0;
}
