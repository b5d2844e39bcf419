#pragma once
/* The named statements of the store, each as a text for either database. */
#include "scan.h"

enum { DIALECT_SQLITE, DIALECT_POSTGRES, DIALECT_COUNT };
extern const char *const dialect_folders[DIALECT_COUNT];

enum { SQLC_PARAMS = 100 }; /* of one statement; SQLite allows 32766, PostgreSQL 65535 */

struct form { /* a statement for one database */
    struct str text;
    struct str params[SQLC_PARAMS];
    size_t param_count;
};

struct statement {
    struct str name;
    struct str comment;
    const char *file;
    int line;
    bool common;
    bool has[DIALECT_COUNT];
    struct form form[DIALECT_COUNT];
};

struct program {
    TALLOC_CTX *mem;
    struct statement *statements;
    size_t count;
    struct buf depends; /* paths, for the depfile */
};

/* Reads FOLDER and its folder for each database, and checks that what differs stands in both. */
void read_sql(struct program *p, const char *folder);
