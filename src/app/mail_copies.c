#include "app/mail_copies.h"

#include "app/mail_thread.h"
#include "app/may.h"
#include "app/reply_address.h"
#include "base/limits.h"
#include "base/mem.h"
#include "mail/mail_automatic.h"
#include "mail/send_address.h"
#include "store/copy_store.h"
#include "store/page_store.h"
#include "store/person_store.h"

const char *const copy_kind_words[] = { "cc", "bcc" };
_Static_assert(sizeof copy_kind_words / sizeof copy_kind_words[0] == COPY_KIND_COUNT, "a word for each kind");

static const struct field address_fields[] = {
    FIELD(struct address, address, TEXT, REQUIRED, LIMIT_ADDRESS_BYTES),
    FIELD(struct address, name, TEXT, OPTIONAL, LIMIT_NAME_BYTES),
};
const struct shape address_shape = SHAPE("Address", struct address, address_fields);

static const struct field set_fields[] = {
    FIELD_OF_LIST(struct copies_set_input, cc, REQUIRED, LIMIT_COPIES, &address_shape),
};
const struct shape copies_set_shape = SHAPE("CopiesInput", struct copies_set_input, set_fields);

/* ---- whom a customer names ---- */

bool copy_is_of_another(const struct desk_facts *facts, struct str address)
{
    struct str tag;
    return reply_address_mailbox(facts, address, &tag) == NULL && mail_colleague_at(facts, address).v == 0
        && !mail_nobody_reads(address);
}

static bool has_address(const struct list *list, struct str address)
{
    const struct address *one = list->items;
    for (size_t i = 0; i < list->count; i++) {
        if (str_equal_nocase(one[i].address, address))
            return true;
    }
    return false;
}

struct list copies_named(TALLOC_CTX *mem, const struct desk_facts *facts, struct str address, struct str addressees)
{
    struct list named = { MEM_ARRAY(mem, struct address, LIMIT_COPIES), 0 };
    struct address *out = (struct address *)named.items;
    struct str rest = addressees, word;
    while (named.count < LIMIT_COPIES && str_next(&rest, ',', &word)) {
        struct err ignored = { 0 };
        struct address one = { .name = STR_NONE };
        bool fits = send_address(mem, str_trim(word), &one.address, &ignored) == STATUS_OK
                 && !str_equal_nocase(one.address, address) && copy_is_of_another(facts, one.address)
                 && !has_address(&named, one.address);
        if (fits)
            out[named.count++] = one;
    }
    return named;
}

void copies_without(struct list *named, const struct list *list)
{
    struct address *one = (struct address *)named->items;
    size_t kept = 0;
    for (size_t i = 0; i < named->count; i++) {
        if (!has_address(list, one[i].address))
            one[kept++] = one[i];
    }
    named->count = kept;
}

/* ---- who gets an answer ---- */

struct taking {
    struct tx *tx;
    TALLOC_CTX *mem;
    const struct desk_facts *facts;
    const struct copies_input *in;
    struct mail_copy *out;
    size_t count;
};

static bool is_taken(const struct taking *t, person_id person)
{
    for (size_t i = 0; i < t->count; i++) {
        if (t->out[i].person.v == person.v)
            return true;
    }
    return false;
}

static enum status person_of(const struct taking *t, const struct address *given, struct str address, person_id *out,
                             struct err *err)
{
    struct str name = str_trim(given->name);
    TRY(person_by_address(t->tx, t->mem, address, out, err));
    if (out->v == 0)
        return person_insert(t->tx, t->mem, name, STR(""), address, out, err);
    return name.len > 0 ? person_name_save(t->tx, *out, name, err) : STATUS_OK;
}

