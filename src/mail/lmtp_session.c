#include "mail/lmtp_session.h"

#include <assert.h>

#include "base/limits.h"
#include "base/mem.h"
#include "mail/dot_text.h"
#include "mail/lmtp_path.h"

enum {
    BORROW_STEP_BYTES = 1024 * 1024,
    KEPT_BYTES = 256 * 1024, /* of memory, from one mail to the next */
};

enum phase {
    PHASE_NEW = 1,   /* before LHLO */
    PHASE_READY = 2, /* no mail begun */
    PHASE_MAIL = 4,  /* MAIL was said, perhaps RCPT */
    PHASE_DATA = 8,
    PHASE_CHUNK = 16, /* inside the bytes of BDAT (RFC 3030) */
    PHASE_ENDED = 32,
};

struct lmtp_session {
    const struct lmtp_port *port;
    struct str host;
    enum phase phase;
    struct buf line;    /* the beginning of a command whose end has not come */
    struct buf replies;
    unsigned errors;
    bool delivered;
    bool pause;

    /* one mail; zero between two of them */
    TALLOC_CTX *mail_mem;
    bool utf8;
    struct str from;
    struct str *recipients;
    size_t recipient_count;
    struct buf raw;
    struct dot_text text;
    size_t chunk_left;
    bool chunk_last;
    bool chunked;        /* BDAT was used: DATA is no longer allowed */
    bool poor;           /* the memory of all conversations did not suffice */
    size_t borrowed;
};

static int give_back(struct lmtp_session *s)
{
    if (s->borrowed > 0)
        s->port->give_back(s->port->data, s->borrowed);
    s->borrowed = 0;
    return 0;
}

static void mail_clear(struct lmtp_session *s)
{
    TALLOC_FREE(s->mail_mem);
    s->recipients = NULL;
    s->recipient_count = 0;
    s->from = STR_NONE;
    s->utf8 = s->poor = s->chunked = s->chunk_last = false;
    s->chunk_left = 0;
    s->text = (struct dot_text){ 0 };
    give_back(s);
    if (s->raw.cap > KEPT_BYTES) {
        talloc_free(s->raw.ptr);
        buf_init(&s->raw, s, LIMIT_MAIL_BYTES);
    } else {
        buf_clear(&s->raw);
    }
    if (s->phase != PHASE_NEW && s->phase != PHASE_ENDED)
        s->phase = PHASE_READY;
}

struct lmtp_session *lmtp_session_new(TALLOC_CTX *mem, const struct lmtp_port *port, struct str host)
{
    struct lmtp_session *s = MEM_NEW(mem, struct lmtp_session);
    s->port = port;
    s->host = str_copy(s, host);
    s->phase = PHASE_NEW;
    buf_init(&s->line, s, LIMIT_LMTP_LINE_BYTES);
    buf_init(&s->replies, s, LIMIT_LMTP_REPLY_BYTES);
    buf_init(&s->raw, s, LIMIT_MAIL_BYTES);
    talloc_set_destructor(s, give_back);
    buf_addf(&s->replies, "220 " STR_FMT " LMTP\r\n", STR_ARG(s->host));
    return s;
}

static void reply(struct lmtp_session *s, const char *text)
{
    buf_add_c(&s->replies, text);
    buf_add_c(&s->replies, "\r\n");
}

/* A mistake of the client. After many the conversation ends: it is no mail server that we talk to. */
static void refuse(struct lmtp_session *s, const char *text)
{
    reply(s, text);
    if (++s->errors < LIMIT_LMTP_ERRORS)
        return;
    reply(s, "421 4.7.0 too many errors");
    s->phase = PHASE_ENDED;
}

/* ---- commands ---- */

static void say_lhlo(struct lmtp_session *s, struct str argument)
{
    if (str_trim(argument).len == 0) {
        refuse(s, "501 5.5.4 say LHLO with your name");
        return;
    }
    s->phase = PHASE_READY;
    mail_clear(s);
    buf_addf(&s->replies,
             "250-" STR_FMT "\r\n"
             "250-PIPELINING\r\n"
             "250-ENHANCEDSTATUSCODES\r\n"
             "250-8BITMIME\r\n"
             "250-SMTPUTF8\r\n"
             "250-CHUNKING\r\n"
             "250 SIZE %d\r\n",
             STR_ARG(s->host), LIMIT_MAIL_BYTES);
}

