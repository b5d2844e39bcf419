#include "app/mail_out.h"

#include "app/customer_page.h"
#include "app/out_headers.h"
#include "app/reply_address.h"
#include "base/limits.h"
#include "base/mem.h"
#include "store/person_store.h"

enum {
    MESSAGE_ID_BYTES = 20,     /* of chance: nobody guesses one */
    REFERENCES_BYTES = 16 * 1024,
    SENT_KEPT_DAYS = 31,       /* the longest that is asked for is a day; the rest tells people what went wrong */
    REFERENCES = 12,           /* as in the statement: RFC 5322 lets us leave out the middle ones */
};

struct header_id { struct str message_id; };
static const struct field header_id_fields[] = { FIELD(struct header_id, message_id, TEXT, 0, 0) };
static const struct shape header_id_shape = SHAPE("HeaderId", struct header_id, header_id_fields);

static bool is_ours(enum message_kind kind)
{
    return kind == MESSAGE_RECEIPT || kind == MESSAGE_AUTOMATIC;
}

static struct str reply_subject(TALLOC_CTX *mem, struct str subject)
{
    return str_starts_nocase(subject, STR("re:")) ? subject : str_format(mem, "Re: " STR_FMT, STR_ARG(subject));
}

static struct str domain_of(struct str address)
{
    size_t at = str_find(address, STR("@"), 0);
    return at == SIZE_MAX ? STR("localhost") : str_slice(address, at + 1, address.len);
}

static struct str message_id_new(struct app *app, TALLOC_CTX *mem, const struct mailbox *mailbox)
{
    unsigned char chance[MESSAGE_ID_BYTES];
    app->random->bytes(app->random, chance, sizeof chance);
    struct str left = base32_text(mem, (struct str){ (const char *)chance, sizeof chance });
    struct str domain = app->config->mail_domain.len > 0 ? app->config->mail_domain : domain_of(mailbox->address);
    return str_format(mem, STR_FMT "@" STR_FMT, STR_ARG(left), STR_ARG(domain));
}

/* In-Reply-To is the last mail of the thread, References the last few, oldest first. */
static enum status thread_headers(struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, struct out_headers *headers,
                                  struct err *err)
{
    struct list ids;
    struct buf references;
    TRY(query_list(tx, mem, Q_MESSAGE_THREAD, PARAMS({ "ticket_id", db_id(ticket.v) }), &header_id_shape, REFERENCES,
                   &ids, err));
    const struct header_id *rows = ids.items;
    buf_init(&references, mem, REFERENCES_BYTES);
    for (size_t i = ids.count; i > 0; i--) {
        if (references.len > 0)
            buf_add_char(&references, ' ');
        buf_add(&references, rows[i - 1].message_id);
    }
    headers->references = buf_str(&references);
    headers->in_reply_to = ids.count > 0 ? rows[0].message_id : STR("");
    return STATUS_OK;
}

static enum status message_put(struct tx *tx, const struct mail_out *in, const struct out_headers *headers,
                               struct str to_addresses, struct str header_id, message_id *out, struct err *err)
{
    int64_t id;
    TRY(id_new(tx, &id, err));
    struct message message = {
        .id = { id },
        .ticket_id = in->ticket->id,
        .kind = (int)in->kind,
        .direction = in->to_colleague ? MESSAGE_INTERNAL : MESSAGE_OUT,
        .state = MESSAGE_WAITING,
        .colleague_id = is_ours(in->kind) ? (colleague_id){ 0 } : in->author,
        .subject = headers->subject,
        .text = in->text,
        .folded = in->quoted,
        .from_address = headers->from_address,
        .from_name = headers->from_name,
        .to_addresses = to_addresses,
        .automatic = is_ours(in->kind) ? STR("auto-reply") : STR("no"),
        .header_id = header_id,
        .in_reply_to = headers->in_reply_to,
        .at_ms = tx->now,
    };
    TRY(message_insert(tx, &message, err));
    *out = message.id;
    return STATUS_OK;
}

