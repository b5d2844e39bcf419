#include "mail/forward_find.h"

#include "mail/mail_address.h"
#include "mail/mime_word.h"
#include "mail/quote_marks.h"

enum {
    LINES_LOOKED_AT = 400, /* whoever forwards writes little above it */
    BLOCK_LINES = 14,      /* of a quoted header */
};

static struct forwarded from_headers(TALLOC_CTX *mem, const struct mime_headers *headers)
{
    struct forwarded out = { { STR(""), STR("") }, STR("") };
    struct address_list list = address_list_read(mem, mime_header(headers, "From"), STR(""));
    if (list.count == 1)
        out.from = list.items[0];
    out.subject = mime_word_text(mem, mime_header(headers, "Subject"), STR(""));
    return out;
}

/* "Von: Bo Ek [mailto:bo@x.example]", "*From:* Bo <bo@x.example>": the words behind the colon. */
static struct str value_of(TALLOC_CTX *mem, struct str line)
{
    static const struct str wide = { "\xef\xbc\x9a", 3 };
    size_t narrow_at = str_find(line, STR(":"), 0), wide_at = str_find(line, wide, 0);
    bool is_wide = wide_at < narrow_at;
    struct str value = str_slice(line, is_wide ? wide_at + wide.len : narrow_at + 1, line.len);
    size_t mailto = str_find_nocase(value, STR("[mailto:"), 0);
    size_t end = mailto == SIZE_MAX ? SIZE_MAX : str_find(value, STR("]"), mailto);
    if (end != SIZE_MAX) {
        size_t start = mailto + strlen("[mailto:");
        value = str_format(mem, STR_FMT "<" STR_FMT ">", STR_ARG(str_slice(value, 0, mailto)),
                           STR_ARG(str_slice(value, start, end - start)));
    }
    while (value.len > 0 && strchr("* \t", value.ptr[0]) != NULL)
        value = str_slice(value, 1, value.len);
    return str_trim(value);
}

struct scan {
    TALLOC_CTX *mem;
    struct buf scratch;
    struct forwarded found;
    size_t block; /* lines left of the header that was begun; 0: none */
};

/* Text marks quotes by > and programs put a star around labels; neither is part of a label. */
static struct str bare(struct str line)
{
    line = str_trim(line);
    while (line.len > 0 && (line.ptr[0] == '>' || line.ptr[0] == ' '))
        line = str_slice(line, 1, line.len);
    return line;
}

/* True when the header is over. */
static bool take_line(struct scan *scan, struct str line)
{
    enum mark_role role = quote_marks_role(quote_marks_normal(&scan->scratch, line));
    if (role == ROLE_FROM && scan->found.from.address.len == 0) {
        struct address_list list = address_list_read(scan->mem, value_of(scan->mem, line), STR(""));
        if (list.count == 1 && list.items[0].address.len > 0)
            scan->found.from = list.items[0];
        scan->block = BLOCK_LINES;
    } else if (role == ROLE_SUBJECT && scan->block > 0) {
        scan->found.subject = value_of(scan->mem, line);
    }
    if (scan->block == 0)
        return false;
    scan->block--;
    return scan->block == 0 || (scan->found.from.address.len > 0 && scan->found.subject.len > 0);
}

static struct forwarded in_text(TALLOC_CTX *mem, struct str text, bool looks)
{
    struct scan scan = { .mem = mem, .found = { { STR(""), STR("") }, STR("") } };
    buf_init(&scan.scratch, mem, MARK_LINE_BYTES * 2);
    struct str rest = text, line;
    bool marked = looks;
    for (size_t i = 0; i < LINES_LOOKED_AT && str_next(&rest, '\n', &line); i++) {
        line = bare(line);
        marked = marked || quote_marks_is_forward(quote_marks_normal(&scan.scratch, line));
        if (marked && take_line(&scan, line))
            break;
    }
    return scan.found;
}

struct forwarded forward_find(TALLOC_CTX *mem, const struct mime_tree *tree, struct str text, bool looks)
{
    for (size_t i = 0; i < tree->count; i++) {
        if (str_equal(tree->parts[i].type, STR("message/rfc822")) && tree->parts[i].message.count > 0)
            return from_headers(mem, &tree->parts[i].message);
    }
    return in_text(mem, text, looks);
}
