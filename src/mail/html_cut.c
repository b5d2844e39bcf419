#include "mail/html_cut.h"

#include <gumbo.h>

#include "base/buf.h"

enum {
    TAGS_MAX = 150 * 1000,           /* about 250 bytes of tree each: below LIMIT_PARSE_MEMORY_BYTES */
    ATTRIBUTES_MAX = 250,            /* of one tag */
    OPEN_MAX = 5000,                 /* tags that nothing closes */
    EFFORT_MAX = 12 * 1000 * 1000,   /* open elements, summed over all tags; a heavy newsletter has 12,000 times 50 */
};

/* Elements without an end, or with one that is commonly left out. */
static const unsigned char endless[GUMBO_TAG_LAST + 1] = {
    [GUMBO_TAG_AREA] = 1, [GUMBO_TAG_BASE] = 1, [GUMBO_TAG_BR] = 1, [GUMBO_TAG_COL] = 1, [GUMBO_TAG_COLGROUP] = 1,
    [GUMBO_TAG_DD] = 1, [GUMBO_TAG_DT] = 1, [GUMBO_TAG_EMBED] = 1, [GUMBO_TAG_HR] = 1, [GUMBO_TAG_IMG] = 1,
    [GUMBO_TAG_INPUT] = 1, [GUMBO_TAG_LI] = 1, [GUMBO_TAG_LINK] = 1, [GUMBO_TAG_META] = 1, [GUMBO_TAG_OPTION] = 1,
    [GUMBO_TAG_P] = 1, [GUMBO_TAG_PARAM] = 1, [GUMBO_TAG_SOURCE] = 1, [GUMBO_TAG_TBODY] = 1, [GUMBO_TAG_TD] = 1,
    [GUMBO_TAG_TFOOT] = 1, [GUMBO_TAG_TH] = 1, [GUMBO_TAG_THEAD] = 1, [GUMBO_TAG_TR] = 1, [GUMBO_TAG_TRACK] = 1,
    [GUMBO_TAG_WBR] = 1,
};

struct scan {
    struct str html;
    size_t at;
    size_t surplus; /* where the attributes of this tag that are too many begin; 0 for none */
    struct buf kept;
    size_t done;    /* up to where HTML is in KEPT, or left out of it */
    size_t open[GUMBO_TAG_LAST + 1]; /* by tag: what is open and not closed */
    size_t open_total, effort;
};

static bool is_letter(char c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static char char_at(const struct scan *scan, size_t at)
{
    return at < scan->html.len ? scan->html.ptr[at] : '\0';
}

/* Moves scan->at behind the attributes that begin there. Gives how many may stay. */
static size_t skip_attributes(struct scan *scan)
{
    size_t count = 0;
    bool in_name = false;
    scan->surplus = 0;
    for (; scan->at < scan->html.len && char_at(scan, scan->at) != '>'; scan->at++) {
        char c = char_at(scan, scan->at);
        bool is_gap = c == '/' || (unsigned char)c <= ' ';
        bool begins = !is_gap && !in_name;
        if (begins && count == ATTRIBUTES_MAX && scan->surplus == 0)
            scan->surplus = scan->at;
        count += begins && count < ATTRIBUTES_MAX;
        in_name = !is_gap;
        if (c != '=' || count == 0)
            continue;
        while (scan->at + 1 < scan->html.len && (unsigned char)char_at(scan, scan->at + 1) <= ' ')
            scan->at++;
        char quote = char_at(scan, scan->at + 1);
        if (quote == '"' || quote == '\'') {
            size_t end = str_find(scan->html, str_slice(scan->html, scan->at + 1, 1), scan->at + 2);
            scan->at = end == SIZE_MAX ? scan->html.len : end;
            in_name = false;
        }
    }
    return count;
}

/* The tag whose name begins at FROM; scan->at is then behind that name. */
static GumboTag take_tag(struct scan *scan, size_t from)
{
    scan->at = from;
    while (scan->at < scan->html.len && strchr("/> \t\r\n\f", char_at(scan, scan->at)) == NULL)
        scan->at++;
    return gumbo_tagn_enum(scan->html.ptr + from, (unsigned)(scan->at - from));
}

static void leave_surplus(struct scan *scan)
{
    if (scan->surplus == 0)
        return;
    buf_add(&scan->kept, str_slice(scan->html, scan->done, scan->surplus - scan->done));
    scan->done = scan->at;
}

/* Counts the tag at scan->at; false when it would be too much. */
static bool count_tag(struct scan *scan, struct html_cut *out)
{
    size_t start = scan->at;
    bool is_end = char_at(scan, start + 1) == '/';
    size_t name = start + 1 + is_end, attributes = 0;
    scan->at = start + 1;
    if (is_letter(char_at(scan, name))) {
        GumboTag tag = take_tag(scan, name);
        attributes = skip_attributes(scan);
        leave_surplus(scan);
        bool opens = !is_end && endless[tag] == 0, closes = is_end && scan->open[tag] > 0;
        scan->open[tag] += opens;
        scan->open[tag] -= closes;
        scan->open_total = scan->open_total + opens - closes;
    }
    scan->effort += scan->open_total;
    out->cut = scan->open_total > OPEN_MAX || scan->effort > EFFORT_MAX || out->tags == TAGS_MAX;
    if (out->cut) {
        scan->html.len = start;
        return false;
    }
    out->tags++;
    out->attributes += attributes;
    return true;
}

/* Tags within comments, with which newsletters speak to Outlook, are none. */
static bool skip_comment(struct scan *scan)
{
    struct str mark = STR("<!--");
    size_t end = str_starts(str_slice(scan->html, scan->at, mark.len), mark)
                     ? str_find(scan->html, STR("-->"), scan->at + 2)
                     : SIZE_MAX;
    scan->at = end == SIZE_MAX ? scan->at : end;
    return end != SIZE_MAX;
}

void html_cut(TALLOC_CTX *mem, struct str html, struct html_cut *out)
{
    struct scan scan = { .html = html };
    bool fits = true;
    *out = (struct html_cut){ .html = html };
    buf_init(&scan.kept, mem, html.len);
    while (fits && (scan.at = str_find(html, STR("<"), scan.at)) != SIZE_MAX)
        fits = skip_comment(&scan) || count_tag(&scan, out);
    out->html = scan.html;
    if (scan.done == 0)
        return;
    if (scan.done < scan.html.len)
        buf_add(&scan.kept, str_slice(scan.html, scan.done, scan.html.len - scan.done));
    out->html = buf_str(&scan.kept);
}