/* MAILBOX as this customer knows it: by the alias that they wrote to. Asked only where it has any. */
static enum status as_written_to(struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts, ticket_id ticket,
                                 const struct mailbox *mailbox, struct mailbox *out, struct err *err)
{
    CLEANUP(rows_done) struct rows rows = { 0 };
    bool any = false, row = false;
    struct str tag;
    *out = *mailbox;
    for (size_t i = 0; i < facts->alias_count; i++)
        any |= facts->aliases[i].mailbox_id.v == mailbox->id.v;
    if (!any)
        return STATUS_OK;
    TRY(query_rows(&rows, tx, Q_MAILBOX_WRITTEN_TO, PARAMS({ "ticket_id", db_id(ticket.v) }), err));
    TRY(rows_next(&rows, &row, err));
    struct str to = row ? row_text(&rows, mem, 0) : STR("");
    for (size_t i = 0; i < facts->alias_count; i++) {
        const struct mailbox_alias *alias = &facts->aliases[i];
        if (alias->mailbox_id.v == mailbox->id.v && reply_address_is(alias->address, to, &tag))
            out->address = alias->address;
    }
    return STATUS_OK;
}

/* Each copy with its own way back. Who is in copy openly gets a link, too. */
static enum status copies_fill(struct app *app, struct tx *tx, TALLOC_CTX *mem, const struct mailbox *mailbox,
                               const struct mail_out *in, struct out_headers *headers, struct err *err)
{
    const struct mail_copy *from = in->copies.items;
    struct out_copy *copies = MEM_ARRAY(mem, struct out_copy, in->copies.count + 1);
    for (size_t i = 0; i < in->copies.count; i++) {
        copies[i] = (struct out_copy){
            .person_id = from[i].person, .address = from[i].address, .name = from[i].name, .kind = (int)from[i].kind,
            .reply_to = reply_address_make(mem, app->secret, mailbox, in->ticket->id, from[i].person), .link = STR(""),
        };
        if (from[i].kind == COPY_CC)
            TRY(page_link(app, tx, mem, in->ticket->id, from[i].person, &copies[i].link, err));
    }
    headers->copies = (struct list){ copies, in->copies.count };
    return STATUS_OK;
}

/* "a@x, b@y": who sees whom, for people to read. */
static struct str shown_recipients(TALLOC_CTX *mem, const struct out_headers *headers)
{
    const struct out_copy *copies = headers->copies.items;
    struct str shown = headers->to_address;
    for (size_t i = 0; i < headers->copies.count; i++) {
        if (copies[i].kind == COPY_CC)
            shown = str_format(mem, STR_FMT ", " STR_FMT, STR_ARG(shown), STR_ARG(copies[i].address));
    }
    return shown;
}

static enum status copies_put(struct tx *tx, const struct outbox *outbox, const struct out_headers *headers,
                              struct err *err)
{
    const struct out_copy *copies = headers->copies.items;
    if (headers->copies.count == 0)
        return STATUS_OK;
    for (size_t i = 0; i < headers->copies.count; i++) {
        const struct outbox_recipient recipient = {
            .outbox_id = outbox->id, .address = copies[i].address, .person_id = copies[i].person_id,
            .state = STR("waiting"), .kind = str_from(copy_kind_words[copies[i].kind]),
        };
        TRY(outbox_recipient_insert(tx, &recipient, err));
    }
    return outbox_copies_save(tx, outbox->id, (int64_t)headers->copies.count, err);
}

static enum status outbox_put(struct tx *tx, const struct mail_out *in, const struct outbox *draft,
                              const struct person *to, const struct out_headers *headers, struct err *err)
{
    int64_t id;
    struct outbox outbox = *draft;
    TRY(id_new(tx, &id, err));
    outbox.id.v = id;
    outbox.state = OUTBOX_WAITING;
    outbox.send_ms = in->send_ms != 0 ? in->send_ms : tx->now;
    outbox.made_ms = tx->now;
    outbox.drop_if_answered = in->drop_if_answered;
    outbox.scheduled = in->scheduled;
    TRY(outbox_insert(tx, &outbox, err));
    if (outbox.scheduled)
        TRY(outbox_schedule(tx, &outbox, err));
    const struct outbox_recipient recipient = {
        .outbox_id = outbox.id, .address = to->address, .person_id = to->id, .state = STR("waiting"), .kind = STR("to"),
    };
    TRY(outbox_recipient_insert(tx, &recipient, err));
    return copies_put(tx, &outbox, headers, err);
}

