#include "mail/lmtp_path.h"

#include "base/limits.h"

/* Where the path ends: the index of its '>' in S, which begins behind '<'; quotes may hide one. */
static size_t path_end(struct str s)
{
    bool quoted = false;
    for (size_t i = 0; i < s.len; i++) {
        if (quoted && s.ptr[i] == '\\')
            i++;
        else if (s.ptr[i] == '"')
            quoted = !quoted;
        else if (s.ptr[i] == '>' && !quoted)
            return i;
    }
    return SIZE_MAX;
}

static bool address_is_sane(struct str address, bool utf8)
{
    if (address.len > LIMIT_ADDRESS_BYTES || !utf8_valid(address))
        return false;
    bool quoted = false;
    for (size_t i = 0; i < address.len; i++) {
        unsigned char c = (unsigned char)address.ptr[i];
        if (c < ' ' || c == 0x7f || (c >= 0x80 && !utf8))
            return false;
        if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == ' ' || c == '<' || c == ','))
            return false;
    }
    return !quoted;
}

bool lmtp_path_read(struct str *rest, struct str keyword, bool utf8, struct str *address)
{
    struct str s = *rest;
    if (!str_starts_nocase(s, keyword))
        return false;
    s = str_slice(s, keyword.len, SIZE_MAX);
    while (s.len > 0 && s.ptr[0] == ' ') /* wrong, common, harmless */
        s = str_slice(s, 1, SIZE_MAX);
    if (s.len == 0 || s.ptr[0] != '<')
        return false;
    s = str_slice(s, 1, SIZE_MAX);
    size_t end = path_end(s);
    if (end == SIZE_MAX)
        return false;
    struct str path = str_slice(s, 0, end);
    struct str after = str_slice(s, end + 1, SIZE_MAX);
    if (after.len > 0 && after.ptr[0] != ' ')
        return false;
    if (path.len > 0 && path.ptr[0] == '@') {
        size_t colon = str_find(path, STR(":"), 0);
        if (colon == SIZE_MAX)
            return false;
        path = str_slice(path, colon + 1, SIZE_MAX);
    }
    if (!address_is_sane(path, utf8))
        return false;
    *address = path;
    *rest = after;
    return true;
}

bool lmtp_param_next(struct str *rest, struct str *name, struct str *value)
{
    struct str word;
    do {
        if (!str_next(rest, ' ', &word))
            return false;
    } while (word.len == 0);
    size_t equals = str_find(word, STR("="), 0);
    *name = str_slice(word, 0, equals == SIZE_MAX ? word.len : equals);
    *value = equals == SIZE_MAX ? STR_NONE : str_slice(word, equals + 1, SIZE_MAX);
    return true;
}

bool lmtp_param_has(struct str arguments, struct str name)
{
    struct str word, value;
    while (lmtp_param_next(&arguments, &word, &value)) {
        if (str_equal_nocase(word, name))
            return true;
    }
    return false;
}
