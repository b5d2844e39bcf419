#include "app/customer_page.h"

#include "app/desk_facts.h"
#include "app/mail_text.h"
#include "app/may.h"
#include "base/words.h"
#include "store/page_store.h"
#include "store/person_store.h"
#include "store/promise_store.h"
#include "store/proposal_store.h"
#include "store/ticket_store.h"

enum { PROMISES_SHOWN = 30 };

/* What the parts of the page are made from. */
struct showing {
    struct tx *tx;
    TALLOC_CTX *mem;
    const struct desk_facts *facts;
    const struct who *who;
    struct ticket ticket;
    struct person person;
    struct zone zone;
    struct str language;
};

static struct str when(const struct showing *s, time_ms at)
{
    return words_when(s->mem, s->language, &s->zone, at, s->tx->now);
}

static struct str first_word(struct str name)
{
    struct str rest = name, word = STR("");
    str_next(&rest, ' ', &word);
    return word;
}

/* The first letters of the first and the last name. */
static struct str initials(TALLOC_CTX *mem, struct str name)
{
    struct buf out;
    struct str rest = name, word, last = STR("");
    buf_init(&out, mem, 16);
    for (int i = 0; str_next(&rest, ' ', &word); i++) {
        struct str letters = word;
        uint32_t c;
        if (i == 0 && utf8_next(&letters, &c))
            buf_add_utf8(&out, c);
        last = i == 0 ? STR("") : word;
    }
    uint32_t c;
    if (utf8_next(&last, &c))
        buf_add_utf8(&out, c);
    return buf_str(&out);
}

static struct str with_when(const struct showing *s, const char *key, time_ms at)
{
    struct value *data = value_object(s->mem);
    value_set_text(data, "clock", words_clock(s->mem, s->language, &s->zone, at));
    value_set_text(data, "when", when(s, at));
    return words_text(s->mem, s->language, key, data);
}

static bool is_today(const struct showing *s, time_ms at)
{
    return str_equal(words_date(s->mem, s->language, &s->zone, at),
                     words_date(s->mem, s->language, &s->zone, s->tx->now));
}

static void show_owner(const struct showing *s, struct value *page)
{
    struct str name = desk_public_name(s->facts, s->ticket.owner_id);
    value_set_text(page, "owner_name", name);
    value_set_text(page, "owner_initials", initials(s->mem, name));
    value_set_text(page, "owner_first", first_word(name));
    const struct calendar *duty = desk_duty(s->facts, s->ticket.team_id, s->ticket.owner_id);
    struct calendar_stretch stretch;
    bool known = duty != NULL && calendar_stretch_after(duty, s->tx->now, &stretch);
    bool here = known && stretch.from <= s->tx->now;
    value_set_text(page, "cover_text",
                   !known ? STR("")
                          : here ? with_when(s, is_today(s, stretch.to) ? "duty.until_today" : "duty.until", stretch.to)
                               : with_when(s, "duty.from", stretch.from));
}

/* ---- promises ---- */

static time_ms renewed_to(const struct promise *all, size_t count, promise_id id)
{
    for (size_t i = 0; i < count; i++)
        if (all[i].renews_id.v == id.v)
            return all[i].due_ms;
    return 0;
}

/* What nobody wrote is said in the reader's language, whatever the ticket's was when it was promised. */
static struct str promise_text(const struct showing *s, const struct promise *p)
{
    if (!promise_is_standing((enum promise_kind)p->kind))
        return p->text;
    return words_text(s->mem, s->language, str_format(s->mem, "promise.%s", promise_kind_words[p->kind]).ptr, NULL);
}

static struct value *promise_shown(const struct showing *s, const struct promise *all, size_t count,
                                   const struct promise *p)
{
    static const struct {
        const char *key, *mark;
    } states[PROMISE_STATE_COUNT] = {
        [PROMISE_OPEN] = { "page.promise.open", "due" },
        [PROMISE_KEPT] = { "page.promise.kept", "kept" },
        [PROMISE_BROKEN] = { "page.promise.broken", "broken" },
        [PROMISE_KEPT_LATE] = { "page.promise.kept_late", "broken" },
        [PROMISE_RENEWED] = { "page.promise.renewed", "renewed" },
        [PROMISE_RELEASED] = { NULL, NULL },
    };
    if (states[p->state].key == NULL)
        return NULL;
    time_ms at = p->state == PROMISE_RENEWED ? renewed_to(all, count, p->id)
               : p->state == PROMISE_KEPT_LATE ? p->kept_late_ms
               : p->state == PROMISE_KEPT ? p->closed_ms
                                          : p->due_ms;
    struct value *row = value_object(s->mem);
    value_set_text(row, "text", promise_text(s, p));
    value_set_text(row, "state_text", with_when(s, states[p->state].key, at));
    value_set_bool(row, states[p->state].mark, true);
    return row;
}

