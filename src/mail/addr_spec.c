#include <unicode/uidna.h>

#include "base/buf.h"
#include "base/limits.h"
#include "mail/mail_address.h"

enum { DOMAIN_BYTES = 1024, LOCAL_BYTES = 1024 };

struct scan {
    struct str s;
    size_t at;
    bool plain;
};

static bool is_atext(unsigned char c)
{
    if (c >= 0x80)
        return true;
    return c > ' ' && c != 0x7f && strchr("()<>[]:;@\\,.\"", c) == NULL;
}

static char peek(const struct scan *scan)
{
    return scan->at < scan->s.len ? scan->s.ptr[scan->at] : '\0';
}

/* Whether a fold stands at AT: a line break and white space behind it (RFC 5322 section 3.2.2). */
static bool is_fold(struct str s, size_t at)
{
    return at + 2 < s.len && s.ptr[at] == '\r' && s.ptr[at + 1] == '\n' &&
           (s.ptr[at + 2] == ' ' || s.ptr[at + 2] == '\t');
}

/* Skips comments and white space; false on a comment that does not end, and on a line break that folds nothing. */
static bool skip_cfws(struct scan *scan)
{
    size_t depth = 0;
    for (; scan->at < scan->s.len; scan->at++) {
        char c = scan->s.ptr[scan->at];
        if (is_fold(scan->s, scan->at)) {
            scan->at += 2;
        } else if (c == '\r' || c == '\n') {
            return false;
        } else if (depth > 0 && c == '\\') {
            scan->at++;
            if (scan->at >= scan->s.len)
                return false;
        } else if (c == '(') {
            depth++;
        } else if (c == ')' && depth > 0) {
            depth--;
        } else if (depth == 0 && c != ' ' && c != '\t') {
            return true;
        }
        scan->plain = false;
    }
    return depth == 0;
}

static bool read_atom(struct scan *scan, struct buf *out)
{
    size_t start = scan->at;
    while (scan->at < scan->s.len && is_atext((unsigned char)scan->s.ptr[scan->at]))
        scan->at++;
    buf_add(out, str_slice(scan->s, start, scan->at - start));
    return scan->at > start;
}

static bool read_quoted(struct scan *scan, struct buf *out)
{
    size_t start = scan->at++;
    scan->plain = false;
    for (; scan->at < scan->s.len; scan->at++) {
        unsigned char c = (unsigned char)scan->s.ptr[scan->at];
        if (c == '\\') {
            scan->at++;
            if (scan->at < scan->s.len && (unsigned char)scan->s.ptr[scan->at] >= 0x80)
                return false;
        } else if (c == '"') {
            scan->at++;
            buf_add(out, str_slice(scan->s, start, scan->at - start));
            return true;
        } else if (c == '\r' || c == '\n') {
            return false;
        }
    }
    return false;
}

/* word *("." word). An empty word between dots is no grammar, but some phone companies gave such addresses out. */
static bool read_local(struct scan *scan, struct buf *out)
{
    bool any = false;
    for (;;) {
        if (!skip_cfws(scan))
            return false;
        if (peek(scan) == '"') {
            if (!read_quoted(scan, out))
                return false;
            any = true;
        } else if (read_atom(scan, out)) {
            any = true;
        } else {
            scan->plain = false;
        }
        if (!skip_cfws(scan))
            return false;
        if (peek(scan) != '.')
            return any && peek(scan) == '@';
        buf_add_char(out, '.');
        scan->at++;
    }
}

static bool read_literal(struct scan *scan, struct buf *out)
{
    size_t start = scan->at;
    scan->plain = false;
    for (scan->at++; scan->at < scan->s.len; scan->at++) {
        unsigned char c = (unsigned char)scan->s.ptr[scan->at];
        if (c == '\\') {
            scan->at++;
            continue;
        }
        if (c == ']') {
            scan->at++;
            buf_add(out, str_slice(scan->s, start, scan->at - start));
            return true;
        }
        if (c == '[' || c < ' ' || c == 0x7f)
            return false;
    }
    return false;
}

static bool label_is_good(struct str label)
{
    return label.len > 0 && label.ptr[0] != '-' && label.ptr[label.len - 1] != '-';
}

static bool read_domain(struct scan *scan, struct buf *out)
{
    if (!skip_cfws(scan))
        return false;
    if (peek(scan) == '[')
        return read_literal(scan, out) && skip_cfws(scan);
    for (;;) {
        size_t start = out->len;
        if (!skip_cfws(scan) || !read_atom(scan, out))
            return false;
        if (!label_is_good(str_slice(buf_str(out), start, out->len)))
            return false;
        if (!skip_cfws(scan))
            return false;
        if (peek(scan) != '.')
            return true;
        buf_add_char(out, '.');
        scan->at++;
    }
}

static void idna_close(UIDNA **idna)
{
    if (*idna != NULL)
        uidna_close(*idna);
}

/* Lower case and, where it has A-labels, decoded (UTS 46): one name for one domain (AC-019). */
static struct str domain_folded(TALLOC_CTX *mem, struct str domain)
{
    struct str lower = str_lower(mem, domain);
    bool ascii = true;
    for (size_t i = 0; i < lower.len; i++)
        ascii = ascii && (unsigned char)lower.ptr[i] < 0x80;
    if (ascii && str_find(lower, STR("xn--"), 0) == SIZE_MAX)
        return lower;
    UErrorCode code = U_ZERO_ERROR;
    CLEANUP(idna_close)
    UIDNA *idna = uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_UNICODE | UIDNA_NONTRANSITIONAL_TO_ASCII, &code);
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    char text[DOMAIN_BYTES]; /* no domain is near it; a longer one stays as it is */
    int32_t len = U_FAILURE(code) || lower.len >= DOMAIN_BYTES
                      ? -1
                      : uidna_nameToUnicodeUTF8(idna, lower.ptr, (int32_t)lower.len, text, DOMAIN_BYTES, &info, &code);
    if (U_FAILURE(code) || len <= 0 || info.errors != 0)
        return lower;
    struct str unicode = { text, (size_t)len };
    return utf8_valid(unicode) ? str_copy(mem, unicode) : lower;
}

static bool has_encoded_word(struct str s)
{
    size_t start = str_find(s, STR("=?"), 0);
    return start != SIZE_MAX && str_find(s, STR("?="), start + 2) != SIZE_MAX;
}

bool address_read(TALLOC_CTX *mem, struct str text, struct str *out, bool *plain)
{
    struct scan scan = { .s = text, .plain = true };
    struct buf local, domain;
    buf_init(&local, mem, LOCAL_BYTES);
    buf_init(&domain, mem, DOMAIN_BYTES);
    if (memchr(text.len > 0 ? text.ptr : "", '\0', text.len) != NULL || !utf8_valid(text))
        return false;
    if (!read_local(&scan, &local) || peek(&scan) != '@')
        return false;
    scan.at++;
    if (!read_domain(&scan, &domain) || scan.at != scan.s.len || local.over || domain.over)
        return false;
    if (has_encoded_word(buf_str(&local)) || has_encoded_word(buf_str(&domain)))
        return false; /* that is no address, whatever it decodes to (AC-011) */
    struct str folded = domain_folded(mem, buf_str(&domain));
    *out = str_format(mem, STR_FMT "@" STR_FMT, STR_ARG(buf_str(&local)), STR_ARG(folded));
    if (plain != NULL)
        *plain = scan.plain;
    return true;
}
