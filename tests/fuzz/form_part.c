#include "fuzz.h"
#include "web/form_part.h"

/* A field lies inside of the body, wherever its marks stand. The first line is the Content-Type. */
int fuzz_one(const uint8_t *data, size_t size)
{
    TALLOC_CTX *mem = talloc_new(NULL);
    struct str rest = FUZZ_INPUT(data, size), type = STR(""), out;
    if (str_next(&rest, '\n', &type) && form_part(mem, type, rest, STR("email"), &out))
        FUZZ_ASSERT(out.ptr >= rest.ptr && out.ptr + out.len <= rest.ptr + rest.len);
    talloc_free(mem);
    return 0;
}
