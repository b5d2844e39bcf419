#pragma once
/* Watches an IMAP server's bytes for literals (RFC 3501, 4.3) that announce more than a mail may have: libetpan asks for the
 * memory before a byte of it has come. Zero to begin with; belongs to one connection.
 */
#include "base/str.h"

struct imap_literal {
    int seen;        /* how much of "{123}" CR stands at the end; inner */
    uint64_t number; /* in the braces */
    uint64_t left;   /* bytes of a literal that are still to come */
};

/* Goes on with BYTES; false when a literal of more than MOST bytes was announced. */
bool imap_literal_watch(struct imap_literal *watch, struct str bytes, uint64_t most);
