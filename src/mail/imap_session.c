#include "mail/imap_session.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "mail/imap_answer.h"

enum { SILENCE_MS = 60 * 1000, COMMAND_BYTES = LIMIT_OAUTH_TOKEN_BYTES * 2, ANSWERS_MOST = 1000 * 1000 /* to one command */ };

/* ---- commands ---- */

/* The command's first word is for people and the log; behind it there may be a password. */
static enum status refused(const struct imap_session *s, struct str command, struct str words, struct err *err)
{
    struct str verb = str_slice(command, 0, str_find(command, STR(" "), 0));
    bool uid = str_equal(verb, STR("UID"));
    if (uid)
        verb = str_slice(command, 0, str_find(command, STR(" "), verb.len + 1));
    FAIL(err, STATUS_UNAVAILABLE, "imap.failed", "could not fetch mail: " STR_FMT " failed", STR_ARG(verb));
    err_detail(err, STR_FMT " at " STR_FMT ": " STR_FMT, STR_ARG(verb), STR_ARG(s->account->host),
               STR_ARG(str_slice(words, 0, 200)));
    return STATUS_UNAVAILABLE;
}

static enum status say(struct imap_session *s, struct str command, struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(s->mem));
    struct buf line;
    buf_init(&line, mem, COMMAND_BYTES);
    buf_addf(&line, "%u ", ++s->tag);
    buf_add(&line, command);
    buf_add_c(&line, "\r\n");
    struct str bytes;
    TRY(buf_end(&line, "imap.command", &bytes, err));
    return imap_wire_say(s->wire, bytes, err);
}

/* Hears until the command with the last tag is done (*CONTINUE false) or the server wants to hear more. WORDS: what it said
 * then, behind the tag or the plus. */
static enum status hear(struct imap_session *s, imap_listener listener, void *data, bool *more, struct str *words,
                        struct err *err)
{
    for (int n = 0; n < ANSWERS_MOST; n++) {
        struct str rest, tag;
        int64_t number;
        TRY(imap_wire_hear(s->wire, &rest, err));
        if (!imap_word(&rest, &tag))
            continue;
        *words = rest;
        *more = str_equal(tag, STR("+"));
        if (*more || (parse_i64(tag, 0, UINT32_MAX, &number) && number == s->tag))
            return STATUS_OK;
        if (listener != NULL && str_equal(tag, STR("*")))
            listener(data, rest);
    }
    return FAIL(err, STATUS_UNAVAILABLE, "imap.failed", "could not fetch mail: the mail server comes to no end");
}

static bool is_ok(struct str words)
{
    struct str word;
    return imap_word(&words, &word) && str_equal_nocase(word, STR("OK"));
}

enum status imap_run(struct imap_session *s, struct str command, imap_listener listener, void *data, struct err *err)
{
    bool more;
    struct str words;
    TRY(say(s, command, err));
    TRY(hear(s, listener, data, &more, &words, err));
    return !more && is_ok(words) ? STATUS_OK : refused(s, command, words, err);
}

enum status imap_idle_begin(struct imap_session *s, struct err *err)
{
    bool more;
    struct str words;
    TRY(say(s, STR("IDLE"), err));
    TRY(hear(s, NULL, NULL, &more, &words, err));
    return more ? STATUS_OK : refused(s, STR("IDLE"), words, err);
}

enum status imap_idle_end(struct imap_session *s, struct err *err)
{
    bool more;
    struct str words;
    TRY(imap_wire_say(s->wire, STR("DONE\r\n"), err));
    TRY(hear(s, NULL, NULL, &more, &words, err));
    return !more && is_ok(words) ? STATUS_OK : refused(s, STR("IDLE"), words, err);
}

/* ---- signing in ---- */

/* RFC 5530: some refusals are not about the password. */
static enum status sign_in_refused(const struct imap_session *s, struct str words, struct err *err)
{
    struct str rest = words, word;
    bool no = imap_word(&rest, &word) && str_equal_nocase(word, STR("NO"));
    if (!no || str_starts_nocase(rest, STR("[UNAVAILABLE]")) || str_starts_nocase(rest, STR("[INUSE]"))
        || str_starts_nocase(rest, STR("[LIMIT]")) || str_starts_nocase(rest, STR("[SERVERBUG]")))
        return refused(s, STR("LOGIN"), words, err);
    FAIL(err, STATUS_UNSIGNED, "imap.login", "the mail server does not take user and password");
    err_detail(err, STR_FMT ": " STR_FMT, STR_ARG(s->account->host), STR_ARG(str_slice(words, 0, 200)));
    return STATUS_UNSIGNED;
}

