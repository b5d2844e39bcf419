#include "mail/auth_results.h"

/* A delivery by LMTP is a hop inside our own side; a stranger cannot make our server write that. */
static bool is_inner_hop(struct str received)
{
    return str_find_nocase(received, STR("with lmtp"), 0) != SIZE_MAX;
}

static bool is_delimiter(char c)
{
    return c == ';' || c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '(';
}

static bool is_from(struct str value, struct str authserv_id)
{
    struct str trimmed = str_trim(value);
    return str_starts_nocase(trimmed, authserv_id)
           && (trimmed.len == authserv_id.len || is_delimiter(trimmed.ptr[authserv_id.len]));
}

/* The word behind "dmarc=", outside of comments and quotes. */
static struct str method_result(struct str value)
{
    size_t depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];
        if (c == '"' && depth == 0)
            quoted = !quoted;
        else if (c == '(' && !quoted)
            depth++;
        else if (c == ')' && depth > 0)
            depth--;
        bool starts = depth == 0 && !quoted && i > 0 && is_delimiter(value.ptr[i - 1]);
        if (!starts || !str_starts_nocase(str_slice(value, i, value.len), STR("dmarc=")))
            continue;
        size_t from = i + strlen("dmarc="), end = from;
        while (end < value.len && !is_delimiter(value.ptr[end]))
            end++;
        return str_slice(value, from, end - from);
    }
    return STR("");
}

struct str auth_results_dmarc(const struct mime_headers *headers, struct str authserv_id)
{
    for (size_t i = 0; i < headers->count && authserv_id.len > 0; i++) {
        const struct mime_header *header = &headers->items[i];
        if (str_equal_nocase(header->name, STR("Received")) && !is_inner_hop(header->value))
            return STR("");
        if (!str_equal_nocase(header->name, STR("Authentication-Results")) || !is_from(header->value, authserv_id))
            continue;
        struct str result = method_result(header->value);
        if (str_equal_nocase(result, STR("pass")))
            return STR("pass");
        if (str_equal_nocase(result, STR("fail")))
            return STR("fail");
    }
    return STR("");
}
