#pragma once
/* Mustache, the logic-less kind, for pages and mails: variables, {{{raw}}} and {{&raw}}, sections, inverted
 * sections, comments, partials, set delimiters, as the public specification of Mustache 1.x says. No lambdas.
 *
 * Data is never expanded again, an unknown name is empty. `escape` says what {{name}} does.
 */
#include "base/buf.h"

/* The data: a tree of values built in a memory context. Names and texts are copied; a child that is set or
 * appended lives with its holder from then on. False, an empty text and an empty list close a section. */
struct value;
struct value *value_object(TALLOC_CTX *mem);
struct value *value_list(TALLOC_CTX *mem);
struct value *value_text(TALLOC_CTX *mem, struct str text); /* {{.}} in a list shows it */
struct value *value_bool(TALLOC_CTX *mem, bool yes);
void value_set_text(struct value *object, const char *name, struct str text);
void value_set_bool(struct value *object, const char *name, bool yes);
void value_set(struct value *object, const char *name, struct value *child);
void value_append(struct value *list, struct value *item);

enum template_escape { ESCAPE_HTML, ESCAPE_NONE };

struct template_source { /* where partials come from */
    bool (*find)(const struct template_source *source, struct str name, struct str *text);
    const void *data;
};

MUST_CHECK enum status template_render(struct buf *out, struct str text, const struct value *data,
                                       enum template_escape escape, const struct template_source *partials,
                                       struct err *err);

/* The templates that were embedded in the program from templates/ ("en/receipt.txt"); false when there is none. */
bool template_embedded(struct str path, struct str *text);
