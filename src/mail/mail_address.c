#include "mail/mail_address.h"

#include "base/buf.h"
#include "base/limits.h"
#include "mail/mime_word.h"

/* One pass over the field cuts it into items at commas and semicolons that stand outside quotes, comments, angle
 * brackets and domain literals. While it goes, the pieces of an item are kept apart: the phrase, what stands in
 * angle brackets, the last comment. An opening character that is not closed within CONSTRUCT_BYTES is an ordinary
 * one, so that a field of nothing but '"' stays linear. */
enum { CONSTRUCT_BYTES = 1000 }; /* the longest quoted string, comment or domain literal that is looked for */

struct item {
    struct buf phrase;   /* outside of brackets and comments, quotes taken off */
    struct buf bare;     /* the same with its quotes, for an address without brackets */
    struct buf comment;
    struct str angle;    /* ptr NULL: none */
    bool has_more_after; /* something stands behind the brackets */
    bool is_plain;
};

struct reader {
    TALLOC_CTX *mem;
    struct str s;
    struct str hint;
    size_t last_quote, last_paren, last_angle; /* the last closing one, or 0: nothing is looked for behind it */
    size_t last_semicolon;
    struct address_list *out;
    size_t cap;
};

static size_t last_of(struct str s, char c)
{
    for (size_t i = s.len; i > 0; i--)
        if (s.ptr[i - 1] == c)
            return i - 1;
    return 0;
}

static void item_clear(struct item *item)
{
    buf_clear(&item->phrase);
    buf_clear(&item->bare);
    buf_clear(&item->comment);
    item->angle = STR_NONE;
    item->has_more_after = false;
    item->is_plain = true;
}

/* Where the quoted string that starts at AT ends; AT when it does not. */
static size_t quote_end(const struct reader *reader, size_t at)
{
    for (size_t i = at + 1; i <= reader->last_quote && i - at < CONSTRUCT_BYTES; i++) {
        if (reader->s.ptr[i] == '\\')
            i++;
        else if (reader->s.ptr[i] == '"')
            return i;
    }
    return at;
}

static size_t comment_end(const struct reader *reader, size_t at)
{
    size_t depth = 0;
    for (size_t i = at; i <= reader->last_paren && i - at < CONSTRUCT_BYTES; i++) {
        char c = reader->s.ptr[i];
        if (c == '\\')
            i++;
        else if (c == '(')
            depth++;
        else if (c == ')' && --depth == 0)
            return i;
    }
    return at;
}

static void add_unquoted(struct buf *out, struct str quoted)
{
    for (size_t i = 0; i < quoted.len; i++) {
        if (quoted.ptr[i] == '\\' && i + 1 < quoted.len)
            i++;
        buf_add_char(out, quoted.ptr[i]);
    }
}

/* <@relay,@relay:user@domain> (RFC 5322 section 4.4): the route means nothing any more. */
static struct str without_route(struct str angle)
{
    angle = str_trim(angle);
    if (angle.len == 0 || angle.ptr[0] != '@')
        return angle;
    size_t colon = str_find(angle, STR(":"), 0);
    return colon == SIZE_MAX ? angle : str_slice(angle, colon + 1, angle.len);
}

static bool is_wrapped(struct str s, char *closing)
{
    static const char opening[] = "'\"<[{(", closings[] = "'\">]})";
    const char *found = s.len > 2 ? strchr(opening, s.ptr[0]) : NULL;
    *closing = found != NULL ? closings[found - opening] : '\0';
    return found != NULL && s.ptr[s.len - 1] == *closing;
}

static struct str without_prefix(struct str s)
{
    return str_starts_nocase(s, STR("mailto:")) ? str_slice(s, strlen("mailto:"), s.len) : s;
}

