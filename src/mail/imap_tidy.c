#include "mail/imap_tidy.h"

#include "base/fault.h"
#include "base/mem.h"

struct str imap_name(TALLOC_CTX *mem, int64_t uidvalidity, uint32_t uid)
{
    return str_format(mem, "%lld/%lu", (long long)uidvalidity, (unsigned long)uid);
}

static bool read_name(struct str name, int64_t *uidvalidity, int64_t *uid)
{
    size_t slash = str_find(name, STR("/"), 0);
    return slash != SIZE_MAX && parse_i64(str_slice(name, 0, slash), 0, UINT32_MAX, uidvalidity) &&
           parse_i64(str_slice(name, slash + 1, SIZE_MAX), 1, UINT32_MAX, uid);
}

enum status imap_flag(struct imap_session *s, uint32_t uid, struct mailimap_flag *flag, struct err *err)
{
    struct mailimap_flag_list *flags = mem_need(mailimap_flag_list_new_empty());
    mailimap_flag_list_add(flags, mem_need(flag));
    struct mailimap_store_att_flags *store = mem_need(mailimap_store_att_flags_new_add_flags_silent(flags));
    struct mailimap_set *set = mem_need(mailimap_set_new_single(uid));
    int code = mailimap_uid_store(s->imap, set, store);
    mailimap_store_att_flags_free(store);
    mailimap_set_free(set);
    return imap_step(s, code, "UID STORE", err);
}

static enum status expunge(struct imap_session *s, uint32_t uid, struct err *err)
{
    TRY(imap_flag(s, uid, mailimap_flag_new_deleted(), err));
    if (!mailimap_has_uidplus(s->imap))
        return STATUS_OK;
    struct mailimap_set *set = mem_need(mailimap_set_new_single(uid));
    int code = mailimap_uid_expunge(s->imap, set);
    mailimap_set_free(set);
    return imap_step(s, code, "UID EXPUNGE", err);
}

static enum status move(struct imap_session *s, uint32_t uid, struct str folder, struct err *err)
{
    struct mailimap_set *set = mem_need(mailimap_set_new_single(uid));
    bool moves = mailimap_has_extension(s->imap, "MOVE");
    int code = moves ? mailimap_uid_move(s->imap, set, folder.ptr) : mailimap_uid_copy(s->imap, set, folder.ptr);
    mailimap_set_free(set);
    TRY(imap_step(s, code, moves ? "UID MOVE" : "UID COPY", err));
    return moves ? STATUS_OK : expunge(s, uid, err);
}

enum status imap_tidy(struct imap_session *s, const struct fetch_port *port, int64_t uidvalidity, struct str move_to,
                      struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(s->mem));
    struct list old;
    TRY(port->old(port->data, mem, &old, err));
    const struct fetch_name *names = old.items;
    for (size_t i = 0; i < old.count; i++) {
        int64_t validity = 0, uid = 0;
        if (read_name(names[i].name, &validity, &uid) && validity == uidvalidity) {
            TRY(move_to.len > 0 ? move(s, (uint32_t)uid, move_to, err) : expunge(s, (uint32_t)uid, err));
            fault_here("imap.after_removal");
        }
        TRY(port->gone(port->data, names[i].name, err));
    }
    return STATUS_OK;
}
