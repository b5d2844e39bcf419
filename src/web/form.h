#pragma once
/* Forms and queries (application/x-www-form-urlencoded) into a struct by its shape, and one value of them.
 *
 * Unknown and repeated names are refused, as in JSON (AC-077). Texts become valid UTF-8 with plain line feeds.
 */
#include "base/shape.h"

/* INVALID with the field (keys "form.*"). OUT is zeroed first; its texts live in MEM. */
MUST_CHECK enum status form_read(TALLOC_CTX *mem, struct str text, const struct shape *shape, void *out, struct err *err);

/* The first value of NAME, decoded; "" when it is not there or not well formed. */
struct str form_value(TALLOC_CTX *mem, struct str text, struct str name);
