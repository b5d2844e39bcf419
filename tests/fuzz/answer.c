#include "core/customer_word.h"
#include "core/promise_find.h"
#include "core/wording.h"
#include "fuzz.h"

/* What is found in an answer lies in it, in order, and a promised time is ahead. */
int fuzz_one(const uint8_t *data, size_t size)
{
    static const struct zone_step steps[] = { { 0, HOUR_MS } };
    static const struct zone zone = { "Europe/Madrid", steps, 1 };
    const time_ms now = 1795168800000;
    TALLOC_CTX *mem = talloc_new(NULL);
    struct str text = utf8_clean(mem, FUZZ_INPUT(data, size));

    struct list promises = promise_find(mem, text, STR("en"), &zone, now);
    const struct promise_found *found = promises.items;
    size_t from = 0;
    for (size_t i = 0; i < promises.count; i++) {
        FUZZ_ASSERT(found[i].start >= from && found[i].len > 0 && found[i].start + found[i].len <= text.len);
        FUZZ_ASSERT(found[i].due > now && utf8_valid(found[i].text));
        from = found[i].start + found[i].len;
    }
    struct list hints = wording_find(mem, text);
    const struct wording_hint *hint = hints.items;
    for (size_t i = 0; i < hints.count; i++)
        FUZZ_ASSERT(hint[i].len > 0 && hint[i].start + hint[i].len <= text.len);
    FUZZ_ASSERT(customer_word_of(mem, text) < CUSTOMER_WORD_COUNT);
    talloc_free(mem);
    return 0;
}