static void say_helo(struct lmtp_session *s, struct str argument)
{
    (void)argument;
    refuse(s, "500 5.5.1 this is LMTP: say LHLO");
}

/* The parameters of MAIL; NULL when all are understood, else the refusal. */
static const char *mail_params(struct str arguments)
{
    struct str name, value;
    while (lmtp_param_next(&arguments, &name, &value)) {
        int64_t size;
        if (str_equal_nocase(name, STR("SIZE"))) {
            if (!parse_i64(value, 0, INT64_MAX, &size))
                return "501 5.5.4 SIZE is not a number";
            if (size > LIMIT_MAIL_BYTES)
                return "552 5.3.4 the mail is too large";
        } else if (str_equal_nocase(name, STR("BODY"))) {
            if (!str_equal_nocase(value, STR("7BIT")) && !str_equal_nocase(value, STR("8BITMIME")))
                return "501 5.5.4 BODY is 7BIT or 8BITMIME";
        } else if (!str_equal_nocase(name, STR("SMTPUTF8")) || value.ptr != NULL) {
            return "555 5.5.4 unknown parameter";
        }
    }
    return NULL;
}

static void say_mail(struct lmtp_session *s, struct str argument)
{
    bool utf8 = lmtp_param_has(argument, STR("SMTPUTF8"));
    struct str from;
    if (!lmtp_path_read(&argument, STR("FROM:"), utf8, &from)) {
        refuse(s, "501 5.1.7 that is no sender: MAIL FROM:<address>");
        return;
    }
    const char *refusal = mail_params(argument);
    if (refusal != NULL) {
        refuse(s, refusal);
        return;
    }
    s->mail_mem = mem_need(talloc_new(s));
    s->recipients = MEM_ARRAY(s->mail_mem, struct str, LIMIT_LMTP_RECIPIENTS);
    s->utf8 = utf8;
    s->from = str_copy(s->mail_mem, from);
    s->phase = PHASE_MAIL;
    reply(s, "250 2.1.0 sender noted");
}

static void say_rcpt(struct lmtp_session *s, struct str argument)
{
    struct str address, name, value;
    if (!lmtp_path_read(&argument, STR("TO:"), s->utf8, &address) || address.len == 0) {
        refuse(s, "501 5.1.3 that is no recipient: RCPT TO:<address>");
        return;
    }
    if (lmtp_param_next(&argument, &name, &value)) {
        refuse(s, "555 5.5.4 unknown parameter");
        return;
    }
    if (s->recipient_count == LIMIT_LMTP_RECIPIENTS) {
        reply(s, "452 4.5.3 too many recipients");
        return;
    }
    struct err err = { 0 };
    enum status status = s->port->check(s->port->data, address, &err);
    if (status == STATUS_OK) {
        s->recipients[s->recipient_count++] = str_copy(s->mail_mem, address);
        reply(s, "250 2.1.5 recipient noted");
    } else if (status == STATUS_NOT_FOUND || status == STATUS_INVALID) {
        refuse(s, "550 5.1.1 nobody reads this address");
    } else {
        reply(s, "451 4.3.0 the desk is busy, come again");
    }
}

static void say_data(struct lmtp_session *s, struct str argument)
{
    (void)argument;
    if (s->chunked) {
        refuse(s, "503 5.5.1 this mail began with BDAT");
    } else if (s->recipient_count == 0) {
        refuse(s, "503 5.5.1 no valid recipients");
    } else {
        s->phase = PHASE_DATA;
        reply(s, "354 go on, end with a line of one dot");
    }
}

static void chunk_done(struct lmtp_session *s);

/* BDAT's bytes follow whatever we think of it: a chunk without recipients is read past, then refused (RFC 3030). */
static void say_bdat(struct lmtp_session *s, struct str argument)
{
    struct str size_text, last;
    int64_t size;
    bool has_size = lmtp_param_next(&argument, &size_text, &last) && last.ptr == NULL &&
                    parse_i64(size_text, 0, INT64_MAX, &size);
    struct str word = str_trim(argument);
    if (!has_size || (word.len > 0 && !str_equal_nocase(word, STR("LAST")))) {
        refuse(s, "501 5.5.4 say BDAT size, or BDAT size LAST");
        s->phase = PHASE_ENDED; /* where the next command begins cannot be known */
        return;
    }
    s->chunk_left = (size_t)size;
    s->chunk_last = word.len > 0;
    s->chunked = true;
    s->phase = PHASE_CHUNK;
    if (s->chunk_left == 0)
        chunk_done(s);
}

