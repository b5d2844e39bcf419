#pragma once
/* A text part as text: decoded, in UTF-8, lines ended by \n, format=flowed (RFC 3676) joined to whole paragraphs. */
#include "mail/charset.h"
#include "mail/mime_tree.h"

struct mime_text {
    struct str text;
    enum charset_trust trust;
    bool cut; /* longer than the limit */
};

/* For text/html the declaration inside the document counts where the header says nothing. */
void mime_text_read(TALLOC_CTX *mem, const struct mime_part *part, size_t max, struct mime_text *out);

/* The character set that the part declares, "" for none. */
struct str mime_text_charset(TALLOC_CTX *mem, const struct mime_part *part);
