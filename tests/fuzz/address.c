#include "fuzz.h"
#include "mail/mail_address.h"

/* What was read as an address reads as the same address again. */
int fuzz_one(const uint8_t *data, size_t size)
{
    TALLOC_CTX *mem = talloc_new(NULL);
    struct address_list list = address_list_read(mem, FUZZ_INPUT(data, size), STR(""));
    for (size_t i = 0; i < list.count; i++) {
        struct str again;
        FUZZ_ASSERT(utf8_valid(list.items[i].name) && utf8_valid(list.items[i].address));
        if (list.items[i].address.len > 0 && address_read(mem, list.items[i].address, &again, NULL))
            FUZZ_ASSERT(str_equal(list.items[i].address, again));
    }
    talloc_free(mem);
    return 0;
}
