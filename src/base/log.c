#include "base/log.h"

#include <poll.h>
#include <stdarg.h>
#include <stdatomic.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/limits.h"

static struct {
    enum log_level least;
    bool json;
    const char *process;
    _Atomic long lost; /* lines that nobody took */
} sink = { .least = LOG_INFO, .json = false, .process = "main" };

static const char *const level_words[] = { "debug", "info", "warn", "error" };
_Static_assert(sizeof(level_words) / sizeof(level_words[0]) == LOG_ERROR + 1, "one word a level");

void log_setup(enum log_level least, bool json, const char *process)
{
    sink.least = least;
    sink.json = json;
    sink.process = process;
}

static bool plain_enough(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c <= ' ' || c >= 0x7f || c == '"' || c == '=' || c == '\\')
            return false;
    }
    return s.len > 0;
}

/* As a JSON string, but with everything that is not printable ASCII as an escape: no bidi marks, no
 * terminal codes (C1 controls are two bytes in UTF-8). */
static void add_quoted(struct buf *line, struct str s)
{
    buf_add_char(line, '"');
    uint32_t c;
    while (utf8_next(&s, &c)) {
        if (c == '"' || c == '\\')
            buf_addf(line, "\\%c", (char)c);
        else if (c >= 0x20 && c < 0x7f)
            buf_add_char(line, (char)c);
        else if (c < 0x10000)
            buf_addf(line, "\\u%04x", (unsigned)c);
        else
            buf_addf(line, "\\u%04x\\u%04x", (unsigned)(0xd7c0 + (c >> 10)), (unsigned)(0xdc00 + (c & 0x3ff)));
    }
    buf_add_char(line, '"');
}

static void add_pair(struct buf *line, const char *key, const char *value)
{
    struct str text = utf8_clip(str_from(value), LIMIT_LOG_VALUE_BYTES);
    if (sink.json) {
        buf_addf(line, "%s\"%s\":", line->len == 0 ? "{" : ",", key);
        add_quoted(line, text);
        return;
    }
    buf_addf(line, "%s%s=", line->len == 0 ? "" : " ", key);
    if (plain_enough(text))
        buf_add(line, text);
    else
        add_quoted(line, text);
}

static void begin_line(struct buf *line, TALLOC_CTX *mem, enum log_level level, const char *event)
{
    buf_init(line, mem, LIMIT_LOG_LINE_BYTES);
    time_ms now = clock_machine_now();
    struct tm utc;
    time_t seconds = (time_t)(now / 1000);
    gmtime_r(&seconds, &utc);
    char stamp[32];
    strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%S", &utc);
    add_pair(line, "time", str_format(mem, "%s.%03dZ", stamp, (int)(now % 1000)).ptr);
    add_pair(line, "level", level_words[level]);
    add_pair(line, "process", sink.process);
    add_pair(line, "event", event);
}

static void close_line(struct buf *line)
{
    if (sink.json)
        buf_add_char(line, '}');
    buf_add_char(line, '\n');
}

/* One write a line: lines of several threads and processes do not mix. A reader that does not read must not stop the desk
 * (F-61): a pipe that poll calls writable takes PIPE_BUF bytes at once, which is more than nearly every line has. */
static bool put(const struct buf *line)
{
    struct pollfd out = { .fd = STDERR_FILENO, .events = POLLOUT };
    bool room = poll(&out, 1, 0) == 1 && (out.revents & POLLOUT) != 0;
    return room && write(STDERR_FILENO, line->ptr, line->len) == (ssize_t)line->len;
}

static void drop(TALLOC_CTX **mem)
{
    talloc_free(*mem);
}

/* What could not be logged is counted, and its count logged once there is room again. */
static bool put_lost(void)
{
    CLEANUP(drop) TALLOC_CTX *mem = talloc_new(NULL);
    struct buf line;
    long lost = atomic_exchange(&sink.lost, 0);
    if (lost == 0)
        return true;
    begin_line(&line, mem, LOG_WARN, "log.lost");
    add_pair(&line, "lines", str_format(mem, "%ld", lost).ptr);
    close_line(&line);
    bool done = put(&line);
    if (!done)
        atomic_fetch_add(&sink.lost, lost);
    return done;
}

static void end_line(struct buf *line)
{
    close_line(line);
    if (!put_lost() || !put(line))
        atomic_fetch_add(&sink.lost, 1);
}

void log_line(enum log_level level, const char *event, ...)
{
    if (level < sink.least)
        return;
    CLEANUP(drop) TALLOC_CTX *mem = talloc_new(NULL);
    struct buf line;
    begin_line(&line, mem, level, event);
    va_list args;
    va_start(args, event);
    for (const char *key = va_arg(args, const char *); key != NULL; key = va_arg(args, const char *))
        add_pair(&line, key, va_arg(args, const char *));
    va_end(args);
    end_line(&line);
}

void log_err(enum log_level level, const char *event, enum status status, const struct err *err)
{
    if (level < sink.least)
        return;
    CLEANUP(drop) TALLOC_CTX *mem = talloc_new(NULL);
    struct buf line;
    begin_line(&line, mem, level, event);
    add_pair(&line, "status", status_name(status));
    if (err != NULL && err->key != NULL) {
        add_pair(&line, "key", err->key);
        if (err->field != NULL)
            add_pair(&line, "field", err->field);
        add_pair(&line, "message", err->message);
        if (err->detail[0] != '\0')
            add_pair(&line, "detail", err->detail);
        add_pair(&line, "at", str_format(mem, "%s:%d", err->file, err->line).ptr);
    }
    end_line(&line);
}
