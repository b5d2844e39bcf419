#include "fuzz.h"
#include "mail/charset.h"

/* The first byte chooses the label; the result is always valid UTF-8 without NULs. */
int fuzz_one(const uint8_t *data, size_t size)
{
    static const char *const labels[] = { "",        "utf-8",  "us-ascii",  "iso-8859-1",  "windows-1251",
                                          "gb18030", "big5",   "shift_jis", "iso-2022-jp", "euc-kr",
                                          "utf-7",   "utf-16", "koi8-r",    "no-such-set" };
    if (size == 0)
        return 0;
    TALLOC_CTX *mem = talloc_new(NULL);
    struct str label = str_from(labels[data[0] % (sizeof(labels) / sizeof(labels[0]))]);
    struct str text = charset_text(mem, FUZZ_INPUT(data + 1, size - 1), label, NULL);
    FUZZ_ASSERT(utf8_valid(text));
    FUZZ_ASSERT(text.len == 0 || memchr(text.ptr, '\0', text.len) == NULL);
    talloc_free(mem);
    return 0;
}
