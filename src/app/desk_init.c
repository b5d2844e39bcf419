#include "app/desk_init.h"

#include <errno.h>
#include <sys/stat.h>

#include "app/desk_people.h"
#include "app/secret_key.h"
#include "base/mem.h"

static enum status folder_make(TALLOC_CTX *mem, struct str path, struct err *err)
{
    if (mkdir(str_to_c(mem, path), 0700) == 0 || errno == EEXIST)
        return STATUS_OK;
    return FAIL(err, STATUS_UNAVAILABLE, "desk.folder", "could not make the folder " STR_FMT ": %s", STR_ARG(path),
                strerror(errno));
}

static enum status folders_make(TALLOC_CTX *mem, const struct config *config, struct err *err)
{
    static const char *const inner[] = { "run", "outbox" };
    TRY(folder_make(mem, config->data_dir, err));
    for (size_t i = 0; i < sizeof inner / sizeof inner[0]; i++)
        TRY(folder_make(mem, str_format(mem, STR_FMT "/%s", STR_ARG(config->data_dir), inner[i]), err));
    return STATUS_OK;
}

/* A key without a peopled database is what an interrupted init leaves: it is used again. */
static enum status key_make(TALLOC_CTX *mem, const struct config *config, struct random *random, struct err *err)
{
    enum status status = secret_key_make(mem, config->data_dir, random, err);
    return status == STATUS_CONFLICT ? STATUS_OK : status;
}

static enum status desk_rows(struct tx *tx, TALLOC_CTX *mem, const struct desk_init_input *in, struct str hash,
                             struct err *err)
{
    struct list there;
    TRY(colleagues_all(tx, mem, &there, err));
    if (there.count > 0)
        return FAIL(err, STATUS_CONFLICT, "desk.exists", "there is a desk here already");

    struct str zone = in->time_zone.len > 0 ? in->time_zone : STR("UTC");
    struct str desk = in->desk_name.len > 0 ? in->desk_name : STR("Customer service");
    struct colleague_input admin = { .email = in->admin_address, .name = in->admin_name, .role = ROLE_ADMIN };
    colleague_id admin_id;
    team_id team;
    mailbox_id mailbox;
    TRY(desk_colleague_put(tx, mem, &admin, hash, &admin_id, err));
    struct desk_team_input first = {
        .name = STR("Customer care"), .time_zone = zone, .hours = STR("mon-fri 09:00-17:00"), .steward = admin_id
    };
    TRY(desk_team_put(tx, mem, &first, &team, err));
    struct team_member member = { team, admin_id, true };
    TRY(team_member_insert(tx, &member, err));
    TRY(desk_mailbox_put(tx, mem, in->mailbox_address, desk, team, &mailbox, err));
    TRY(setting_save(tx, STR("desk_name"), desk, err));
    TRY(setting_save(tx, STR("time_zone"), zone, err));
    TRY(setting_save(tx, STR("language"), STR("en"), err));
    TRY(desk_touch(tx, err));
    return journal_add(tx, (struct actor){ ACTOR_SYSTEM, 0 }, "desk.created", (ticket_id){ 0 }, STR_NONE, err);
}

static enum status desk_fill_new(struct db *db, TALLOC_CTX *mem, const struct desk_init_input *in, struct str hash,
                                 struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(tx_begin_write(&tx, db, err));
    TRY(desk_rows(&tx, mem, in, hash, err));
    return tx_commit(&tx, err);
}

enum status desk_init(const struct config *config, const struct desk_init_input *in, struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(db_done) struct db *db = NULL;
    struct str hash;
    TRY(desk_address_check(in->admin_address, "admin_address", err));
    TRY(desk_address_check(in->mailbox_address, "mailbox_address", err));
    if (str_equal_nocase(str_trim(in->admin_address), str_trim(in->mailbox_address)))
        return FAIL_FIELD(err, STATUS_INVALID, "address.both", "mailbox_address",
                          "customers write to the mailbox, and the admin signs in with an address of their own: these must be two");
    TRY(digest_start(err));
    TRY(password_hash(mem, in->password, &hash, err));
    TRY(folders_make(mem, config, err));
    TRY(key_make(mem, config, random_system(mem), err));

    struct db_options options = app_database(mem, config, clock_system(mem), 1);
    options.create = true;
    TRY(db_open(mem, &options, &db, err));
    TRY(db_migrate(db, err));
    return desk_fill_new(db, mem, in, hash, err);
}
