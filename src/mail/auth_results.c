#include "mail/auth_results.h"

#include "base/buf.h"

enum { TEXT_BYTES = 600 };

/* In the order in which they are told. */
enum { DMARC, SPF, DKIM, METHOD_COUNT };
static const struct method_row {
    const char *name;
    const char *pass, *fail, *none;
} methods[METHOD_COUNT] = {
    [DMARC] = { "dmarc=", "DMARC: the sender's address is genuine.", "DMARC: the sender's address may be forged.",
                "DMARC: the sender's domain does not say how to judge its mail." },
    [SPF] = { "spf=", "SPF: the server that sent it may send for its domain.",
              "SPF: the server that sent it is not one that may send for its domain.",
              "SPF: its domain does not say which servers may send for it." },
    [DKIM] = { "dkim=", "DKIM: it is signed by a domain and was not changed since.",
               "DKIM: its signature does not fit: it was changed, or is not what it says.", "DKIM: it is not signed." },
};

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

/* The word behind METHOD ("dmarc="), outside of comments and quotes. */
static struct str method_result(struct str value, struct str method)
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
        if (!starts || !str_starts_nocase(str_slice(value, i, value.len), method))
            continue;
        size_t from = i + method.len, end = from;
        while (end < value.len && !is_delimiter(value.ptr[end]))
            end++;
        return str_slice(value, from, end - from);
    }
    return STR("");
}

/* Of several results of a method (one for each DKIM signature) a pass counts: it says who signed. */
static void take_method(struct str value, struct str method, struct str *known)
{
    struct str result = method_result(value, method);
    if (result.len > 0 && !str_equal(*known, STR("pass")))
        *known = str_equal_nocase(result, STR("pass")) ? STR("pass")
               : str_equal_nocase(result, STR("fail")) ? STR("fail")
                                                       : STR("none");
}

/* "mx.google.com below" as its two words. */
static struct str server_of(struct str setting, bool *below)
{
    struct str name = str_trim(setting);
    size_t space = str_find(name, STR(" "), 0);
    *below = space != SIZE_MAX && str_equal_nocase(str_trim(str_slice(name, space, name.len)), STR("below"));
    return str_slice(name, 0, space);
}

static struct str in_words(TALLOC_CTX *mem, const struct str known[METHOD_COUNT])
{
    struct buf text;
    buf_init(&text, mem, TEXT_BYTES);
    for (int method = 0; method < METHOD_COUNT; method++) {
        const struct method_row *row = &methods[method];
        if (known[method].len == 0)
            continue;
        if (text.len > 0)
            buf_add_char(&text, '\n');
        buf_add_c(&text, str_equal(known[method], STR("pass"))   ? row->pass
                         : str_equal(known[method], STR("fail")) ? row->fail
                                                                 : row->none);
    }
    return text.len > 0 ? buf_str(&text) : STR("");
}

struct auth_results auth_results_read(TALLOC_CTX *mem, const struct mime_headers *headers, struct str authserv_id)
{
    struct str known[METHOD_COUNT] = { STR(""), STR(""), STR("") };
    bool below;
    struct str server = server_of(authserv_id, &below);
    size_t borders = 0;
    for (size_t i = 0; i < headers->count && server.len > 0; i++) {
        const struct mime_header *header = &headers->items[i];
        if (str_equal_nocase(header->name, STR("Received")) && !is_inner_hop(header->value)
            && ++borders > (below ? 1u : 0u))
            break;
        if (!str_equal_nocase(header->name, STR("Authentication-Results")) || !is_from(header->value, server))
            continue;
        for (int method = 0; method < METHOD_COUNT; method++)
            take_method(header->value, str_from(methods[method].name), &known[method]);
    }
    bool decides = str_equal(known[DMARC], STR("pass")) || str_equal(known[DMARC], STR("fail"));
    return (struct auth_results){ decides ? known[DMARC] : STR(""), in_words(mem, known) };
}