static void show_next(const struct showing *s, const struct promise *all, size_t count, struct value *page)
{
    struct str text = s->ticket.next_text;
    bool owed = s->ticket.next_promise_id.v != 0;
    for (size_t i = 0; i < count; i++)
        if (all[i].id.v == s->ticket.next_promise_id.v)
            text = promise_text(s, &all[i]);
    value_set_text(page, "next_text", owed ? text : STR(""));
    value_set_text(page, "next_when", owed ? with_when(s, "page.next_by", s->ticket.next_due_ms) : STR(""));
}

static enum status show_promises(const struct showing *s, struct value *page, struct err *err)
{
    struct list list;
    struct value *rows = value_list(s->mem);
    TRY(promises_of_ticket(s->tx, s->mem, s->ticket.id, &list, err));
    const struct promise *all = list.items;
    size_t shown = 0, from = list.count > PROMISES_SHOWN ? list.count - PROMISES_SHOWN : 0;
    for (size_t i = from; i < list.count; i++) {
        struct value *row = promise_shown(s, all, list.count, &all[i]);
        if (row == NULL)
            continue;
        value_append(rows, row);
        shown++;
    }
    value_set(page, "promises", rows);
    value_set_bool(page, "tells_promises", shown > 0 || !ticket_is_ended((enum ticket_state)s->ticket.state));
    show_next(s, all, list.count, page);
    return STATUS_OK;
}

/* ---- state ---- */

/* What can be chosen has a name on the page; what it means more closely is what we wrote, and behind the code. */
static enum status show_alternatives(const struct showing *s, proposal_id proposal, struct value *shown,
                                     struct err *err)
{
    struct list list;
    struct value *rows = value_list(s->mem);
    TRY(alternatives_of(s->tx, s->mem, proposal, &list, err));
    const struct alternative *all = list.items;
    for (size_t i = 0; i < list.count; i++) {
        struct value *row = value_object(s->mem);
        value_set_text(row, "id", str_format(s->mem, "%lld", (long long)all[i].id.v));
        value_set_text(row, "choice", all[i].text);
        value_set_text(row, "detail", s->who->page_full ? all[i].detail : STR(""));
        value_set_text(row, "by_text", all[i].by_text);
        value_append(rows, row);
    }
    value_set(shown, "alternatives", rows);
    return STATUS_OK;
}

static enum status show_state(const struct showing *s, struct value *page, struct err *err)
{
    struct proposal proposal;
    struct str resolved_by;
    bool have;
    enum ticket_state state = (enum ticket_state)s->ticket.state;
    value_set_bool(page, "is_open", state == TICKET_OPEN);
    value_set_bool(page, "is_proposed", state == TICKET_PROPOSED);
    value_set_bool(page, "is_resolved", ticket_is_ended(state));
    TRY(resolution_kind_load(s->tx, s->mem, s->ticket.resolution_id, &resolved_by, err));
    value_set_bool(page, "by_silence", str_equal(resolved_by, STR("silence")));
    if (s->ticket.resolved_ms != 0)
        value_set_text(page, "resolved_when", when(s, s->ticket.resolved_ms));
    TRY(proposal_open_load(s->tx, s->mem, s->ticket.id, &proposal, &have, err));
    if (!have)
        return STATUS_OK;
    struct value *shown = value_object(s->mem);
    value_set_text(shown, "text", s->who->page_full ? proposal.text : STR("")); /* it is what we wrote */
    value_set_text(page, "rest_when", proposal.rest_ms != 0 ? when(s, proposal.rest_ms) : STR(""));
    bool refused = proposal.kind == PROPOSAL_REFUSAL;
    value_set(page, refused ? "refusal" : "proposal", shown);
    return refused ? show_alternatives(s, proposal.id, shown, err) : STATUS_OK;
}

/* ---- conversation ---- */

static struct str size_text(TALLOC_CTX *mem, int64_t bytes)
{
    static const char *const units[] = { "B", "kB", "MB" };
    size_t unit = 0;
    int64_t whole = bytes;
    while (whole >= 1000 && unit + 1 < sizeof units / sizeof units[0]) {
        whole = (whole + 500) / 1000;
        unit++;
    }
    return str_format(mem, "%lld %s", (long long)whole, units[unit]);
}

