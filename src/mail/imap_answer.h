#pragma once
/* The parts of an IMAP server's answer (RFC 3501, 7 and 9), as far as fetching needs them. Views into the answer. */
#include "base/str.h"

/* Takes the next word off *REST, up to a space; false at the end. */
bool imap_word(struct str *rest, struct str *word);

/* What stands behind "KEY " in the brackets of a status answer, "OK [UIDNEXT 4] …": a number. */
bool imap_code_number(struct str answer, struct str key, int64_t *out);

/* One FETCH answer, behind its number: "FETCH (UID 2 RFC822.SIZE 40 BODY[] {40}…)". */
struct imap_fetched {
    int64_t uid;     /* 0: not said */
    int64_t size;    /* -1: not said */
    struct str body; /* of BODY[…]; ptr NULL: not said, or NIL */
};

/* False when it is no FETCH answer, or is broken. */
bool imap_fetched_read(struct str answer, struct imap_fetched *out);

/* TEXT as a quoted string. It must hold no line end and no NUL (fetch_account.h). */
struct str imap_quoted(TALLOC_CTX *mem, struct str text);
