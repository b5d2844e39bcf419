#pragma once
/* JSON (RFC 8259): a streaming writer over a buf, and a reader that fills a struct by its shape.
 *
 * The writer keeps no tree: commas are its business, the order of calls is the caller's. The reader
 * (jansson beneath) refuses unknown and duplicate keys, wrong types, depth over LIMIT_JSON_DEPTH and
 * texts over the field's maximum, and its error names the field (err.field, key "json.*").
 */
#include "base/buf.h"
#include "base/shape.h"

struct json_writer {
    struct buf *out;
    bool comma; /* a value was written at this level */
};

struct json_writer json_writer_on(struct buf *out);
void json_open_object(struct json_writer *w);
void json_close_object(struct json_writer *w);
void json_open_array(struct json_writer *w);
void json_close_array(struct json_writer *w);
void json_key(struct json_writer *w, const char *key);
void json_text(struct json_writer *w, struct str s); /* ptr NULL writes null; must be valid UTF-8 */
void json_int(struct json_writer *w, int64_t number);
void json_bool(struct json_writer *w, bool value);
void json_write_null(struct json_writer *w); /* json_null is jansson's */
void json_raw(struct json_writer *w, struct str json); /* already JSON */

/* key + value in one line */
void json_field_text(struct json_writer *w, const char *key, struct str s);
void json_field_int(struct json_writer *w, const char *key, int64_t number);
void json_field_bool(struct json_writer *w, const char *key, bool value);

/* All fields of the struct at OBJECT as "key":value pairs, without the braces, so that a caller can add
 * nested parts; and a whole object with braces. LIST fields are written as arrays. */
void json_shape_fields(struct json_writer *w, const struct shape *shape, const void *object);
void json_shape(struct json_writer *w, const struct shape *shape, const void *object);

/* Reads TEXT into the struct at OUT (zeroed first); texts and lists live in MEM. INVALID with the field. */
MUST_CHECK enum status json_read(TALLOC_CTX *mem, struct str text, const struct shape *shape, void *out,
                                 struct err *err);

/* The same for what other programs wrote to no agreement with us: keys that the shape does not have are passed over. */
MUST_CHECK enum status json_read_known(TALLOC_CTX *mem, struct str text, const struct shape *shape, void *out,
                                       struct err *err);
