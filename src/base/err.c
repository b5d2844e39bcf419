#include "base/err.h"

#include <assert.h>
#include <stdarg.h>

#include "base/str.h"

struct status_row {
    const char *name;
    int http;
    int exit;
    bool retry;
};

static const struct status_row status_rows[] = {
#define X(name_, http_, exit_, retry_) { #name_, http_, exit_, retry_ },
    STATUS_LIST(X)
#undef X
};
_Static_assert(sizeof(status_rows) / sizeof(status_rows[0]) == STATUS_COUNT, "one row a status");

static const struct status_row *status_row(enum status status)
{
    assert((unsigned)status < STATUS_COUNT);
    return &status_rows[status];
}

int status_http(enum status status)
{
    return status_row(status)->http;
}

int status_exit(enum status status)
{
    return status_row(status)->exit;
}

bool status_retry(enum status status)
{
    return status_row(status)->retry;
}

const char *status_name(enum status status)
{
    return status_row(status)->name;
}

/* A message may quote what came from outside, and may have been cut in the middle of a character:
 * it stays one line of valid UTF-8 all the same. */
static void make_one_clean_line(char *text)
{
    struct str rest = str_from(text);
    rest = utf8_valid(rest) ? rest : utf8_clip(rest, rest.len);
    text[rest.len] = '\0';
    bool valid = utf8_valid(rest);
    for (char *c = text; *c != '\0'; c++) {
        bool control = (unsigned char)*c < 0x20 || *c == 0x7f;
        bool broken = !valid && (unsigned char)*c >= 0x80;
        if (control || broken)
            *c = '?';
    }
}

static void format_into(char *text, size_t size, const char *format, va_list args) PRINTF_LIKE(3, 0);
static void format_into(char *text, size_t size, const char *format, va_list args)
{
    vsnprintf(text, size, format, args);
    make_one_clean_line(text);
}

enum status err_fill(struct err *err, enum status status, const char *key, const char *field,
                     const char *file, int line, const char *format, ...)
{
    assert(status != STATUS_OK);
    if (err == NULL)
        return status;
    err->key = key;
    err->field = field;
    err->detail[0] = '\0';
    err->file = file;
    err->line = line;
    va_list args;
    va_start(args, format);
    format_into(err->message, sizeof(err->message), format, args);
    va_end(args);
    return status;
}

void err_detail(struct err *err, const char *format, ...)
{
    if (err == NULL)
        return;
    va_list args;
    va_start(args, format);
    format_into(err->detail, sizeof(err->detail), format, args);
    va_end(args);
}

/* Puts PIECE at the index LEN of TEXT, as much as fits before END; the new length. */
static size_t add_piece(char *text, size_t len, size_t end, const char *piece)
{
    size_t size = strlen(piece);
    if (size > end - len)
        size = end - len;
    memcpy(text + len, piece, size);
    text[len + size] = '\0';
    return len + size;
}

void err_context(struct err *err, const char *format, ...)
{
    if (err == NULL)
        return;
    char context[ERR_DETAIL_BYTES];
    va_list args;
    va_start(args, format);
    format_into(context, sizeof(context), format, args);
    va_end(args);

    char before[ERR_DETAIL_BYTES];
    memcpy(before, err->detail, sizeof(before));
    /* The older detail is the more telling one: where both do not fit, the context is cut. */
    size_t older = before[0] == '\0' ? 0 : strlen(before) + strlen(": ");
    size_t room = sizeof(err->detail) - 1;
    size_t len = add_piece(err->detail, 0, room, "while ");
    len = add_piece(err->detail, len, room - (older < room - len ? older : room - len), context);
    if (older > 0)
        add_piece(err->detail, add_piece(err->detail, len, room, ": "), room, before);
    make_one_clean_line(err->detail);
}
