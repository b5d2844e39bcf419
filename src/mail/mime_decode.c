#include "mail/mime_decode.h"

#include "base/buf.h"
#include "base/mem.h"
#include "mail/uu_read.h"

enum { PIECE_BYTES = 64 * 1024 };

struct sink {
    mime_piece *piece;
    void *data;
    char *out;
    size_t len, room;
};

static struct sink sink_init(TALLOC_CTX *mem, struct str body, mime_piece *piece, void *data)
{
    size_t room = body.len < PIECE_BYTES ? body.len + 1 : PIECE_BYTES; /* nothing becomes longer */
    return (struct sink){ .piece = piece, .data = data, .out = mem_need(talloc_size(mem, room)), .room = room };
}

static void sink_flush(struct sink *sink)
{
    if (sink->len > 0)
        sink->piece(sink->data, (struct str){ sink->out, sink->len });
    sink->len = 0;
}

static void sink_done(struct sink *sink)
{
    sink_flush(sink);
    talloc_free(sink->out);
}

static void put(struct sink *sink, uint32_t byte)
{
    if (sink->len == sink->room)
        sink_flush(sink);
    sink->out[sink->len++] = (char)(byte & 0xff);
}

/* ---- base64 ---- */

/* clang-format off */
static const signed char digits[256] = { /* one more than the value: 0 is none */
    ['A'] = 1,  ['B'] = 2,  ['C'] = 3,  ['D'] = 4,  ['E'] = 5,  ['F'] = 6,  ['G'] = 7,  ['H'] = 8,  ['I'] = 9,  ['J'] = 10,
    ['K'] = 11, ['L'] = 12, ['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16, ['Q'] = 17, ['R'] = 18, ['S'] = 19, ['T'] = 20,
    ['U'] = 21, ['V'] = 22, ['W'] = 23, ['X'] = 24, ['Y'] = 25, ['Z'] = 26, ['a'] = 27, ['b'] = 28, ['c'] = 29, ['d'] = 30,
    ['e'] = 31, ['f'] = 32, ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36, ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40,
    ['o'] = 41, ['p'] = 42, ['q'] = 43, ['r'] = 44, ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48, ['w'] = 49, ['x'] = 50,
    ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54, ['2'] = 55, ['3'] = 56, ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60,
    ['8'] = 61, ['9'] = 62, ['+'] = 63, ['/'] = 64,
};
/* clang-format on */

int mime_base64_digit(char c)
{
    return digits[(unsigned char)c] - 1;
}

/* Padding ends base64, unless more of it follows: some programs pad each piece that they read. What a list adds below in
 * plain text is not decoded. */
static bool goes_on(struct str rest)
{
    enum { LOOK_BYTES = 100 }; /* a line has 76, and the end of the one before it */
    struct str line = STR("");
    if (rest.len > 0 && digits[(unsigned char)rest.ptr[0]] != 0)
        return true;
    rest = str_slice(rest, 0, LOOK_BYTES);
    while (line.len == 0) {
        if (!str_next(&rest, '\n', &line))
            return false;
        line = str_trim(line);
    }
    for (size_t i = 0; i < line.len; i++)
        if (digits[(unsigned char)line.ptr[i]] == 0 && line.ptr[i] != '=')
            return false;
    return line.len % 4 == 0;
}

static void base64_decode(struct sink *sink, struct str body)
{
    uint32_t bits = 0;
    int have = 0; /* digits */
    for (size_t i = 0; i < body.len; i++) {
        int digit = digits[(unsigned char)body.ptr[i]] - 1;
        if (digit >= 0) {
            bits = bits << 6 | (uint32_t)digit;
            if (++have == 4) {
                put(sink, bits >> 16);
                put(sink, bits >> 8);
                put(sink, bits);
                have = 0;
            }
        } else if (body.ptr[i] == '=') {
            while (i + 1 < body.len && body.ptr[i + 1] == '=')
                i++;
            if (have > 1)
                put(sink, bits >> (have == 3 ? 10 : 4));
            if (have > 2)
                put(sink, bits >> 2);
            have = 0;
            if (!goes_on(str_slice(body, i + 1, body.len)))
                return;
        }
    }
    if (have > 1)
        put(sink, bits >> (have == 3 ? 10 : 4));
    if (have > 2)
        put(sink, bits >> 2);
}

/* Plain words under a header that says base64: they have spaces between them, which base64 never has inside a line. */
static bool is_words(struct str body)
{
    enum { LOOK_BYTES = 1000, LEAST_SPACES = 4, LONGEST_WORD = 14 };
    size_t spaces = 0;
    body = str_slice(body, 0, LOOK_BYTES);
    for (size_t i = 1; i + 1 < body.len; i++)
        spaces += body.ptr[i] == ' ' && body.ptr[i - 1] > ' ' && body.ptr[i + 1] > ' ';
    return spaces >= LEAST_SPACES && spaces * LONGEST_WORD > body.len;
}

static void collect(void *data, struct str piece)
{
    buf_add(data, piece);
}

struct str mime_base64_bytes(TALLOC_CTX *mem, struct str text)
{
    struct buf out;
    buf_init(&out, mem, text.len + 1);
    struct sink sink = sink_init(mem, text, collect, &out);
    base64_decode(&sink, text);
    sink_done(&sink);
    return buf_str(&out);
}

/* ---- quoted-printable ---- */

/* The length of a soft line break behind its '=' at the start of S, with the white space that a program added before the
 * break (RFC 2045 section 6.7, rule 3); 0 when it is none. */
static size_t soft_break(struct str s)
{
    size_t i = 0;
    while (i < s.len && (s.ptr[i] == ' ' || s.ptr[i] == '\t'))
        i++;
    if (i == s.len)
        return i + 1;
    if (s.ptr[i] == '\r')
        return i + 1 < s.len && s.ptr[i + 1] == '\n' ? i + 2 : i + 1;
    return s.ptr[i] == '\n' ? i + 1 : 0;
}

static void quoted_decode(struct sink *sink, struct str body)
{
    for (size_t i = 0; i < body.len; i++) {
        if (body.ptr[i] != '=') {
            put(sink, (unsigned char)body.ptr[i]);
            continue;
        }
        int high = i + 2 < body.len ? hex_digit(body.ptr[i + 1]) : -1, low = high >= 0 ? hex_digit(body.ptr[i + 2]) : -1;
        size_t skip = low < 0 ? soft_break(str_slice(body, i + 1, body.len)) : 2;
        if (low >= 0)
            put(sink, (uint32_t)(high * 16 + low));
        else if (skip == 0)
            put(sink, '=');
        i += skip;
    }
}

/* ---- uuencode as a transfer encoding: one file with its frame ---- */

static void uu_decode(TALLOC_CTX *mem, struct sink *sink, struct str body)
{
    struct uu_file file;
    struct str bytes = uu_next(body, 0, &file) ? uu_bytes(mem, &file) : body;
    sink->piece(sink->data, bytes);
}

void mime_decode(TALLOC_CTX *mem, struct str body, enum mime_encoding encoding, mime_piece *piece, void *data)
{
    if (encoding == MIME_PLAIN || (encoding == MIME_BASE64 && is_words(body))) {
        piece(data, body);
        return;
    }
    struct sink sink = sink_init(mem, body, piece, data);
    if (encoding == MIME_BASE64)
        base64_decode(&sink, body);
    else if (encoding == MIME_QUOTED_PRINTABLE)
        quoted_decode(&sink, body);
    else
        uu_decode(mem, &sink, body);
    sink_done(&sink);
}