/* An address as it is, else without what people and programs put around one: 'a@b', [mailto:a@b], a@b. and a@b> */
static bool read_wrapped(struct reader *reader, struct str text, struct str *address, bool *plain)
{
    static const char around[] = "'\"<>[]{}(),;:.";
    char closing;
    text = str_trim(text);
    bool wrapped = is_wrapped(text, &closing) && address_read(reader->mem, str_slice(text, 1, text.len - 2), address, NULL);
    if (!wrapped && address_read(reader->mem, text, address, plain))
        return true;
    *plain = false;
    while (!wrapped && text.len > 0 && strchr(around, text.ptr[0]) != NULL)
        text = str_slice(text, 1, text.len);
    text = without_prefix(text);
    while (!wrapped && text.len > 0 && strchr(around, text.ptr[text.len - 1]) != NULL)
        text.len--;
    return wrapped || address_read(reader->mem, text, address, NULL);
}

/* What stands between angle brackets; of several addresses the first. */
static bool read_angle(struct reader *reader, struct str angle, struct str *address, bool *plain)
{
    struct str inner = str_trim(without_route(angle));
    if (read_wrapped(reader, inner, address, plain)) {
        *plain = *plain && str_trim(angle).ptr[0] != '@';
        return true;
    }
    size_t semicolon = str_find(inner, STR(";"), 0), comma = str_find(inner, STR(","), 0);
    size_t end = semicolon < comma ? semicolon : comma;
    bool found = end != SIZE_MAX && read_wrapped(reader, str_slice(inner, 0, end), address, plain);
    *plain = false;
    return found;
}

/* "Ada Lovelace ada@example.org": the word with the @ is the address, the others are the name. */
static bool split_words(struct reader *reader, struct str bare, struct str *address, struct str *name)
{
    struct buf words;
    buf_init(&words, reader->mem, LIMIT_MAIL_HEADER_BYTES);
    struct str rest = bare, word;
    bool found = false, plain;
    while (str_next(&rest, ' ', &word)) {
        if (!found && str_find(word, STR("@"), 0) != SIZE_MAX && read_wrapped(reader, word, address, &plain)) {
            found = true;
            continue;
        }
        buf_add(&words, word);
        buf_add_char(&words, ' ');
    }
    *name = buf_str(&words);
    return found;
}

static void list_add(struct reader *reader, struct str address, struct str name)
{
    struct address_list *out = reader->out;
    if (out->count == LIMIT_MAIL_ADDRESSES) {
        out->too_many = true;
        return;
    }
    if (out->count == reader->cap) {
        reader->cap = reader->cap == 0 ? 4 : reader->cap * 2;
        out->items = talloc_realloc(reader->mem, out->items, struct mail_address, (unsigned)reader->cap);
    }
    struct str text = mime_word_text(reader->mem, name, reader->hint);
    size_t len = text.len;
    bool is_quoted = len > 1 && (text.ptr[0] == '\'' || text.ptr[0] == '"') && text.ptr[len - 1] == text.ptr[0];
    text = is_quoted ? str_trim(str_slice(text, 1, len - 2)) : text; /* Outlook quotes names twice */
    out->items[out->count++] = (struct mail_address){
        .address = address.len <= LIMIT_ADDRESS_BYTES ? address : STR(""),
        .name = str_copy(reader->mem, utf8_clip(text, LIMIT_NAME_BYTES)),
    };
}

static void item_end(struct reader *reader, struct item *item)
{
    struct str phrase = str_trim(buf_str(&item->phrase));
    struct str bare = str_trim(buf_str(&item->bare));
    struct str comment = str_trim(buf_str(&item->comment));
    if (bare.len == 0 && item->angle.ptr == NULL && comment.len == 0)
        return;
    struct str address = STR("");
    struct str name = phrase;
    bool plain = false;
    if (item->angle.ptr != NULL) {
        bool found = read_angle(reader, item->angle, &address, &plain);
        plain = found && plain && !item->has_more_after;
    } else if (read_wrapped(reader, bare, &address, &plain)) {
        name = STR("");
    } else if (!split_words(reader, bare, &address, &name) && read_wrapped(reader, comment, &address, &plain)) {
        comment = STR("");
    }
    plain = plain && address.len > 0;
    name = name.len > 0 ? name : comment;
    reader->out->plain = reader->out->plain && plain && item->is_plain;
    list_add(reader, address, name);
}

/* An encoded word is one atom (RFC 2047 section 5), even where its text has a bare comma. Brackets in it are left to be
 * seen: what looks like an address to others shall not be a name to us. Returns its last place, or AT for none. */
