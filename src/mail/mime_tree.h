#pragma once
/* The MIME parts of a message as a flat list, depth first; GMime finds the boundaries.
 *
 * Parts point into the raw message: nothing is decoded or copied here, so that a mail of 50 MB costs little more than
 * itself. Before GMime sees the bytes they are scanned for what would cost more memory than a mail is worth (AC-052):
 * such a mail gets a tree of one part, its raw text, and `too_complex`.
 */
#include "base/str.h"
#include "mail/mime_decode.h"

struct mime_header {
    struct str name;
    struct str value; /* raw: folded, encoded, with any bytes */
};

struct mime_headers {
    struct mime_header *items;
    size_t count;
};

struct mime_part {
    int64_t index;      /* its place in the list */
    int64_t parent;     /* -1: the root */
    int depth;
    struct mime_headers headers; /* of the part; for message/rfc822 see `message` */
    struct mime_headers message; /* the headers of the message inside, for message/rfc822 */
    struct str type;    /* "text/plain", lower case; what it is read as */
    bool is_multipart;
    struct str body;    /* raw, still in its transfer encoding; for a multipart all of it */
    enum mime_encoding encoding;
};

struct mime_tree {
    struct mime_headers headers; /* of the whole message, in order */
    struct mime_part *parts;
    size_t count;
    bool too_complex;  /* only the beginning was read as MIME */
    bool too_deep, too_many; /* parts were left out */
};

/* Reads RAW, which must outlive the tree. g_mime_init must have been called. Never fails. */
void mime_tree_read(TALLOC_CTX *mem, struct str raw, struct mime_tree *out);

/* The same, but what lies inside a signature (mime_sealed.h) is left closed. */
void mime_entity_read(TALLOC_CTX *mem, struct str raw, struct mime_tree *out);

/* The raw value of the first header NAME, or STR_NONE. */
struct str mime_header(const struct mime_headers *headers, const char *name);
size_t mime_header_count(const struct mime_headers *headers, const char *name);

/* Headers of a block of text that is no message of its own (message/delivery-status, an original inside a bounce). */
struct mime_headers mime_headers_read(TALLOC_CTX *mem, struct str block);

/* Whether the message inside of a message/rfc822 is in base64: its parts are not in the tree, mime_part_bytes has it. */
bool mime_part_is_packed(const struct mime_part *part);

/* The decoded bytes of a part, at most MAX of them. CUT (may be NULL) tells whether there were more. */
struct str mime_part_bytes(TALLOC_CTX *mem, const struct mime_part *part, size_t max, bool *cut);

/* Decodes piece by piece, for parts of any size. */
void mime_part_stream(TALLOC_CTX *mem, const struct mime_part *part, mime_piece *piece, void *data);
