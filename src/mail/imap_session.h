#pragma once
/* A signed-in IMAP connection (RFC 3501) with a folder selected, and how a command is said on it.
 *
 * Only what fetching a mailbox needs is spoken; what a server says beyond that is passed over. It belongs to one thread.
 */
#include "mail/fetch_account.h"
#include "mail/imap_wire.h"

struct imap_session {
    const struct fetch_account *account;
    TALLOC_CTX *mem;                      /* lives as long as the session */
    struct tls_stream *stream;
    struct imap_wire *wire;
    unsigned tag;                         /* of the last command */
    bool can_idle, can_move, can_uidplus; /* RFC 2177, 6851, 4315 */
    int64_t uidvalidity, uid_next;        /* of the folder when it was selected; uid_next 0: not said */
};

/* Connects to the account's server. UNAVAILABLE says why not. */
MUST_CHECK enum status imap_connect(const struct fetch_account *account, struct str ca_file, const struct stop *stop,
                                    struct tls_stream **out, struct err *err);

/* Greets, begins TLS where the account has not begun with it, signs in, selects the folder. Owns STREAM from here on, also
 * when it fails. imap_session_end follows in any case. UNSIGNED (imap.login): the server takes neither user nor
 * password, or not the token. */
MUST_CHECK enum status imap_session_begin(struct imap_session *s, const struct fetch_account *account,
                                          struct tls_stream *stream, struct err *err);
void imap_session_end(struct imap_session *s);

/* Gets what the server says while a command runs, without its "* "; valid during the call. */
typedef void (*imap_listener)(void *data, struct str answer);

/* Says COMMAND (without its tag and line end) and hears until it is done. LISTENER may be NULL. UNAVAILABLE (imap.failed)
 * where the server refuses it. */
MUST_CHECK enum status imap_run(struct imap_session *s, struct str command, imap_listener listener, void *data,
                                struct err *err);

/* IDLE: from begin to end the server tells of news by itself, to be waited for with tls_stream_wait. */
MUST_CHECK enum status imap_idle_begin(struct imap_session *s, struct err *err);
MUST_CHECK enum status imap_idle_end(struct imap_session *s, struct err *err);
