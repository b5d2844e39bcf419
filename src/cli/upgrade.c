#include "cli/upgrade.h"

#include <stdio.h>
#include <time.h>

#include "app/desk_upgrade.h"
#include "base/fault.h"
#include "base/log.h"
#include "base/str.h"
#include "cli/supervisor.h"

enum { NUMBER_BYTES = 16 };

static void tell(const struct upgrade_event *event)
{
    char version[NUMBER_BYTES], newest[NUMBER_BYTES];
    snprintf(version, sizeof(version), "%d", event->version);
    snprintf(newest, sizeof(newest), "%d", event->newest);
    log_line(LOG_WARN, "desk.upgrade", "tables_have_version", version, "of", newest, "copy_before",
             event->copy == NULL ? "" : event->copy, NULL);
}

static void pause_ms(int length)
{
    const struct timespec pause = { .tv_sec = length / 1000, .tv_nsec = length % 1000 * 1000000L };
    nanosleep(&pause, NULL);
}

static bool may_come_back(enum status status, const struct err *err)
{
    return status == STATUS_BUSY || (status == STATUS_UNAVAILABLE && str_equal(str_from(err->key), STR("db.unavailable")));
}

enum status upgrade_before_serving(const struct config *config, struct err *err)
{
    fault_setup(config->fault.ptr);
    enum status status = desk_upgrade(config, tell, err);
    for (int pause = RESTART_FIRST_MS; may_come_back(status, err); pause = pause < RESTART_MOST_MS / 2 ? pause * 2 : RESTART_MOST_MS) {
        log_err(LOG_WARN, "serve.waiting", status, err);
        pause_ms(pause);
        status = desk_upgrade(config, tell, err);
    }
    return status;
}
