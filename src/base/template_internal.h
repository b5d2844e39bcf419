#pragma once
/* What the three files of the template engine share: values, and a text cut into tokens. */
#include "base/template.h"

enum value_kind { VALUE_TEXT, VALUE_BOOL, VALUE_OBJECT, VALUE_LIST };

struct value_member {
    struct str name; /* in a list: STR_NONE */
    struct value *value;
    struct value_member *next;
};

struct value {
    enum value_kind kind;
    struct str text; /* TEXT, and the word for a BOOL */
    bool yes;
    struct value_member *first, *last; /* OBJECT, LIST */
};

const struct value *value_get(const struct value *object, struct str name); /* NULL: no such name */
bool value_holds(const struct value *value); /* false, an empty text, an empty list and NULL do not */

enum token_kind {
    TOKEN_TEXT,
    TOKEN_VARIABLE,
    TOKEN_RAW,
    TOKEN_SECTION,
    TOKEN_INVERTED,
    TOKEN_CLOSE,
    TOKEN_PARTIAL,
};

struct token {
    enum token_kind kind;
    struct str text;   /* TEXT: itself; otherwise the name */
    struct str indent; /* PARTIAL: white space before a tag that stands alone in its line */
    size_t inside;     /* SECTION, INVERTED: how many tokens stand between it and its CLOSE */
};

struct tokens {
    struct token *items;
    size_t count;
};

/* Cuts TEXT into tokens, checks that sections are closed in their order. INVALID names the line. */
MUST_CHECK enum status template_tokens(TALLOC_CTX *mem, struct str text, struct tokens *out, struct err *err);
