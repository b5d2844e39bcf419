#pragma once
/* What tools/sqlc makes of the SQL files: the table of statements and the schema's versions. For the drivers and the
 * migration runner only; the rest of the program names a statement by its enum query.
 */
#include <stddef.h>

#include "query.h" /* generated: enum query */

struct query_form {
    const char *text;
    int param_count;
    const char *const *params; /* names in the order of ?1, ?2 … or $1, $2 … */
};

struct query_text {
    const char *name;
    struct query_form sqlite;
    struct query_form postgres;
};

extern const struct query_text query_table[Q_COUNT];

struct migration {
    int version; /* 1, 2, 3 … without gaps */
    const char *name;
    const char *const *sqlite; /* statements, NULL ends */
    const char *const *postgres;
};

extern const struct migration migration_table[];
extern const int migration_count;
