#include "mail/mime_header.h"

#include "base/buf.h"
#include "base/mem.h"

enum {
    LINE_BYTES = 76,
    WORD_BYTES = 75,         /* RFC 2047 */
    WORD_FRAME_BYTES = 12,   /* of which are "=?UTF-8?B?" and "?=" */
    WORD_LEAST_BYTES = 32,   /* less room at the end of a line is left empty */
    PARAM_PIECE_BYTES = 54,  /* of "name*10*=", in a line */
    REFERENCES_MOST = 60,
    ID_BYTES = 900,          /* fits into the 998 of a line */
};

/* The next piece of a folded field. COLUMN counts the bytes of the current line. */
static void put(struct buf *out, size_t *column, struct str piece)
{
    bool fold = *column + 1 + piece.len > LINE_BYTES;
    buf_add_c(out, fold ? "\r\n " : " ");
    buf_add(out, piece);
    *column = (fold ? 1 : *column + 1) + piece.len;
}

static size_t begin(struct buf *out, const char *name)
{
    buf_add_c(out, name);
    buf_add_char(out, ':');
    return strlen(name) + 1;
}

/* TEXT with each control character as a space, the Unicode line separators among them; invalid UTF-8 replaced. */
static struct str clean(TALLOC_CTX *mem, struct str text)
{
    struct str rest = utf8_clean(mem, text);
    struct buf out;
    buf_init(&out, mem, rest.len);
    uint32_t c;
    while (utf8_next(&rest, &c)) {
        bool control = c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029;
        buf_add_utf8(&out, control ? ' ' : c);
    }
    return str_trim(buf_str(&out));
}

static bool is_ascii(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if ((unsigned char)s.ptr[i] >= 0x80)
            return false;
    }
    return true;
}

/* Whether S may stand unencoded: ASCII, single spaces, no long words, nothing that looks encoded. */
static bool is_simple(struct str s)
{
    size_t word = 0;
    for (size_t i = 0; i < s.len; i++) {
        word = s.ptr[i] == ' ' ? 0 : word + 1;
        if (word >= LINE_BYTES - 2 || (s.ptr[i] == ' ' && i > 0 && s.ptr[i - 1] == ' '))
            return false;
    }
    return is_ascii(s) && str_find(s, STR("=?"), 0) == SIZE_MAX;
}

/* ---- encoded words ---- */

static bool stands_in_q(unsigned char c) /* RFC 2047 section 5 (3), the strictest */
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("!*+-/", c) != NULL;
}

static void add_q(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c == ' ')
            buf_add_char(out, '_');
        else if (c != '\0' && stands_in_q(c))
            buf_add_char(out, (char)c);
        else
            buf_addf(out, "=%02X", c);
    }
}

static size_t q_len(struct str s)
{
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++)
        len += s.ptr[i] == ' ' || (s.ptr[i] != '\0' && stands_in_q((unsigned char)s.ptr[i])) ? 1 : 3;
    return len;
}

/* The room for the text of the next word: what is left of the line, so that none begins with a fold (some readers then see
 * a text that begins with a space), else a line of its own. */
static size_t word_room(size_t column)
{
    size_t left = column + 1 + WORD_LEAST_BYTES > LINE_BYTES ? WORD_BYTES : LINE_BYTES - column - 1;
    return (left < WORD_BYTES ? left : WORD_BYTES) - WORD_FRAME_BYTES;
}

/* How many bytes of S the next word takes in ROOM, in whole characters. */
static size_t word_fit(struct str s, bool base64, size_t room)
{
    struct str rest = s;
    uint32_t c;
    size_t fit = 0;
    while (utf8_next(&rest, &c)) {
        struct str piece = str_slice(s, 0, s.len - rest.len);
        if (base64 ? piece.len > room / 4 * 3 : q_len(piece) > room)
            break;
        fit = piece.len;
    }
    return fit;
}

/* S, which is clean, as encoded words; the shorter of the two encodings. */
static void put_words(struct buf *out, size_t *column, struct str s)
{
    bool base64 = (s.len + 2) / 3 * 4 < q_len(s);
    while (s.len > 0) {
        size_t fit = word_fit(s, base64, word_room(*column));
        struct buf word;
        buf_init(&word, out->mem, LINE_BYTES);
        buf_add_c(&word, base64 ? "=?UTF-8?B?" : "=?UTF-8?Q?");
        if (base64)
            buf_add_base64(&word, str_slice(s, 0, fit));
        else
            add_q(&word, str_slice(s, 0, fit));
        buf_add_c(&word, "?=");
        put(out, column, buf_str(&word));
        talloc_free(word.ptr);
        s = str_slice(s, fit, SIZE_MAX);
    }
}

