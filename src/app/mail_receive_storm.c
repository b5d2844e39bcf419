#include "app/mail_receive_internal.h"
#include "base/limits.h"
#include "store/ticket_store.h"

enum { STORM_WINDOW_MINUTES = 60 };

struct lately_row { ticket_id id; int state; struct str subject; };
static const struct field lately_fields[] = {
    FIELD_OF_ID(struct lately_row, id, 0),
    FIELD_OF_WORDS(struct lately_row, state, 0, ticket_state_words, TICKET_STATE_COUNT),
    FIELD(struct lately_row, subject, TEXT, 0, 0),
};
static const struct shape lately_shape = SHAPE("TicketLately", struct lately_row, lately_fields);

static size_t skip_digits(struct str s, size_t at)
{
    while (at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9')
        at++;
    return at;
}

/* "Disk 7 is full" and "Disk 12 is full": what a machine writes again and again. */
static bool is_alike(struct str a, struct str b)
{
    size_t i = skip_digits(a, 0), k = skip_digits(b, 0);
    while (i < a.len && k < b.len && a.ptr[i] == b.ptr[k]) {
        i = skip_digits(a, i + 1);
        k = skip_digits(b, k + 1);
    }
    return i == a.len && k == b.len;
}

/* A form on a web site writes in the name of one sender for many people: each names another address to answer to. */
static bool is_for_another(const struct mail *mail)
{
    const struct mail_address *to = mail->reply_to.items;
    return mail->reply_to.count > 0 && !str_equal_nocase(to->address, mail->from.address);
}

/* The newest that is open: of those alike where they are too many, else of all where these are; 0 where it is no storm. */
static ticket_id gathers_on(const struct receiving *r, const struct list *lately)
{
    const struct lately_row *row = lately->items;
    struct str subject = utf8_clip(str_trim(r->mail->subject), LIMIT_SUBJECT_BYTES);
    ticket_id newest = { 0 }, newest_alike = { 0 };
    size_t alike = 0;
    for (size_t i = 0; i < lately->count; i++) {
        bool open = row[i].state == TICKET_OPEN;
        if (newest.v == 0 && open)
            newest = row[i].id;
        if (!is_alike(row[i].subject, subject))
            continue;
        alike++;
        if (newest_alike.v == 0 && open)
            newest_alike = row[i].id;
    }
    if (alike >= LIMIT_SENDER_ALIKE && !is_for_another(r->mail))
        return newest_alike;
    return lately->count >= LIMIT_SENDER_TICKETS ? newest : (ticket_id){ 0 };
}

enum status receiving_gather(struct receiving *r, struct mail_outcome *out, bool *gathered, struct err *err)
{
    struct list lately;
    struct ticket ticket;
    *gathered = false;
    if (r->sender.known.id.v == 0) /* who writes for the first time makes no storm */
        return STATUS_OK;
    TRY(query_list(r->tx, r->mem, Q_TICKETS_LATELY,
                   PARAMS({ "person_id", db_id(r->sender.known.id.v) },
                          { "since_ms", db_time(r->tx->now - STORM_WINDOW_MINUTES * MINUTE_MS) },
                          { "most", db_int(LIMIT_SENDER_TICKETS) }),
                   &lately_shape, LIMIT_SENDER_TICKETS, &lately, err));
    ticket_id to = gathers_on(r, &lately);
    if (to.v == 0)
        return STATUS_OK;
    *gathered = r->gathered = true;
    TRY(mail_sender_put(r->tx, r->mem, r->facts, r->mail->language, &r->sender, err));
    TRY(receiving_keep(r, to, false, &out->message, err));
    TRY(receiving_owed(r, to, err));
    TRY(ticket_load(r->tx, r->mem, to, &ticket, err));
    receiving_outcome(r, FATE_JOINED, &ticket, out);
    return STATUS_OK;
}
