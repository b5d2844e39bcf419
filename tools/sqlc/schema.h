#pragma once
/* The versions of the schema, split into statements, in the words of either database. */
#include "statements.h"

struct script { /* the statements of one migration for one database */
    struct str *statements;
    size_t count;
};

struct migration {
    int64_t version;
    struct str name;
    struct script script[DIALECT_COUNT];
};

/* All of FOLDER, in the order of their versions; how many. */
size_t read_migrations(struct program *p, const char *folder, struct migration **out);