static void put_plain(struct buf *out, size_t *column, struct str s)
{
    struct str word;
    while (str_next(&s, ' ', &word))
        put(out, column, word);
}

void mime_header_text(struct buf *out, const char *name, struct str text)
{
    struct str s = clean(out->mem, text);
    size_t column = begin(out, name);
    if (is_simple(s))
        put_plain(out, &column, s);
    else
        put_words(out, &column, s);
    buf_add_c(out, "\r\n");
}

/* ---- addresses ---- */

static bool is_phrase(struct str s) /* words that need no quotes */
{
    for (size_t i = 0; i < s.len; i++) {
        if (strchr("()<>[]:;@\\,.\"", s.ptr[i]) != NULL)
            return false;
    }
    return true;
}

static void put_name(struct buf *out, size_t *column, struct str name)
{
    if (!is_simple(name)) {
        put_words(out, column, name);
        return;
    }
    if (is_phrase(name)) {
        put_plain(out, column, name);
        return;
    }
    struct buf quoted;
    buf_init(&quoted, out->mem, 2 * name.len + 2);
    buf_add_char(&quoted, '"');
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] == '"' || name.ptr[i] == '\\')
            buf_add_char(&quoted, '\\');
        buf_add_char(&quoted, name.ptr[i]);
    }
    buf_add_char(&quoted, '"');
    if (quoted.len < LINE_BYTES)
        put(out, column, buf_str(&quoted));
    else
        put_words(out, column, name); /* a fold inside quotes would become part of the name */
}

void mime_header_addresses(struct buf *out, const char *name, const struct mail_address *list, size_t count)
{
    if (count == 0)
        return;
    size_t column = begin(out, name);
    for (size_t i = 0; i < count; i++) {
        struct str person = clean(out->mem, list[i].name);
        if (person.len > 0)
            put_name(out, &column, person);
        struct str spec = str_format(out->mem, person.len > 0 ? "<" STR_FMT ">%s" : STR_FMT "%s", STR_ARG(list[i].address),
                                     i + 1 < count ? "," : "");
        put(out, &column, spec);
    }
    buf_add_c(out, "\r\n");
}

/* ---- ids ---- */

bool mime_id_is_sane(struct str id)
{
    for (size_t i = 0; i < id.len; i++) {
        unsigned char c = (unsigned char)id.ptr[i];
        if (c <= ' ' || c >= 0x7f || c == '<' || c == '>')
            return false;
    }
    return id.len > 0 && id.len <= ID_BYTES;
}

static size_t count_ids(struct str ids)
{
    size_t count = 0;
    struct str id;
    while (str_next(&ids, ' ', &id))
        count += mime_id_is_sane(id);
    return count;
}

void mime_header_ids(struct buf *out, const char *name, struct str ids)
{
    size_t count = count_ids(ids), at = 0;
    if (count == 0)
        return;
    size_t column = begin(out, name);
    struct str id;
    while (str_next(&ids, ' ', &id)) {
        if (!mime_id_is_sane(id))
            continue;
        if (at == 0 || at + REFERENCES_MOST > count)
            put(out, &column, str_format(out->mem, "<" STR_FMT ">", STR_ARG(id)));
        at++;
    }
    buf_add_c(out, "\r\n");
}

/* ---- parameters ---- */

static bool is_param_plain(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c < ' ' || c >= 0x7f || c == '"' || c == '\\')
            return false;
    }
    return s.len <= PARAM_PIECE_BYTES && str_find(s, STR("=?"), 0) == SIZE_MAX;
}

/* Unreserved characters stay (RFC 3986's are all attribute-chars of RFC 2231), the rest is %XX, and characters are
 * never cut: some readers decode piece by piece. */
static void add_param_pieces(struct buf *out, const char *name, struct str text)
{
    unsigned n = 0;
    do {
        struct buf piece;
        buf_init(&piece, out->mem, 2 * LINE_BYTES);
        struct str rest = text;
        uint32_t c;
        while (rest.len > 0) {
            struct str after = rest;
            utf8_next(&after, &c);
            struct str character = str_slice(rest, 0, rest.len - after.len);
            if (piece.len + 3 * character.len > PARAM_PIECE_BYTES)
                break;
            buf_add_url(&piece, character);
            rest = after;
        }
        buf_addf(out, ";\r\n %s*%u*=%s" STR_FMT, name, n, n == 0 ? "UTF-8''" : "", STR_ARG(buf_str(&piece)));
        talloc_free(piece.ptr);
        text = rest;
        n++;
    } while (text.len > 0);
}

void mime_header_param(struct buf *out, const char *name, struct str text)
{
    struct str s = clean(out->mem, text);
    if (is_param_plain(s))
        buf_addf(out, ";\r\n %s=\"" STR_FMT "\"", name, STR_ARG(s));
    else
        add_param_pieces(out, name, s);
}