static void say_rset(struct lmtp_session *s, struct str argument)
{
    (void)argument;
    mail_clear(s);
    reply(s, "250 2.0.0 forgotten");
}

static void say_noop(struct lmtp_session *s, struct str argument)
{
    (void)argument;
    reply(s, "250 2.0.0 here");
}

static void say_vrfy(struct lmtp_session *s, struct str argument)
{
    (void)argument;
    reply(s, "252 2.1.5 send it and see");
}

static void say_quit(struct lmtp_session *s, struct str argument)
{
    (void)argument;
    reply(s, "221 2.0.0 goodbye");
    s->phase = PHASE_ENDED;
}

enum { PHASE_GREETED = PHASE_READY | PHASE_MAIL, PHASE_ANY = PHASE_NEW | PHASE_GREETED };

static const struct command {
    const char *verb;
    unsigned phases; /* in which it may be said; else 503 */
    void (*say)(struct lmtp_session *s, struct str argument);
} commands[] = {
    { "LHLO", PHASE_ANY,     say_lhlo },
    { "MAIL", PHASE_READY,   say_mail },
    { "RCPT", PHASE_MAIL,    say_rcpt },
    { "DATA", PHASE_MAIL,    say_data },
    { "BDAT", PHASE_GREETED, say_bdat },
    { "RSET", PHASE_ANY,     say_rset },
    { "NOOP", PHASE_ANY,     say_noop },
    { "VRFY", PHASE_GREETED, say_vrfy },
    { "QUIT", PHASE_ANY,     say_quit },
    { "HELO", PHASE_ANY,     say_helo },
    { "EHLO", PHASE_ANY,     say_helo },
};

static void run_command(struct lmtp_session *s, struct str line)
{
    size_t space = str_find(line, STR(" "), 0);
    struct str verb = str_slice(line, 0, space == SIZE_MAX ? line.len : space);
    struct str argument = space == SIZE_MAX ? STR("") : str_slice(line, space + 1, SIZE_MAX);
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
        if (!str_equal_nocase(verb, str_from(commands[i].verb)))
            continue;
        if ((commands[i].phases & s->phase) != 0) {
            commands[i].say(s, argument);
            return;
        }
        refuse(s, "503 5.5.1 not now");
        if (str_equal_nocase(verb, STR("BDAT")))
            s->phase = PHASE_ENDED; /* its bytes would be read as commands */
        return;
    }
    refuse(s, "500 5.5.2 unknown command");
}

/* ---- the mail ---- */

/* Only a mail that is too large is sent back for ever. The recipient was ours a moment ago and no mail is too odd to be
 * kept: whatever else goes wrong is our fault, and the sender's server shall keep the mail until it is mended. */
static const char *delivery_reply(enum status status)
{
    static const char *const replies[STATUS_COUNT] = {
        [STATUS_OK] = "250 2.0.0 taken",
        [STATUS_TOO_LARGE] = "552 5.3.4 the mail is too large",
        [STATUS_FULL] = "452 4.3.1 no room left, come again",
        [STATUS_BUSY] = "451 4.3.0 the desk is busy, come again",
        [STATUS_TOO_MANY] = "451 4.7.1 too many at once, come again",
        [STATUS_UNAVAILABLE] = "451 4.3.0 the desk is away, come again",
    };
    assert(status < STATUS_COUNT);
    return replies[status] != NULL ? replies[status] : "451 4.3.0 the desk has a fault, come again";
}

static enum status deliver_one(struct lmtp_session *s, struct str recipient)
{
    if (s->poor)
        return STATUS_BUSY;
    if (s->raw.over)
        return STATUS_TOO_LARGE;
    struct lmtp_mail mail = { .envelope_from = s->from, .recipient = recipient, .raw = buf_str(&s->raw) };
    struct err err = { 0 };
    return s->port->deliver(s->port->data, &mail, &err);
}

