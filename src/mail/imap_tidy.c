#include "mail/imap_tidy.h"

#include "base/fault.h"
#include "base/mem.h"
#include "mail/imap_answer.h"

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

enum status imap_flag(struct imap_session *s, uint32_t uid, const char *flag, struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(s->mem));
    return imap_run(s, str_format(mem, "UID STORE %lu +FLAGS.SILENT (%s)", (unsigned long)uid, flag), NULL, NULL, err);
}

static enum status expunge(struct imap_session *s, TALLOC_CTX *mem, uint32_t uid, struct err *err)
{
    TRY(imap_flag(s, uid, "\\Deleted", err));
    if (!s->can_uidplus)
        return STATUS_OK;
    return imap_run(s, str_format(mem, "UID EXPUNGE %lu", (unsigned long)uid), NULL, NULL, err);
}

static enum status move(struct imap_session *s, TALLOC_CTX *mem, uint32_t uid, struct str folder, struct err *err)
{
    struct str command = str_format(mem, "UID %s %lu " STR_FMT, s->can_move ? "MOVE" : "COPY", (unsigned long)uid,
                                    STR_ARG(imap_quoted(mem, folder)));
    TRY(imap_run(s, command, NULL, NULL, err));
    return s->can_move ? STATUS_OK : expunge(s, mem, uid, err);
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
            TRY(move_to.len > 0 ? move(s, mem, (uint32_t)uid, move_to, err) : expunge(s, mem, (uint32_t)uid, err));
            fault_here("imap.after_removal");
        }
        TRY(port->gone(port->data, names[i].name, err));
    }
    return STATUS_OK;
}
