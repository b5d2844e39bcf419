#include "mail/imap_wire.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"

enum {
    READ_BYTES = 64 * 1024,
    KEPT_BYTES = 256 * 1024, /* of memory, from one answer to the next */
};

struct imap_wire {
    struct tls_stream *stream;
    struct buf in;   /* bytes that have come; the last answer stands at their beginning */
    size_t consumed; /* of them: the last answer and its line end */
};

struct imap_wire *imap_wire_new(TALLOC_CTX *mem, struct tls_stream *stream)
{
    struct imap_wire *wire = MEM_NEW(mem, struct imap_wire);
    wire->stream = stream;
    buf_init(&wire->in, wire, LIMIT_MAIL_ANSWER_BYTES);
    return wire;
}

/* Throws the last answer away, and the memory of a large one. */
static void forget(struct imap_wire *wire)
{
    struct buf *in = &wire->in;
    size_t rest = in->len - wire->consumed;
    if (in->cap > KEPT_BYTES && rest < KEPT_BYTES) {
        struct buf smaller;
        buf_init(&smaller, wire, LIMIT_MAIL_ANSWER_BYTES);
        buf_add(&smaller, str_slice(buf_str(in), wire->consumed, rest));
        talloc_free(in->ptr);
        *in = smaller;
    } else {
        memmove(in->ptr, in->ptr + wire->consumed, rest);
        buf_cut(in, rest);
    }
    wire->consumed = 0;
}

static enum status read_more(struct imap_wire *wire, struct err *err)
{
    char *room = buf_reserve(&wire->in, READ_BYTES);
    if (room == NULL)
        return FAIL(err, STATUS_UNAVAILABLE, "imap.failed", "could not fetch mail: the mail server says more than it may");
    ssize_t n = tls_stream_read(wire->stream, room, READ_BYTES);
    if (n <= 0)
        return FAIL(err, STATUS_UNAVAILABLE, "imap.failed", "could not fetch mail: the mail server hung up, or says nothing");
    buf_used(&wire->in, (size_t)n);
    return STATUS_OK;
}

/* The size that LINE announces at its end, "{40}" or "{40+}"; false when it announces none. */
static bool literal_at_end(struct str line, int64_t *size)
{
    if (!str_ends(line, STR("}")))
        return false;
    line.len--;
    if (str_ends(line, STR("+")))
        line.len--;
    size_t digits = 0;
    while (digits < line.len && line.ptr[line.len - 1 - digits] >= '0' && line.ptr[line.len - 1 - digits] <= '9')
        digits++;
    bool braced = digits > 0 && digits < line.len && line.ptr[line.len - 1 - digits] == '{';
    if (braced && !parse_i64(str_slice(line, line.len - digits, digits), 0, LIMIT_MAIL_ANSWER_BYTES, size))
        *size = INT64_MAX; /* more than may be said: reading on will end it */
    return braced;
}

enum status imap_wire_hear(struct imap_wire *wire, struct str *answer, struct err *err)
{
    forget(wire);
    size_t line = 0; /* where the line begins whose end is looked for: behind the last literal */
    for (size_t looked = 0;;) {
        const char *end = wire->in.len > looked ? memchr(wire->in.ptr + looked, '\n', wire->in.len - looked) : NULL;
        if (end == NULL) {
            looked = wire->in.len > line ? wire->in.len : line;
            TRY(read_more(wire, err));
            continue;
        }
        size_t behind = (size_t)(end - wire->in.ptr) + 1;
        size_t len = behind - 1 - (behind >= 2 && end[-1] == '\r' ? 1 : 0);
        int64_t size;
        if (!literal_at_end(str_slice(buf_str(&wire->in), line, len < line ? 0 : len - line), &size)) {
            *answer = str_slice(buf_str(&wire->in), 0, len < line ? line : len);
            wire->consumed = behind;
            return STATUS_OK;
        }
        while (wire->in.len - behind < (uint64_t)size)
            TRY(read_more(wire, err));
        looked = line = behind + (size_t)size;
    }
}

enum status imap_wire_say(struct imap_wire *wire, struct str bytes, struct err *err)
{
    while (bytes.len > 0) {
        ssize_t n = tls_stream_write(wire->stream, bytes.ptr, bytes.len);
        if (n <= 0)
            return FAIL(err, STATUS_UNAVAILABLE, "imap.failed", "could not fetch mail: the mail server hung up");
        bytes = str_slice(bytes, (size_t)n, SIZE_MAX);
    }
    return STATUS_OK;
}

bool imap_wire_has_more(const struct imap_wire *wire)
{
    return wire->in.len > wire->consumed;
}
