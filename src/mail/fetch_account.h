#pragma once
/* Where a mailbox is fetched from: imaps://user@host:port/FOLDER or pop3s://user@host:port. imap:// and pop3:// ask for
 * STARTTLS. */
#include "base/str.h"

enum fetch_protocol { FETCH_IMAP, FETCH_POP3 };

struct fetch_account {
    enum fetch_protocol protocol;
    struct str host;           /* as sockets take it */
    struct str user, password;
    struct str token;          /* an access token, said by XOAUTH2 instead of the password; "" none */
    struct str folder;         /* IMAP: "INBOX" when the address names none */
    int port;
    bool implicit_tls;
    bool plain;                /* no TLS: only to this very machine */
};

/* INVALID (fetch.address) says what is wrong with URL. The password is not part of it; "" where there is a token. */
MUST_CHECK enum status fetch_account_read(TALLOC_CTX *mem, struct str url, struct str password, struct fetch_account *out,
                                          struct err *err);

/* Whether FOLDER may stand in a command (AC-107). */
bool fetch_folder_is_sane(struct str folder);