static struct str xoauth2(TALLOC_CTX *mem, const struct fetch_account *account)
{
    struct buf out;
    buf_init(&out, mem, COMMAND_BYTES);
    buf_add_c(&out, "AUTHENTICATE XOAUTH2 ");
    buf_add_base64(&out, str_format(mem, "user=" STR_FMT "\1auth=Bearer " STR_FMT "\1\1", STR_ARG(account->user),
                                    STR_ARG(account->token)));
    return buf_str(&out);
}

/* A token that is refused is answered with a challenge that tells why, and with NO once we have said nothing to it. */
static enum status sign_in(struct imap_session *s, struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(s->mem));
    const struct fetch_account *account = s->account;
    bool more;
    struct str words;
    struct str command = account->token.len > 0
                             ? xoauth2(mem, account)
                             : str_format(mem, "LOGIN " STR_FMT " " STR_FMT, STR_ARG(imap_quoted(mem, account->user)),
                                          STR_ARG(imap_quoted(mem, account->password)));
    TRY(say(s, command, err));
    TRY(hear(s, NULL, NULL, &more, &words, err));
    if (more) {
        TRY(imap_wire_say(s->wire, STR("\r\n"), err));
        TRY(hear(s, NULL, NULL, &more, &words, err));
    }
    return !more && is_ok(words) ? STATUS_OK : sign_in_refused(s, words, err);
}

/* ---- its begin and its end ---- */

enum status imap_connect(const struct fetch_account *account, struct str ca_file, const struct stop *stop,
                         struct tls_stream **out, struct err *err)
{
    const struct tls_options tls = { account->host, account->port, ca_file, SILENCE_MS, stop };
    TRY(tls_stream_new(NULL, &tls, out, err));
    enum status status = account->implicit_tls ? tls_stream_secure(*out, err) : STATUS_OK;
    if (status != STATUS_OK)
        talloc_free(*out);
    return status;
}

static enum status begin_tls(struct imap_session *s, struct err *err)
{
    TRY(imap_run(s, STR("STARTTLS"), NULL, NULL, err));
    if (imap_wire_has_more(s->wire))
        return FAIL(err, STATUS_UNAVAILABLE, "mail.tls", "the mail server said more before TLS than it may");
    return tls_stream_secure(s->stream, err);
}

/* PREAUTH is no greeting for us: whoever stands in the line's middle could so keep TLS and the password from being asked
 * for. */
static enum status greet(struct imap_session *s, struct err *err)
{
    struct str rest, star;
    TRY(imap_wire_hear(s->wire, &rest, err));
    if (!imap_word(&rest, &star) || !str_equal(star, STR("*")) || !is_ok(rest))
        return refused(s, STR("the greeting"), rest, err);
    return STATUS_OK;
}

static void note_capabilities(void *data, struct str answer)
{
    struct imap_session *s = data;
    struct str word;
    if (!imap_word(&answer, &word) || !str_equal_nocase(word, STR("CAPABILITY")))
        return;
    while (imap_word(&answer, &word)) {
        s->can_idle = s->can_idle || str_equal_nocase(word, STR("IDLE"));
        s->can_move = s->can_move || str_equal_nocase(word, STR("MOVE"));
        s->can_uidplus = s->can_uidplus || str_equal_nocase(word, STR("UIDPLUS"));
    }
}

static void note_folder(void *data, struct str answer)
{
    struct imap_session *s = data;
    int64_t number;
    if (imap_code_number(answer, STR("UIDVALIDITY "), &number))
        s->uidvalidity = number;
    if (imap_code_number(answer, STR("UIDNEXT "), &number))
        s->uid_next = number;
}

static enum status select_folder(struct imap_session *s, struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(s->mem));
    struct str command = str_format(mem, "%s " STR_FMT, "SELECT", STR_ARG(imap_quoted(mem, s->account->folder)));
    return imap_run(s, command, note_folder, s, err);
}

enum status imap_session_begin(struct imap_session *s, const struct fetch_account *account, struct tls_stream *stream,
                               struct err *err)
{
    *s = (struct imap_session){ .account = account, .mem = mem_need(talloc_new(NULL)) };
    s->stream = talloc_steal(s->mem, stream);
    s->wire = imap_wire_new(s->mem, stream);
    TRY(greet(s, err));
    if (!account->implicit_tls && !account->plain)
        TRY(begin_tls(s, err));
    TRY(sign_in(s, err));
    TRY(imap_run(s, STR("CAPABILITY"), note_capabilities, s, err));
    return select_folder(s, err);
}

/* LOGOUT without waiting for an answer: nothing depends on it. */
void imap_session_end(struct imap_session *s)
{
    struct err ignored = { 0 };
    if (s->wire != NULL && say(s, STR("LOGOUT"), &ignored) != STATUS_OK)
        err_detail(&ignored, "nobody hears it any more");
    talloc_free(s->mem);
}
