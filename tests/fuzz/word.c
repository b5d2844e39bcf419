#include "fuzz.h"
#include "mail/mime_word.h"

/* Decoded header text is one clean line, and decoding it does not grow it without bound. */
int fuzz_one(const uint8_t *data, size_t size)
{
    TALLOC_CTX *mem = talloc_new(NULL);
    struct str text = mime_word_text(mem, FUZZ_INPUT(data, size), STR("windows-1251"));
    FUZZ_ASSERT(utf8_valid(text));
    FUZZ_ASSERT(text.len <= size * 6 + 16);
    for (size_t i = 0; i < text.len; i++)
        FUZZ_ASSERT((unsigned char)text.ptr[i] >= ' ');
    talloc_free(mem);
    return 0;
}
