#pragma once
/* Text as a view: a pointer and a length, never owned, may hold NULs, not NUL-terminated.
 *
 * A str is valid as long as what it points into; what must live longer is copied into a memory
 * context (str_copy). Past the boundary of the program (mail, HTTP, files) a str that holds text is
 * valid UTF-8.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <talloc.h>

#include "base/err.h"

struct str {
    const char *ptr;
    size_t len;
};

#define STR(literal) ((struct str){ "" literal "", sizeof(literal) - 1 })
#define STR_FMT "%.*s"
#define STR_ARG(s) ((int)(s).len), ((s).ptr == NULL ? "" : (s).ptr)
#define STR_NONE ((struct str){ NULL, 0 })

/* The view of a NUL-terminated string; NULL gives the empty str. */
struct str str_from(const char *text);

bool str_equal(struct str a, struct str b);
bool str_equal_nocase(struct str a, struct str b); /* ASCII letters only */
int str_compare(struct str a, struct str b);       /* by bytes, as memcmp */
bool str_starts(struct str s, struct str prefix);
bool str_starts_nocase(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
bool str_ends_nocase(struct str s, struct str suffix);

/* The index of NEEDLE in S at or after FROM, or SIZE_MAX. The _nocase one folds ASCII. */
size_t str_find(struct str s, struct str needle, size_t from);
size_t str_find_nocase(struct str s, struct str needle, size_t from);

/* The part of S from FROM, at most LEN bytes; clipped to S. */
struct str str_slice(struct str s, size_t from, size_t len);
struct str str_trim(struct str s); /* without ASCII white space at both ends */

/* Takes the part before the next SEPARATOR off *REST; false when nothing is left.
 * "a,b" gives "a" then "b"; the empty str gives nothing. */
bool str_next(struct str *rest, char separator, struct str *part);

/* A copy that lives as long as MEM; the copy has a NUL behind its end. */
struct str str_copy(TALLOC_CTX *mem, struct str s);
char *str_to_c(TALLOC_CTX *mem, struct str s);
struct str str_lower(TALLOC_CTX *mem, struct str s); /* ASCII letters only */
struct str str_format(TALLOC_CTX *mem, const char *format, ...) PRINTF_LIKE(2, 3);

/* A number in decimal, MIN <= *OUT <= MAX, no sign but '-', nothing before or after it. */
bool parse_i64(struct str s, int64_t min, int64_t max, int64_t *out);

int hex_digit(char c); /* its value, or -1 */

/* UTF-8: whether S is valid (RFC 3629: shortest form, no surrogates, up to U+10FFFF); a copy in which
 * every bad sequence is U+FFFD and NULs are removed; the longest prefix of at most MAX bytes that does
 * not cut a character; the next character of *REST (false at its end; S must be valid). */
bool utf8_valid(struct str s);
struct str utf8_clean(TALLOC_CTX *mem, struct str s);
struct str utf8_clip(struct str s, size_t max);
bool utf8_next(struct str *rest, uint32_t *character);
