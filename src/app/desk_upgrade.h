#pragma once
/* A desk that an older program left, brought to this program's tables (F-57).
 *
 * The desk's database is first copied beside itself where it is a file (desk.db.version-1), then each version is made in a
 * transaction of its own. Whatever ends the program in between, the desk has the tables of one version, whole, and the
 * next try goes on from there. */
#include "base/config.h"
#include "base/err.h"

/* What was done, for the log. COPY: where the desk as it was lies now; NULL where the database is a server's. */
struct upgrade_event { int version, newest; const char *copy; };
typedef void (*upgrade_tell)(const struct upgrade_event *event);

/* The version of the tables that the desk has; 0: its database holds no desk. Changes nothing; UNAVAILABLE, too, where no
 * database is. */
MUST_CHECK enum status desk_version(const struct config *config, int *version, struct err *err);

/* TELL is called when there is something to do (with the version that the desk has) and after each version. INVALID
 * (desk.missing) where the database holds no desk, FULL where there is no room for the copy, UNAVAILABLE (db.new_schema)
 * where a newer program was there, UNAVAILABLE (db.unavailable) while the database is away. */
MUST_CHECK enum status desk_upgrade(const struct config *config, upgrade_tell tell, struct err *err);
