#include "app/mail_receive.h"

#include "app/mail_receive_internal.h"
#include "app/reply_address.h"
#include "app/resolution.h"
#include "base/fault.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/words.h"
#include "core/customer_word.h"
#include "core/resolution.h"
#include "mail/parse_client.h"
#include "store/quarantine_store.h"

const char *const mail_source_words[] = { "lmtp", "imap", "ingest", "http" };
_Static_assert(sizeof mail_source_words / sizeof mail_source_words[0] == MAIL_SOURCE_COUNT, "a word for each source");
const char *const mail_fate_words[] = { "created", "joined", "quarantine", "bounce", "again" };
_Static_assert(sizeof mail_fate_words / sizeof mail_fate_words[0] == FATE_COUNT, "a word for each fate");

/* ---- what is asked before a mail comes ---- */

/* Whether the last known desk has this mailbox: then the database need not be asked, because the mail asks it again. */
static bool was_known(struct app *app, struct str recipient)
{
    CLEANUP(desk_facts_release) struct desk_facts *facts = desk_facts_last(app);
    struct str tag;
    return facts != NULL && reply_address_mailbox(facts, recipient, &tag) != NULL;
}

enum status mail_recipient_check(struct app *app, struct str recipient, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct str tag;
    if (was_known(app, recipient))
        return STATUS_OK;
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(desk_facts_get(app, &tx, &facts, err));
    if (reply_address_mailbox(facts, recipient, &tag) == NULL && mail_colleague_at(facts, recipient).v == 0)
        return FAIL(err, STATUS_NOT_FOUND, "mailbox.unknown", "no mailbox of ours has this address");
    return STATUS_OK;
}

/* ---- reading, outside of the transaction ---- */

/* What stands in for a mail that cannot be read: a person sees it with its source (G4). */
static void unreadable(TALLOC_CTX *mem, struct str language, struct mail *out)
{
    struct mail_problem *problem = MEM_NEW(mem, struct mail_problem);
    *problem = (struct mail_problem){ STR("unreadable"), words_text(mem, language, "mail.unreadable", NULL) };
    *out = (struct mail){ .subject = words_text(mem, language, "mail.unreadable_subject", NULL),
                          .visible = problem->text,
                          .problems = { problem, 1 },
                          .language = STR(""),
                          .auth_results = STR("") };
}

/* Who gives no address wants no answer, also where no header says so (RFC 5321, 4.5.5; AC-128). Only LMTP tells an empty
 * sender from an unknown one. */
static bool wants_no_answer(const struct mail_arrival *in)
{
    return in->source == MAIL_FROM_LMTP && in->envelope_from.len == 0;
}

enum status receiving_read(struct app *app, TALLOC_CTX *mem, const struct mail_arrival *in, struct mail *out,
                           struct err *err)
{
    enum status status = parse_mail(app->parse, mem, in->raw, out, err);
    if (status == STATUS_BROKEN) {
        unreadable(mem, app->language, out);
        return STATUS_OK;
    }
    if (status == STATUS_OK && out->automatic == MAIL_HUMAN && wants_no_answer(in))
        out->automatic = MAIL_AUTO_REPLY;
    return status;
}

/* The same mail by another way has other trace headers and perhaps other line ends, also behind its last line; mailbox,
 * Message-ID and body are the same. A mail without Message-ID is known by all of its bytes. */
static struct sha256 once_of(mailbox_id mailbox, const struct mail *mail, struct str raw)
{
    struct sha256_stream stream;
    size_t body = 0;
    if (mail->message_id.len > 0) {
        body = str_find(raw, STR("\n\n"), 0);
        size_t crlf = str_find(raw, STR("\n\r\n"), 0);
        body = crlf < body ? crlf : body;
        body = body == SIZE_MAX ? raw.len : body;
    }
    sha256_begin(&stream);
    sha256_add(&stream, (struct str){ (const char *)&mailbox.v, sizeof mailbox.v });
    sha256_add(&stream, mail->message_id.ptr == NULL ? STR("") : mail->message_id);
    sha256_add(&stream, (struct str){ "", 1 });
    struct str rest = str_slice(raw, body, raw.len), piece;
    while (str_ends(rest, STR("\n")) || str_ends(rest, STR("\r"))) /* some servers add an empty line */
        rest.len--;
    while (str_next(&rest, '\r', &piece))
        sha256_add(&stream, piece);
    return sha256_finish(&stream);
}

/* ---- the fates of a mail ---- */

static enum status quarantine(struct receiving *r, enum quarantine_why why, struct mail_outcome *out, struct err *err)
{
    struct quarantined kept = {
        .raw_id = r->raw.id, .why = (int)why, .from_address = utf8_clip(r->sender.address, LIMIT_ADDRESS_BYTES),
        .from_name = r->sender.name, .person_id = r->sender.known.id,
        .subject = utf8_clip(r->mail->subject, LIMIT_SUBJECT_BYTES),
    };
    TRY(quarantine_insert(r->tx, &kept, err));
    *out = (struct mail_outcome){ .fate = FATE_QUARANTINE };
    return journal_add(
        r->tx, (struct actor){ ACTOR_SYSTEM, 0 }, "quarantine.kept", (ticket_id){ 0 },
        str_format(r->mem, "{\"raw\":%lld,\"why\":\"%s\"}", (long long)r->raw.id.v, quarantine_why_words[why]), err);
}

