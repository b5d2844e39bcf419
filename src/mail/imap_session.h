#pragma once
/* A signed-in IMAP connection (RFC 3501) with a folder selected, by libetpan over a tls_stream. */
#include <libetpan/libetpan.h>

#include "mail/fetch_account.h"
#include "mail/tls_stream.h"

struct imap_session {
    const struct fetch_account *account;
    mailimap *imap;
    struct tls_stream *stream; /* owned by imap */
    TALLOC_CTX *mem;           /* lives as long as the session */
};

/* Connects to the account's server. UNAVAILABLE says why not. */
MUST_CHECK enum status imap_connect(const struct fetch_account *account, struct str ca_file, const struct stop *stop,
                                    struct tls_stream **out, struct err *err);

/* Greets, begins TLS where the account has not begun with it, signs in, selects the folder. Owns STREAM from here on, also
 * when it fails. imap_session_end follows in any case (CLEANUP). UNSIGNED (imap.login): the server takes neither user nor
 * password, or not the token. */
MUST_CHECK enum status imap_session_begin(struct imap_session *s, const struct fetch_account *account,
                                          struct tls_stream *stream, struct err *err);
void imap_session_end(struct imap_session *s);

/* Whether libetpan's CODE means success, and the failure of STEP where it does not. */
bool imap_is_ok(int code);
MUST_CHECK enum status imap_step_failed(const struct imap_session *s, int code, const char *step, struct err *err);
/* Both in one: OK, or the failure. */
MUST_CHECK enum status imap_step(const struct imap_session *s, int code, const char *step, struct err *err);