static size_t item_word(struct reader *reader, struct item *item, size_t at)
{
    size_t end = mime_word_end(reader->s, at, CONSTRUCT_BYTES);
    struct str word = str_slice(reader->s, at, end > at ? end - at : 0);
    if (word.len == 0 || memchr(word.ptr, '<', word.len) != NULL || memchr(word.ptr, '"', word.len) != NULL)
        return at;
    buf_add(&item->phrase, word);
    buf_add(&item->bare, word);
    return end - 1;
}

/* Reads the construct at *AT into ITEM and moves *AT behind it; false when it is an ordinary character. */
static bool item_construct(struct reader *reader, struct item *item, size_t *at)
{
    struct str s = reader->s;
    size_t end = *at;
    if (s.ptr[*at] == '"') {
        end = quote_end(reader, *at);
        if (end == *at)
            return false;
        add_unquoted(&item->phrase, str_slice(s, *at + 1, end - *at - 1));
        buf_add(&item->bare, str_slice(s, *at, end + 1 - *at));
    } else if (s.ptr[*at] == '(') {
        end = comment_end(reader, *at);
        if (end == *at)
            return false;
        item->is_plain = false;
        buf_clear(&item->comment);
        add_unquoted(&item->comment, str_slice(s, *at + 1, end - *at - 1));
        buf_add_char(&item->bare, ' ');
    } else if (s.ptr[*at] == '<') {
        for (end = *at + 1; end < s.len && s.ptr[end] != '>'; end++)
            if (end > reader->last_angle && (s.ptr[end] == ',' || s.ptr[end] == ';'))
                break;
        item->has_more_after = item->angle.ptr != NULL;
        item->angle = str_slice(s, *at + 1, end - *at - 1);
        if (end < s.len && s.ptr[end] != '>')
            end--;
    } else if (s.ptr[*at] == '=') {
        end = item_word(reader, item, *at);
        if (end == *at)
            return false;
    } else {
        return false;
    }
    *at = end + 1;
    return true;
}

static void read_items(struct reader *reader)
{
    struct item item = { .is_plain = true };
    buf_init(&item.phrase, reader->mem, LIMIT_MAIL_HEADER_BYTES);
    buf_init(&item.bare, reader->mem, LIMIT_MAIL_HEADER_BYTES);
    buf_init(&item.comment, reader->mem, LIMIT_MAIL_HEADER_BYTES);
    item_clear(&item);
    bool in_literal = false;
    for (size_t at = 0; at < reader->s.len;) {
        char c = reader->s.ptr[at];
        if (!in_literal && item_construct(reader, &item, &at))
            continue;
        at++;
        if (c == '[' || c == ']')
            in_literal = c == '[' && str_find(str_slice(reader->s, at, CONSTRUCT_BYTES), STR("]"), 0) != SIZE_MAX;
        if (!in_literal && (c == ',' || c == ';')) {
            item_end(reader, &item);
            item_clear(&item);
        } else if (!in_literal && c == ':' && item.angle.ptr == NULL && at < reader->last_semicolon
                   && str_find(buf_str(&item.bare), STR("@"), 0) == SIZE_MAX) {
            reader->out->plain = false; /* the name of a group (RFC 6854) */
            item_clear(&item);
        } else {
            if (item.angle.ptr != NULL && c != ' ' && c != '\t')
                item.has_more_after = true;
            if (item.angle.ptr != NULL && c == '>')
                continue;
            buf_add_char(&item.phrase, c);
            buf_add_char(&item.bare, c);
        }
    }
    item_end(reader, &item);
}

struct address_list address_list_read(TALLOC_CTX *mem, struct str value, struct str hint)
{
    struct address_list out = { .plain = true };
    struct reader reader = { .mem = mem, .s = mime_unfold(mem, value), .hint = hint, .out = &out };
    reader.last_quote = last_of(reader.s, '"');
    reader.last_paren = last_of(reader.s, ')');
    reader.last_angle = last_of(reader.s, '>');
    reader.last_semicolon = last_of(reader.s, ';');
    read_items(&reader);
    return out;
}
