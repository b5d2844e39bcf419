#pragma once
/* The one builder of text and bytes.
 *
 * A buf grows in its memory context up to a maximum that has a name in base/limits.h. Adding never
 * fails at the place: past the maximum the buf stops growing and remembers it, and buf_end tells.
 * `ptr` is never NULL and always has a NUL behind `len`.
 */
#include "base/str.h"

struct buf {
    char *ptr;
    size_t len;
    size_t cap;
    size_t max;
    bool over; /* something did not fit */
    TALLOC_CTX *mem;
};

void buf_init(struct buf *buf, TALLOC_CTX *mem, size_t max);
void buf_add(struct buf *buf, struct str s);
void buf_add_c(struct buf *buf, const char *text);
void buf_add_char(struct buf *buf, char c);
void buf_add_i64(struct buf *buf, int64_t number);
void buf_addf(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);
void buf_add_utf8(struct buf *buf, uint32_t character);
/* Where up to BYTES may be written in place, behind the end; buf_used then says how many were. NULL past the maximum. */
char *buf_reserve(struct buf *buf, size_t bytes);
void buf_used(struct buf *buf, size_t bytes);
void buf_clear(struct buf *buf);                /* empty again, memory kept */
void buf_cut(struct buf *buf, size_t len);      /* shortens to LEN */
struct str buf_str(const struct buf *buf);      /* a view, valid until the next change */

/* The text, or TOO_LARGE with KEY when something did not fit. */
MUST_CHECK enum status buf_end(struct buf *buf, const char *key, struct str *out, struct err *err);

/* Escapes for HTML text and quoted attributes: & < > " ' */
void buf_add_html(struct buf *buf, struct str s);
void buf_add_url(struct buf *buf, struct str s); /* RFC 3986 unreserved stay, the rest is %XX */
void buf_add_base64(struct buf *buf, struct str s);
void buf_add_hex(struct buf *buf, struct str s);
