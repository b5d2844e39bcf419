#include "cli/config_check.h"

#include <errno.h>
#include <libgen.h>
#include <stdio.h>

#include "app/desk_upgrade.h"
#include "base/mem.h"
#include "store/db.h"

static enum status check_ui(TALLOC_CTX *mem, struct str folder, struct err *err)
{
    if (folder.len > 0 && access(str_format(mem, STR_FMT "/index.html", STR_ARG(folder)).ptr, R_OK) != 0)
        return FAIL_FIELD(err, STATUS_INVALID, "config.value", "BUCKSTOP_UI", "ui_dir: there is no index.html in " STR_FMT ": %s",
                          STR_ARG(folder), strerror(errno));
    return STATUS_OK;
}

/* A folder for mails is made when it is needed, if the one that holds it is there. */
static enum status check_mail_folder(TALLOC_CTX *mem, struct str smtp, struct err *err)
{
    if (!str_starts(smtp, STR("file:")))
        return STATUS_OK;
    struct str folder = str_slice(smtp, strlen("file:"), SIZE_MAX);
    bool there = access(str_to_c(mem, folder), W_OK | X_OK) == 0;
    bool can_be_made = !there && errno == ENOENT && access(dirname(str_to_c(mem, folder)), W_OK | X_OK) == 0;
    if (!there && !can_be_made)
        return FAIL_FIELD(err, STATUS_INVALID, "config.value", "BUCKSTOP_SMTP", "smtp: mails cannot be written to " STR_FMT ": %s",
                          STR_ARG(folder), strerror(errno));
    return STATUS_OK;
}

static enum status check_desk(TALLOC_CTX *mem, const struct config *config, struct err *err)
{
    int version = 0;
    bool has_key = access(str_format(mem, STR_FMT "/secret.key", STR_ARG(config->data_dir)).ptr, R_OK) == 0;
    if (has_key)
        TRY(desk_version(config, &version, err));
    if (version > db_schema_newest())
        return FAIL(err, STATUS_UNAVAILABLE, "db.new_schema", "a newer program made this desk's tables: install that one");
    if (version == 0)
        printf("there is no desk in " STR_FMT " yet; buckstop init makes one\n", STR_ARG(config->data_dir));
    else if (version < db_schema_newest())
        printf("the desk's tables have version %d; serve will bring them to version %d\n", version, db_schema_newest());
    return STATUS_OK;
}

enum status config_check(TALLOC_CTX *mem, const struct config *config, struct err *err)
{
    TRY(check_ui(mem, config->ui_dir, err));
    TRY(check_mail_folder(mem, config->smtp, err));
    TRY(check_desk(mem, config, err));
    puts("the configuration is fine");
    return STATUS_OK;
}