enum status mail_out_add(struct app *app, struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                         const struct mail_out *in, message_id *out, struct err *err)
{
    const struct ticket *ticket = in->ticket;
    struct person to;
    TRY(person_load(tx, mem, in->to.v != 0 ? in->to : ticket->person_id, &to, err));
    *out = (message_id){ 0 };
    const struct mailbox *own = desk_mailbox_for(facts, ticket->mailbox_id, ticket->team_id);
    if (to.address.len == 0 || own == NULL) {
        if (is_ours(in->kind))
            return STATUS_OK;
        return FAIL(err, STATUS_INVALID, "reply.no_address", "there is no address to write to");
    }
    struct mailbox known_as;
    const struct mailbox *mailbox = &known_as;
    TRY(as_written_to(tx, mem, facts, ticket->id, own, &known_as, err));

    struct str name = desk_public_name(facts, in->author.v != 0 ? in->author : ticket->owner_id);
    struct str subject = in->subject.len > 0 ? in->subject : reply_subject(mem, ticket->subject);
    struct out_headers headers = {
        .from_address = mailbox->address,
        .from_name = in->to_colleague ? mailbox->name
                                      : str_format(mem, STR_FMT ", " STR_FMT, STR_ARG(name), STR_ARG(mailbox->name)),
        .reply_to = in->to_colleague ? STR("") : reply_address_make(mem, app->secret, mailbox, ticket->id, to.id),
        .to_address = to.address,
        .to_name = in->kind == MESSAGE_RECEIPT ? STR("") : to.name,
        .subject = subject,
        .automatic = is_ours(in->kind),
        .sign_off = in->sign_off,
        .date_ms = in->send_ms != 0 ? in->send_ms : tx->now,
        .in_reply_to = STR(""),
        .references = STR(""),
        .link = STR(""),
        .hidden = in->hidden,
    };
    if (!in->to_colleague)
        TRY(thread_headers(tx, mem, ticket->id, &headers, err));
    if (!in->without_link && !in->to_colleague)
        TRY(page_link(app, tx, mem, ticket->id, to.id, &headers.link, err));

    TRY(copies_fill(app, tx, mem, mailbox, in, &headers, err));

    struct outbox outbox = { .mailbox_id = mailbox->id, .envelope_from = in->to_colleague ? mailbox->address : headers.reply_to,
                             .header_message_id = message_id_new(app, mem, mailbox) };
    TRY(out_headers_json(mem, &headers, &outbox.headers, err));
    TRY(message_put(tx, in, &headers, shown_recipients(mem, &headers), outbox.header_message_id, &outbox.message_id, err));
    TRY(outbox_put(tx, in, &outbox, &to, &headers, err));
    *out = outbox.message_id;
    return STATUS_OK;
}

enum status mail_out_text(TALLOC_CTX *mem, struct str language, const char *name, const struct value *data,
                          struct str *out, struct err *err)
{
    struct str text;
    struct buf filled;
    if (!template_embedded(str_format(mem, STR_FMT "/mail_%s.txt", STR_ARG(language), name), &text)
        && !template_embedded(str_format(mem, "en/mail_%s.txt", name), &text))
        return FAIL(err, STATUS_BROKEN, "template.missing", "the text of a mail is missing: %s", name);
    buf_init(&filled, mem, LIMIT_REPLY_BODY_BYTES);
    TRY(template_render(&filled, text, data, ESCAPE_NONE, NULL, err));
    return buf_end(&filled, "mail.too_large", out, err);
}

enum status mail_out_may_notify(struct tx *tx, TALLOC_CTX *mem, const struct ticket *ticket, bool *may, struct err *err)
{
    int64_t sent;
    struct person person;
    *may = false;
    TRY(person_load(tx, mem, ticket->person_id, &person, err));
    if (person.address.len == 0 || person.undeliverable_ms != 0)
        return STATUS_OK;
    struct str lookup = address_lookup(mem, person.address);
    TRY(automatic_count(tx, lookup, STR("notice"), tx->now - DAY_MS, &sent, err));
    *may = sent == 0;
    return *may ? automatic_add(tx, lookup, STR("notice"), ticket->id, err) : STATUS_OK;
}

enum status mail_out_forget(struct app *app, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(automatic_forget(&tx, tx.now - SENT_KEPT_DAYS * DAY_MS, err));
    return tx_commit(&tx, err);
}
