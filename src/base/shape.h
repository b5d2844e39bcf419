#pragma once
/* The description of a flat struct, from which come: reading JSON with errors that name the field,
 * writing JSON, reading a database row, OpenAPI and the UI's TypeScript.
 *
 *     static const struct field reply_fields[] = {
 *         FIELD(struct reply_input, body, TEXT, REQUIRED, LIMIT_REPLY_BODY_BYTES),
 *         FIELD(struct reply_input, version, INT, REQUIRED, 0),
 *     };
 *     const struct shape reply_input_shape = SHAPE("ReplyInput", struct reply_input, reply_fields);
 *
 * The macro checks at compile time that the member has the C type that the field type stands for.
 * Nested values are composed by hand (json_key + json_shape), or described by a SHAPE_LIST field,
 * which only the documentation and the reader of lists use.
 */
#include "base/str.h"
#include "base/types.h"

enum field_type {
    FIELD_INT,   /* int64_t */
    FIELD_ID,    /* any id struct (one int64_t); 0 is null in JSON and in the database */
    FIELD_TIME,  /* time_ms; 0 is null; in JSON a number of milliseconds */
    FIELD_BOOL,  /* bool */
    FIELD_TEXT,  /* struct str; STR_NONE (ptr NULL) is null */
    FIELD_ENUM,  /* int: an enum whose words are in `words`; stored and sent as text */
    FIELD_LIST,  /* struct list: objects of the shape `of` */
    FIELD_TYPE_COUNT
};

enum field_flag {
    OPTIONAL = 0,
    REQUIRED = 1, /* reading: must be present and not null (text: not empty) */
};

struct list {   /* a list of structs, contiguous, in the same memory context as its holder */
    void *items;
    size_t count;
};

struct field {
    const char *name;      /* the C member, the column and the JSON key: one name from disk to screen */
    enum field_type type;
    unsigned flags;
    size_t offset;
    size_t max;            /* TEXT: bytes; LIST: items; INT: 0 = any int64 */
    const char *const *words; /* ENUM */
    size_t word_count;
    const struct shape *of;   /* LIST */
};

struct shape {
    const char *name;      /* as in TypeScript and OpenAPI: "ReplyInput" */
    size_t size;
    const struct field *fields;
    size_t field_count;
};

#define FIELD_CTYPE_INT int64_t
#define FIELD_CTYPE_TIME time_ms
#define FIELD_CTYPE_BOOL bool
#define FIELD_CTYPE_TEXT struct str
#define FIELD_CTYPE_LIST struct list

#define FIELD_CHECK(type_, member_, ctype_) \
    (sizeof(char[_Generic(((type_ *)0)->member_, ctype_: 1, default: -1)]) * 0)

#define FIELD(struct_, member_, type_, flags_, max_)                                   \
    { .name = #member_, .type = FIELD_##type_, .flags = (flags_),                      \
      .offset = offsetof(struct_, member_) + FIELD_CHECK(struct_, member_, FIELD_CTYPE_##type_), \
      .max = (max_) }
#define FIELD_OF_ID(struct_, member_, flags_)                                          \
    { .name = #member_, .type = FIELD_ID, .flags = (flags_),                           \
      .offset = offsetof(struct_, member_) + sizeof(((struct_ *)0)->member_.v) * 0 }
#define FIELD_OF_WORDS(struct_, member_, flags_, words_, count_)                       \
    { .name = #member_, .type = FIELD_ENUM, .flags = (flags_), .offset = offsetof(struct_, member_), \
      .words = (words_), .word_count = (count_) }
#define FIELD_OF_LIST(struct_, member_, flags_, max_, shape_)                          \
    { .name = #member_, .type = FIELD_LIST, .flags = (flags_),                         \
      .offset = offsetof(struct_, member_) + FIELD_CHECK(struct_, member_, struct list), \
      .max = (max_), .of = (shape_) }

#define SHAPE(name_, struct_, fields_) \
    { .name = (name_), .size = sizeof(struct_), .fields = (fields_), .field_count = sizeof(fields_) / sizeof((fields_)[0]) }