static enum status known_outcome(struct receiving *r, const struct raw_known *known, struct mail_outcome *out)
{
    *out = (struct mail_outcome){
        .fate = FATE_AGAIN,
        .message = known->message_id,
        .ticket = known->ticket_id,
        .number = known->number,
        .owner = known->owner_id,
        .owner_name = str_copy(r->mem, desk_name(r->facts, known->owner_id)),
        .person = known->person_id,
    };
    return STATUS_OK;
}

static bool is_from_ourselves(const struct receiving *r)
{
    struct str tag;
    return r->sender.address.len > 0 && reply_address_mailbox(r->facts, r->sender.address, &tag) != NULL;
}

/* A new problem, unless it is the next mail of somebody whose first was spam (O10). */
static enum status create(struct receiving *r, ticket_id previous, struct mail_outcome *out, struct err *err)
{
    if (r->sender.known.spam_ms != 0)
        return quarantine(r, QUARANTINE_SPAM, out, err);
    bool gathered;
    TRY(receiving_gather(r, out, &gathered, err));
    if (gathered)
        return STATUS_OK;
    return receiving_new(r, previous, true, out, err);
}

enum status receiving_owed(struct receiving *r, ticket_id ticket, struct err *err)
{
    struct turn work;
    struct actor actor = { .kind = ACTOR_CUSTOMER, .id = r->sender.known.id.v };
    TRY(turn_open(&work, r->tx, r->mem, r->facts, actor, ticket, err));
    turn_customer_wrote(&work, r->tx->now);
    return turn_settle(&work, err);
}

/* What a human word does to the ticket that it joins. The word of a stranger ends nothing and answers no proposal, but is
 * never lost either: the owner sees it and decides. */
static enum status take_the_word(struct receiving *r, const struct ticket *ticket, bool stranger, message_id message,
                                 struct err *err)
{
    person_id person = r->sender.known.id;
    if (r->mail->thanks && !stranger)
        return STATUS_OK;
    bool believed = !stranger && !str_equal(r->mail->auth_results, STR("fail"));
    enum customer_word word = believed ? customer_word_of(r->mem, r->mail->visible) : WORD_OTHER;
    if (word == WORD_SOLVED)
        return customer_says_solved(r->app, r->tx, ticket->id, person, VIA_EMAIL, message, err);
    if (word == WORD_NOT_YET)
        return customer_says_not_yet(r->app, r->tx, ticket->id, person, message, err);
    if (ticket->state != TICKET_OPEN && (believed || ticket->state != TICKET_PROPOSED))
        return customer_wrote(r->app, r->tx, ticket->id, person, message, err);
    return receiving_owed(r, ticket->id, err);
}

/* Where a ticket lives that was merged into another. */
static enum status living_ticket(struct receiving *r, ticket_id id, struct ticket *out, struct err *err)
{
    enum { MERGES_FOLLOWED = 16 };
    TRY(ticket_load(r->tx, r->mem, id, out, err));
    for (int i = 0; i < MERGES_FOLLOWED && out->state == TICKET_MERGED; i++)
        TRY(ticket_load(r->tx, r->mem, out->merged_into_id, out, err));
    return STATUS_OK;
}

static bool is_a_new_problem(const struct receiving *r, const struct ticket *ticket)
{
    if (ticket->state == TICKET_SPAM || ticket->state == TICKET_MERGED)
        return true;
    return ticket->state == TICKET_RESOLVED && !r->mail->thanks
        && !resolution_may_reopen(TICKET_RESOLVED, ticket->resolved_ms, r->tx->now);
}

static enum status join(struct receiving *r, const struct mail_place *place, struct mail_outcome *out, struct err *err)
{
    struct ticket ticket;
    bool human = r->mail->automatic == MAIL_HUMAN;
    TRY(living_ticket(r, place->ticket, &ticket, err));
    if (human && is_a_new_problem(r, &ticket))
        return create(r, ticket.id, out, err);
    TRY(mail_sender_put(r->tx, r->mem, r->facts, r->mail->language, &r->sender, err));
    TRY(receiving_keep(r, ticket.id, place->stranger, &out->message, err));
    if (!place->stranger)
        TRY(receiving_copies(r, &ticket, err));
    if (human)
        TRY(take_the_word(r, &ticket, place->stranger, out->message, err));
    receiving_outcome(r, FATE_JOINED, &ticket, out);
    return STATUS_OK;
}

