#include "app/desk_upgrade.h"

#include "app/app.h"
#include "base/mem.h"

static enum status keep_copy(TALLOC_CTX *mem, struct db *db, const struct config *config, int version, const char **copy,
                             struct err *err)
{
    *copy = NULL;
    if (!db_can(db).copy_to_file)
        return STATUS_OK;
    struct str url = app_database_url(mem, config);
    struct str file = str_slice(url, str_find(url, STR(":"), 0) + 1, SIZE_MAX);
    struct str path = str_format(mem, STR_FMT ".version-%d", STR_ARG(file), version);
    enum status status = db_copy_to(db, path.ptr, err);
    if (status == STATUS_FULL)
        return FAIL(err, STATUS_FULL, "desk.upgrade_room",
                    "there is no room for a copy of the desk before its tables change: make as much room as " STR_FMT " takes, and start again",
                    STR_ARG(file));
    *copy = path.ptr;
    return status;
}

static enum status bring_up(TALLOC_CTX *mem, struct db *db, const struct config *config, upgrade_tell tell, struct err *err)
{
    int version;
    const int newest = db_schema_newest();
    TRY(db_schema_version(db, &version, err));
    if (version == 0)
        return FAIL(err, STATUS_INVALID, "desk.missing", "there is no desk in this database; buckstop init makes one");
    if (version >= newest)
        return db_schema_check(db, err);
    struct upgrade_event event = { .version = version, .newest = newest };
    TRY(keep_copy(mem, db, config, version, &event.copy, err));
    for (tell(&event); event.version < newest; tell(&event)) {
        TRY(db_migrate_to(db, event.version + 1, err));
        event.version++;
    }
    return STATUS_OK;
}

static enum status open_any(TALLOC_CTX *mem, const struct config *config, struct db **db, struct err *err)
{
    struct db_options options = app_database(mem, config, clock_system(mem), 1);
    options.any_schema = true;
    return db_open(mem, &options, db, err);
}

enum status desk_version(const struct config *config, int *version, struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(db_done) struct db *db = NULL;
    TRY(open_any(mem, config, &db, err));
    return db_schema_version(db, version, err);
}

enum status desk_upgrade(const struct config *config, upgrade_tell tell, struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(db_done) struct db *db = NULL;
    TRY(open_any(mem, config, &db, err));
    return bring_up(mem, db, config, tell, err);
}
