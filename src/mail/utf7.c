#include "mail/utf7.h"

#include "base/buf.h"
#include "mail/mime_decode.h"

enum { GROWTH = 3 }; /* a character of 16 bits takes 2.67 bytes of base64 and 3 of UTF-8 */

struct run {
    struct buf *out;
    uint32_t high; /* the first half of a surrogate pair; 0 none */
    bool *hidden;
};

static void put_unit(struct run *run, uint32_t unit)
{
    bool is_high = unit >= 0xd800 && unit < 0xdc00, is_low = unit >= 0xdc00 && unit < 0xe000;
    bool is_markup = unit < 0x80 && unit != 0 && strchr("<>&\"'", (int)unit) != NULL;
    if (run->high != 0 && !is_low)
        buf_add_utf8(run->out, 0xfffd);
    if (is_low)
        buf_add_utf8(run->out, run->high != 0 ? 0x10000 + ((run->high - 0xd800) << 10) + (unit - 0xdc00) : 0xfffd);
    else if (!is_high)
        buf_add_utf8(run->out, is_markup ? 0xfffd : unit);
    run->high = is_high ? unit : 0;
    *run->hidden = *run->hidden || is_markup;
}

/* What stands behind a '+', up to the first byte that is no base64; returns how many bytes were taken. */
static size_t put_run(struct str encoded, struct buf *out, bool *hidden)
{
    struct run run = { .out = out, .hidden = hidden };
    uint32_t bits = 0;
    int have = 0;
    size_t i = 0;
    for (; i < encoded.len && mime_base64_digit(encoded.ptr[i]) >= 0; i++) {
        bits = bits << 6 | (uint32_t)mime_base64_digit(encoded.ptr[i]);
        have += 6;
        if (have >= 16) {
            have -= 16;
            put_unit(&run, bits >> have & 0xffff);
        }
    }
    if (run.high != 0)
        buf_add_utf8(out, 0xfffd);
    return i < encoded.len && encoded.ptr[i] == '-' ? i + 1 : i;
}

struct str utf7_text(TALLOC_CTX *mem, struct str bytes, bool *hidden)
{
    struct buf out;
    buf_init(&out, mem, bytes.len * GROWTH + GROWTH);
    *hidden = false;
    for (size_t i = 0; i < bytes.len;) {
        struct str next = str_slice(bytes, i + 1, bytes.len);
        bool shifts = bytes.ptr[i] == '+' && next.len > 0 && mime_base64_digit(next.ptr[0]) >= 0;
        if (shifts) {
            i += 1 + put_run(next, &out, hidden);
        } else {
            bool is_plus = bytes.ptr[i] == '+' && str_starts(next, STR("-"));
            buf_add_char(&out, bytes.ptr[i]);
            i += is_plus ? 2 : 1;
        }
    }
    return utf8_clean(mem, buf_str(&out));
}