static enum status decide(struct receiving *r, struct mail_outcome *out, struct err *err)
{
    static const enum quarantine_why whys[MAIL_AUTOMATIC_COUNT] = {
        [MAIL_AUTO_REPLY] = QUARANTINE_AUTOMATIC, [MAIL_LIST] = QUARANTINE_LIST, [MAIL_BOUNCE] = QUARANTINE_BOUNCE,
        [MAIL_REPORT] = QUARANTINE_AUTOMATIC,
    };
    struct mail_place place;
    bool noted = false;
    if (is_from_ourselves(r))
        return quarantine(r, QUARANTINE_OWN, out, err);
    if (r->mail->automatic == MAIL_BOUNCE || r->mail->has_bounce)
        TRY(receiving_bounce(r, out, &noted, err));
    if (noted) {
        struct ticket about;
        TRY(ticket_load(r->tx, r->mem, out->ticket, &about, err));
        receiving_outcome(r, FATE_BOUNCE_NOTED, &about, out);
        return STATUS_OK;
    }
    TRY(mail_place_find(r->app, r->tx, r->mem, r->facts, r->mail, r->arrival, &r->sender, &place, err));
    if (place.ticket.v != 0)
        return join(r, &place, out, err);
    if (r->mail->automatic != MAIL_HUMAN)
        return quarantine(r, whys[r->mail->automatic], out, err);
    TRY(receiving_notice(r, &noted, err));
    if (noted)
        return quarantine(r, QUARANTINE_OWN, out, err);
    TRY(receiving_forward(r, err));
    return create(r, (ticket_id){ 0 }, out, err);
}

/* ---- the unit of work ---- */

struct receive_job {
    struct app *app;
    TALLOC_CTX *mem;
    const struct mail_arrival *arrival;
    const struct mail *mail;
    struct sha256 digest; /* of all its bytes */
    mailbox_id guessed;   /* where it goes by the last known desk, 0 where that is not known, */
    struct sha256 once;   /* and its digest there */
    struct mail_outcome *out;
};

/* Others stand in line behind the unit of work: what can be reckoned is reckoned before it. */
static void reckon(struct receive_job *job)
{
    CLEANUP(desk_facts_release) struct desk_facts *facts = desk_facts_last(job->app);
    const struct mailbox *mailbox;
    struct err err;
    job->digest = sha256_of(job->arrival->raw);
    if (facts == NULL || mail_mailbox_find(facts, job->mail, job->arrival, &mailbox, &err) != STATUS_OK)
        return;
    job->guessed = mailbox->id;
    job->once = once_of(mailbox->id, job->mail, job->arrival->raw);
}

static enum status receive_in_tx(struct receiving *r, const struct receive_job *job, struct mail_outcome *out,
                                 struct err *err)
{
    struct raw_known known;
    bool again;
    TRY(mail_mailbox_find(r->facts, r->mail, r->arrival, &r->mailbox, err));
    r->raw = (struct raw_mail){
        .source = str_from(mail_source_words[r->arrival->source]), .mailbox_id = r->mailbox->id,
        .envelope_from = r->arrival->envelope_from, .envelope_to = r->arrival->envelope_to, .bytes = r->arrival->raw,
        .digest = job->digest,
        .once = r->mailbox->id.v == job->guessed.v ? job->once : once_of(r->mailbox->id, r->mail, r->arrival->raw),
    };
    TRY(raw_find(r->tx, r->mem, &r->raw.once, &known, &again, err));
    if (again)
        return known_outcome(r, &known, out);

    TRY(raw_insert(r->tx, &r->raw, err));
    TRY(mail_sender_find(r->tx, r->mem, r->mail, r->arrival, &r->sender, err));
    TRY(decide(r, out, err));
    if (fault_here("lmtp.before_commit"))
        return FAIL(err, STATUS_UNAVAILABLE, "fault.planned", "a planned failure");
    return tx_commit(r->tx, err);
}

static enum status receive_once(void *argument, struct err *err)
{
    const struct receive_job *job = argument;
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct mail_outcome outcome = { .fate = FATE_TICKET };
    TRY(tx_begin_retried(&tx, job->app->db, err));
    TRY(desk_facts_get(job->app, &tx, &facts, err));
    struct receiving r = {
        .app = job->app, .mem = job->mem, .arrival = job->arrival, .mail = job->mail, .tx = &tx, .facts = facts
    };
    enum status status = receive_in_tx(&r, job, &outcome, err);
    /* Somebody else stored the same mail or met the same person for the first time: a second look finds what they
     * made. */
    if (status == STATUS_CONFLICT)
        return STATUS_BUSY;
    if (status == STATUS_OK)
        *job->out = outcome;
    return status;
}

enum status mail_receive(struct app *app, TALLOC_CTX *mem, const struct mail_arrival *in, struct mail_outcome *out,
                         struct err *err)
{
    struct mail mail = { 0 };
    if (in->raw.len > LIMIT_MAIL_BYTES)
        return FAIL(err, STATUS_TOO_LARGE, "mail.too_large", "this mail is larger than %d MB",
                    LIMIT_MAIL_BYTES / 1024 / 1024);
    TRY(receiving_read(app, mem, in, &mail, err));
    struct receive_job job = { .app = app, .mem = mem, .arrival = in, .mail = &mail, .out = out };
    reckon(&job);
    return db_retry(app->db, receive_once, &job, err);
}
