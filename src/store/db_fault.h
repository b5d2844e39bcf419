#pragma once
/* A driver that fails on purpose, for tests: around the driver of an open db, it lets calls through until the one
 * that is to fail.
 *
 * The usual loop runs a piece of work with the first call failing, then the second, and so on, until it passes
 * untouched; after each failure nothing may have changed.
 */
#include "store/db.h"

struct db_fault {
    int at;             /* the call that fails, from 1; 0: none */
    int calls;          /* seen so far */
    enum status status; /* what it says: BUSY, FULL, UNAVAILABLE, BROKEN */
    bool forever;       /* and every one after it */
};

/* Puts FAULT around the driver of DB, which must be quiet; both must live until db_close. Not safe from several threads. */
void db_fault_around(struct db *db, struct db_fault *fault);