static void deliver(struct lmtp_session *s)
{
    for (size_t i = 0; i < s->recipient_count; i++)
        reply(s, delivery_reply(deliver_one(s, s->recipients[i])));
    s->delivered = s->pause = true;
    mail_clear(s);
}

/* Makes sure that MORE bytes may be kept; from the first refusal on the mail is only read past. */
static bool may_keep(struct lmtp_session *s, size_t more)
{
    while (!s->poor && s->raw.len + more > s->borrowed && s->borrowed < LIMIT_MAIL_BYTES) {
        if (s->port->borrow(s->port->data, BORROW_STEP_BYTES))
            s->borrowed += BORROW_STEP_BYTES;
        else
            s->poor = true;
    }
    return !s->poor;
}

static size_t take_data(struct lmtp_session *s, struct str rest)
{
    if (!may_keep(s, rest.len))
        buf_clear(&s->raw);
    size_t used = dot_text_read(&s->text, rest, &s->raw);
    if (dot_text_ended(&s->text))
        deliver(s);
    return used;
}

static void chunk_done(struct lmtp_session *s)
{
    if (s->recipient_count == 0) {
        mail_clear(s);
        refuse(s, "503 5.5.1 no valid recipients");
    } else if (s->chunk_last) {
        deliver(s);
    } else {
        s->phase = PHASE_MAIL;
        reply(s, "250 2.0.0 chunk noted");
    }
}

static size_t take_chunk(struct lmtp_session *s, struct str rest)
{
    struct str piece = str_slice(rest, 0, s->chunk_left);
    if (s->recipient_count > 0 && may_keep(s, piece.len))
        buf_add(&s->raw, piece);
    s->chunk_left -= piece.len;
    if (s->chunk_left == 0)
        chunk_done(s);
    return piece.len;
}

/* Commands end with CR LF; a lone LF ends the line too, but what stands on it is refused (AC-015). */
static size_t take_line(struct lmtp_session *s, struct str rest)
{
    const char *end = memchr(rest.ptr, '\n', rest.len);
    size_t used = end == NULL ? rest.len : (size_t)(end - rest.ptr) + 1;
    buf_add(&s->line, str_slice(rest, 0, used));
    if (end == NULL)
        return used;
    struct str line = buf_str(&s->line);
    struct str content = str_slice(line, 0, line.len - (line.len > 1 ? 2 : 0));
    bool clean = str_ends(line, STR("\r\n")) && memchr(content.ptr, '\0', content.len) == NULL &&
                 memchr(content.ptr, '\r', content.len) == NULL;
    if (s->line.over)
        refuse(s, "500 5.5.2 the line is too long");
    else if (!clean)
        refuse(s, "500 5.5.2 a line ends with CR LF and has no other CR or NUL");
    else
        run_command(s, content);
    buf_clear(&s->line);
    return used;
}

size_t lmtp_session_feed(struct lmtp_session *s, struct str bytes)
{
    size_t used = 0;
    s->pause = false;
    while (used < bytes.len && !s->pause && s->phase != PHASE_ENDED) {
        struct str rest = str_slice(bytes, used, SIZE_MAX);
        if (s->phase == PHASE_DATA)
            used += take_data(s, rest);
        else if (s->phase == PHASE_CHUNK)
            used += take_chunk(s, rest);
        else
            used += take_line(s, rest);
    }
    return used;
}

struct str lmtp_session_replies(const struct lmtp_session *s)
{
    return buf_str(&s->replies);
}

void lmtp_session_replies_sent(struct lmtp_session *s)
{
    buf_clear(&s->replies);
    s->delivered = false;
}

void lmtp_session_give_up(struct lmtp_session *s, const char *text)
{
    if (s->phase == PHASE_ENDED)
        return;
    buf_addf(&s->replies, "421 4.4.2 %s\r\n", text);
    s->phase = PHASE_ENDED;
    mail_clear(s);
}

bool lmtp_session_ended(const struct lmtp_session *s)
{
    return s->phase == PHASE_ENDED;
}

bool lmtp_session_delivered(const struct lmtp_session *s)
{
    return s->delivered;
}
