#pragma once
/* One LMTP conversation (RFC 2033, RFC 5321) as a machine: the client's bytes go in, the bytes of our replies come out.
 *
 * It knows no socket and no clock, so that a test or a fuzzer can lead any conversation. What needs the desk goes
 * through the port. The one promise that matters is kept here: a recipient gets 250 after the final dot only when
 * port->deliver has said OK, which means stable storage (G1). A machine belongs to one thread.
 */
#include "base/buf.h"

struct lmtp_mail {
    struct str envelope_from; /* "" for <> */
    struct str recipient;     /* the one that this delivery is for: each has its own answer (RFC 2033) */
    struct str raw;           /* as sent, dots unstuffed; valid during the call */
};

struct lmtp_port {
    /* OK when ADDRESS is ours. */
    enum status (*check)(void *data, struct str address, struct err *err);
    /* OK when the mail is stored. */
    enum status (*deliver)(void *data, const struct lmtp_mail *mail, struct err *err);
    /* Asks for BYTES more of the memory that all conversations share; what was lent is given back when the mail is done. */
    bool (*borrow)(void *data, size_t bytes);
    void (*give_back)(void *data, size_t bytes);
    void *data;
};

struct lmtp_session;

/* HOST: our name in the greeting. The greeting is the first reply. PORT must outlive the session. */
struct lmtp_session *lmtp_session_new(TALLOC_CTX *mem, const struct lmtp_port *port, struct str host);

/* Goes on with BYTES and returns how many were used. It stops early, once after each mail, so that the sender hears
 * about a stored mail before anything else is done: send the replies, then feed the rest. */
size_t lmtp_session_feed(struct lmtp_session *session, struct str bytes);

/* What is to be sent now; valid until the next call. */
struct str lmtp_session_replies(const struct lmtp_session *session);
void lmtp_session_replies_sent(struct lmtp_session *session);

/* Says 421 with TEXT ("too long a silence") and ends; for the time-out and for stopping. */
void lmtp_session_give_up(struct lmtp_session *session, const char *text);

bool lmtp_session_ended(const struct lmtp_session *session);   /* send the replies, then close */
bool lmtp_session_delivered(const struct lmtp_session *session); /* the replies tell of a stored mail */