/* Adds the people of LIST who are not there yet; the customer gets the answer anyway. */
static enum status take(struct taking *t, const struct list *list, enum copy_kind kind, struct err *err)
{
    const struct address *given = list->items;
    for (size_t i = 0; i < list->count; i++) {
        struct str address, tag;
        person_id person;
        if (send_address(t->mem, str_trim(given[i].address), &address, err) != STATUS_OK)
            return FAIL_FIELD(err, STATUS_INVALID, "copy.address", copy_kind_words[kind],
                              "\"" STR_FMT "\" is no address that mail can be sent to",
                              STR_ARG(utf8_clip(given[i].address, 80)));
        if (reply_address_mailbox(t->facts, address, &tag) != NULL)
            return FAIL_FIELD(err, STATUS_INVALID, "copy.ours", copy_kind_words[kind],
                              STR_FMT " is our own address: the desk would write to itself", STR_ARG(utf8_clip(address, 80)));
        TRY(person_of(t, &given[i], address, &person, err));
        if (person.v != t->in->ticket->person_id.v && !is_taken(t, person))
            t->out[t->count++] = (struct mail_copy){ person, address, str_trim(given[i].name), kind };
    }
    return STATUS_OK;
}

static enum status journal_copy(const struct taking *t, const char *kind, person_id person, struct err *err)
{
    return journal_add(t->tx, t->in->actor, kind, t->in->ticket->id,
                       str_format(t->mem, "{\"person\":%lld}", (long long)person.v), err);
}

/* Brings the rows to what T holds: who came, who is named no more. */
static enum status write_down(const struct taking *t, const struct list *before, struct err *err)
{
    const struct ticket_copy *was = before->items;
    for (size_t i = 0; i < before->count; i++) {
        if (is_taken(t, was[i].person_id))
            continue;
        TRY(copy_remove(t->tx, t->in->ticket->id, was[i].person_id, err));
        TRY(pages_revoke(t->tx, t->in->ticket->id, was[i].person_id, err));
        TRY(journal_copy(t, "copy.removed", was[i].person_id, err));
    }
    for (size_t i = 0; i < t->count; i++) {
        bool known = false;
        for (size_t k = 0; k < before->count && !known; k++)
            known = was[k].person_id.v == t->out[i].person.v;
        if (known)
            continue;
        TRY(copy_put(t->tx, t->in->ticket->id, t->out[i].person, t->out[i].address, t->in->by, err));
        TRY(journal_copy(t, "copy.added", t->out[i].person, err));
    }
    return STATUS_OK;
}

enum status mail_copies_take(struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                             const struct copies_input *in, struct list *out, struct err *err)
{
    struct list before;
    TRY(copies_of_ticket(tx, mem, in->ticket->id, &before, err));
    const struct ticket_copy *was = before.items;
    struct taking t = { .tx = tx, .mem = mem, .facts = facts, .in = in };
    t.out = MEM_ARRAY(mem, struct mail_copy, before.count + in->cc.count + in->bcc.count + 1);
    if (in->cc.items == NULL) {
        for (size_t i = 0; i < before.count; i++)
            t.out[t.count++] = (struct mail_copy){ was[i].person_id, was[i].address, was[i].name, COPY_CC };
    } else {
        TRY(take(&t, &in->cc, COPY_CC, err));
        TRY(write_down(&t, &before, err));
    }
    TRY(take(&t, &in->bcc, COPY_BCC, err));
    if (t.count > LIMIT_COPIES)
        return FAIL_FIELD(err, STATUS_INVALID, "copy.too_many", "cc", "an answer goes to at most %d others", LIMIT_COPIES);
    *out = (struct list){ t.out, t.count };
    return STATUS_OK;
}

enum status ticket_copies_set(struct app *app, const struct who *who, ticket_id id, const struct copies_set_input *in,
                              struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct ticket ticket;
    struct list copies;
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(may(&tx, who, ACTION_CHANGE, id, err));
    TRY(desk_facts_get(app, &tx, &facts, err));
    TRY(ticket_load(&tx, mem, id, &ticket, err));
    const struct copies_input take_in = { .ticket = &ticket, .actor = who_actor(who), .by = who->colleague, .cc = in->cc };
    TRY(mail_copies_take(&tx, mem, facts, &take_in, &copies, err));
    return tx_commit(&tx, err);
}
