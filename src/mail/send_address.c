#include "mail/send_address.h"

#include <unicode/uidna.h>

#include "base/limits.h"
#include "base/mem.h"

enum { DOMAIN_BYTES = 256 }; /* RFC 1035: 253 at most */

static bool is_specials(unsigned char c)
{
    return c <= ' ' || c == 0x7f || strchr("()<>[]:;@\\,\"", c) != NULL;
}

/* Spaces, line separators and marks of direction above ASCII have no place in an address. */
static bool has_odd_space(struct str s)
{
    uint32_t c;
    while (utf8_next(&s, &c)) {
        if ((c >= 0x80 && c <= 0xa0) || (c >= 0x2000 && c <= 0x206f))
            return true;
    }
    return false;
}

/* "local" of a dot-atom, or "\"any thing\"" (RFC 5321 section 4.1.2). */
static bool local_is_sane(struct str local)
{
    bool quoted = local.len >= 3 && local.ptr[0] == '"' && local.ptr[local.len - 1] == '"';
    struct str inner = quoted ? str_slice(local, 1, local.len - 2) : local;
    for (size_t i = 0; i < inner.len; i++) {
        unsigned char c = (unsigned char)inner.ptr[i];
        if (quoted && c == '\\')
            c = ++i < inner.len ? (unsigned char)inner.ptr[i] : '\0';
        else if (quoted ? c == '"' : is_specials(c))
            return false;
        if (c < ' ' || c == 0x7f)
            return false;
    }
    return inner.len > 0;
}

static bool domain_is_sane(struct str domain)
{
    for (size_t i = 0; i < domain.len; i++) {
        if (is_specials((unsigned char)domain.ptr[i]))
            return false;
    }
    return domain.len > 0;
}

static void idna_close(UIDNA **idna)
{
    if (*idna != NULL)
        uidna_close(*idna);
}

static bool domain_ascii(TALLOC_CTX *mem, struct str domain, struct str *out)
{
    UErrorCode code = U_ZERO_ERROR;
    CLEANUP(idna_close) UIDNA *idna = uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII, &code);
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    char text[DOMAIN_BYTES];
    if (U_FAILURE(code) || domain.len >= DOMAIN_BYTES)
        return false;
    int32_t len = uidna_nameToASCII_UTF8(idna, domain.ptr, (int32_t)domain.len, text, DOMAIN_BYTES, &info, &code);
    if (U_FAILURE(code) || info.errors != 0 || len <= 0 || len >= DOMAIN_BYTES)
        return false;
    *out = str_copy(mem, (struct str){ text, (size_t)len });
    return true;
}

static bool is_ascii(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if ((unsigned char)s.ptr[i] >= 0x80)
            return false;
    }
    return true;
}

/* The last '@': a quoted local part may hold others. */
static size_t at_sign(struct str address)
{
    for (size_t i = address.len; i > 0; i--) {
        if (address.ptr[i - 1] == '@')
            return i - 1;
    }
    return SIZE_MAX;
}

enum status send_address(TALLOC_CTX *mem, struct str address, struct str *out, struct err *err)
{
    size_t at = at_sign(address);
    struct str local = str_slice(address, 0, at), domain = str_slice(address, at == SIZE_MAX ? at : at + 1, SIZE_MAX);
    if (at == SIZE_MAX || address.len > LIMIT_ADDRESS_BYTES || !utf8_valid(address) ||
        has_odd_space(address) || !local_is_sane(local) ||
        !domain_is_sane(domain) || (!is_ascii(domain) && !domain_ascii(mem, domain, &domain))) {
        return FAIL(err, STATUS_INVALID, "mail.address", "\"" STR_FMT "\" is no address that mail can be sent to",
                    STR_ARG(utf8_clip(utf8_clean(mem, address), 100)));
    }
    *out = str_format(mem, STR_FMT "@" STR_FMT, STR_ARG(local), STR_ARG(domain));
    return STATUS_OK;
}

bool send_address_is_utf8(struct str address)
{
    return !is_ascii(str_slice(address, 0, at_sign(address)));
}