static struct value *files_of(const struct showing *s, const struct list *files, message_id message)
{
    struct value *rows = value_list(s->mem);
    const struct page_file *all = files->items;
    for (size_t i = 0; i < files->count; i++) {
        if (all[i].message_id.v != message.v)
            continue;
        struct value *row = value_object(s->mem);
        value_set_text(row, "id", str_format(s->mem, "%lld", (long long)all[i].id.v));
        value_set_text(row, "name", all[i].name);
        value_set_text(row, "size_text", size_text(s->mem, all[i].size));
        value_append(rows, row);
    }
    return rows;
}

static enum status show_messages(const struct showing *s, struct value *page, struct err *err)
{
    struct list messages, files;
    struct value *rows = value_list(s->mem);
    time_ms since;
    TRY(page_reader_since(s->tx, s->ticket.id, s->who->person, &since, err));
    TRY(page_messages(s->tx, s->mem, s->ticket.id, since, &messages, err));
    TRY(page_files(s->tx, s->mem, s->ticket.id, &files, err));
    const struct page_message *all = messages.items;
    for (size_t i = messages.count; i > 0; i--) {
        const struct page_message *m = &all[i - 1];
        bool mine = str_equal(m->direction, STR("in"));
        struct value *row = value_object(s->mem);
        value_set_bool(row, "mine", mine);
        bool own = mine && m->person_id.v == s->who->person.v;
        value_set_text(row, "author_name",
                       own    ? words_text(s->mem, s->language, "page.you", NULL)
                       : mine ? m->person_name
                              : m->public_name);
        value_set_text(row, "when", when(s, m->at_ms));
        struct str text = m->text;
        if (!mine) /* as it stands in the mail */
            TRY(mail_text_of(s->mem, m->text, &text, err));
        value_set_text(row, "text", text);
        value_set(row, "files", files_of(s, &files, m->id));
        value_append(rows, row);
    }
    value_set(page, "messages", rows);
    return STATUS_OK;
}

static enum status show_page(struct showing *s, struct value *page, struct err *err)
{
    struct rights_actor actor = { .customer = true, .relations = RELATION_CUSTOMER };
    if (s->ticket.person_id.v == s->who->person.v)
        actor.relations |= RELATION_SPEAKER;
    value_set_text(page, "desk_name", s->facts->name);
    value_set_text(page, "subject", s->ticket.subject);
    value_set_text(page, "person_name", first_word(s->person.name));
    value_set_bool(page, "may_decide", rights_allow(&actor, ACTION_PAGE_SOLVED));
    value_set_bool(page, "full", s->who->page_full);
    show_owner(s, page);
    TRY(show_state(s, page, err));
    TRY(show_promises(s, page, err));
    return s->who->page_full ? show_messages(s, page, err) : STATUS_OK;
}

/* By the team's hours where the reader's zone is not known, and then the page names it. */
static enum status choose_zone(struct showing *s, struct value *page, struct err *err)
{
    s->zone = desk_team(s->facts, s->ticket.team_id)->zone;
    bool same = str_equal(s->person.time_zone, str_from(s->zone.name));
    if (s->person.time_zone.len > 0 && !same)
        TRY(zone_load(s->mem, s->person.time_zone, &s->zone, err));
    value_set_text(page, "place", same ? STR("") : words_place(s->mem, &s->zone));
    return STATUS_OK;
}

/* The customer reads in the language of the answers, anybody in copy in their own. */
static struct str choose_language(const struct showing *s, const struct page_asked *asked)
{
    bool customer = s->ticket.person_id.v == s->person.id.v;
    const struct str wishes[] = {
        asked->chosen,
        words_language_of(s->person.language.len > 0 && customer ? s->ticket.language : s->person.language),
        asked->accepted,
        words_language_of(s->ticket.language),
    };
    for (size_t i = 0; i < sizeof wishes / sizeof wishes[0]; i++)
        if (wishes[i].len > 0)
            return wishes[i];
    return STR("en");
}

enum status page_data(struct app *app, TALLOC_CTX *mem, const struct who *who, const struct page_asked *asked,
                      struct value **out, struct str *language, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct showing s = { .tx = &tx, .mem = mem, .who = who };
    struct value *page = value_object(mem);
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(may(&tx, who, ACTION_PAGE_READ, who->page_ticket, err));
    TRY(desk_facts_get(app, &tx, &facts, err));
    s.facts = facts;
    TRY(ticket_load(&tx, mem, who->page_ticket, &s.ticket, err));
    TRY(person_load(&tx, mem, who->person, &s.person, err));
    TRY(choose_zone(&s, page, err));
    s.language = choose_language(&s, asked);
    TRY(show_page(&s, page, err));
    *out = page;
    *language = s.language;
    return STATUS_OK;
}
