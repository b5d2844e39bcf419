#include "mail/imap_session.h"

#include "base/mem.h"

enum { SILENCE_MS = 60 * 1000 };

/* ---- failures ---- */

/* What the server said last, or that it said nothing. */
enum status imap_step_failed(const struct imap_session *s, int code, const char *step, struct err *err)
{
    const char *words = s->imap != NULL && s->imap->imap_response != NULL ? s->imap->imap_response : "no answer";
    bool login = code == MAILIMAP_ERROR_LOGIN;
    FAIL(err, login ? STATUS_UNSIGNED : STATUS_UNAVAILABLE, login ? "imap.login" : "imap.failed",
         login ? "the mail server does not take user and password" : "could not fetch mail: %s failed", step);
    err_detail(err, "%s at " STR_FMT ": %d, %.200s", step, STR_ARG(s->account->host), code, words);
    return login ? STATUS_UNSIGNED : STATUS_UNAVAILABLE;
}

bool imap_is_ok(int code)
{
    return code == MAILIMAP_NO_ERROR || code == MAILIMAP_NO_ERROR_AUTHENTICATED || code == MAILIMAP_NO_ERROR_NON_AUTHENTICATED;
}

enum status imap_step(const struct imap_session *s, int code, const char *step, struct err *err)
{
    return imap_is_ok(code) ? STATUS_OK : imap_step_failed(s, code, step, err);
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
    TRY(imap_step(s, mailimap_starttls(s->imap), "STARTTLS", err));
    if (s->imap->imap_stream->read_buffer_len > 0)
        return FAIL(err, STATUS_UNAVAILABLE, "mail.tls", "the mail server said more before TLS than it may");
    return tls_stream_secure(s->stream, err);
}

static enum status sign_in(struct imap_session *s, struct err *err)
{
    const struct fetch_account *account = s->account;
    if (account->token.len == 0)
        return imap_step(s, mailimap_login(s->imap, account->user.ptr, account->password.ptr), "LOGIN", err);
    int code = mailimap_oauth2_authenticate(s->imap, account->user.ptr, account->token.ptr);
    return imap_step(s, code, "AUTHENTICATE XOAUTH2", err);
}

/* They are kept by libetpan, for mailimap_has_…. It dies of a server that names none, unless it has had some before. */
static enum status ask_capabilities(struct imap_session *s, struct err *err)
{
    struct mailimap_connection_info *info = s->imap->imap_connection_info;
    struct mailimap_capability_data *answer = NULL;
    if (info->imap_capability == NULL)
        info->imap_capability = mem_need(mailimap_capability_data_new(mem_need(clist_new())));
    TRY(imap_step(s, mailimap_capability(s->imap, &answer), "CAPABILITY", err));
    mailimap_capability_data_free(answer);
    return STATUS_OK;
}

enum status imap_session_begin(struct imap_session *s, const struct fetch_account *account, struct tls_stream *stream,
                               struct err *err)
{
    mailstream *mailstream = mem_need(tls_stream_mailstream(stream));
    *s = (struct imap_session){
        .account = account, .stream = stream, .mem = mem_need(talloc_new(NULL)), .imap = mem_need(mailimap_new(0, NULL)),
    };
    int code = mailimap_connect(s->imap, mailstream);
    if (s->imap->imap_stream == NULL) /* libetpan has not taken it */
        mailstream_close(mailstream);
    TRY(imap_step(s, code, "the greeting", err));
    if (!account->implicit_tls && !account->plain)
        TRY(begin_tls(s, err));
    TRY(sign_in(s, err));
    TRY(ask_capabilities(s, err));
    return imap_step(s, mailimap_select(s->imap, account->folder.ptr), "SELECT", err);
}

void imap_session_end(struct imap_session *s)
{
    if (s->imap != NULL) {
        mailimap_logout(s->imap);
        if (s->imap->imap_stream != NULL)
            mailstream_close(s->imap->imap_stream);
        s->imap->imap_stream = NULL;
        mailimap_free(s->imap);
    }
    talloc_free(s->mem);
}
