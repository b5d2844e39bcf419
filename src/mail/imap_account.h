#pragma once
/* Where a mailbox is fetched from: imaps://user@host:port/FOLDER, or imap:// which asks for STARTTLS. */
#include "base/str.h"

struct imap_account {
    struct str host, user, password, folder; /* folder: "INBOX" when the address names none */
    int port;
    bool implicit_tls;
    bool plain; /* no TLS: only to this very machine */
};

/* INVALID (imap.address) says what is wrong with URL. The password is not part of it. */
MUST_CHECK enum status imap_account_read(TALLOC_CTX *mem, struct str url, struct str password, struct imap_account *out,
                                         struct err *err);
