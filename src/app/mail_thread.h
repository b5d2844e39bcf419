#pragma once
/* Whose mail it is and which ticket it belongs to. An address is a label and a number in a subject is nothing (AC-003):
 * what joins a ticket is a reply token of ours, a Message-ID that we sent to that very address, or, where the sender is proven
 * and on the ticket, the Message-ID of a mail that lies there.
 */
#include "app/desk_facts.h"
#include "app/mail_receive.h"
#include "mail/mail.h"
#include "store/person_store.h"

/* What a mail says about its sender, as far as it may be believed. */
struct mail_sender {
    struct bringer known;        /* whom we know by the address; mail_sender_put makes one where it is nobody */
    struct str address, name;
    struct str language;         /* after mail_sender_put: in which they are answered */
    struct str shown;            /* in lists, after mail_sender_put: the name that we keep, else the address */
    bool forged;                 /* their domain's own policy says that the mail is not theirs (DMARC): its name names nobody */
    bool sure;                   /* exactly one plain From address (AC-011): only then it is looked up */
};
MUST_CHECK enum status mail_sender_find(struct tx *tx, TALLOC_CTX *mem, const struct mail *mail,
                                        const struct mail_arrival *in, struct mail_sender *out, struct err *err);
/* Makes the person of a sender who is new, and learns the name of one who had none. LANGUAGE: of the mail, "" unknown. */
MUST_CHECK enum status mail_sender_put(struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                                       struct str language, struct mail_sender *sender, struct err *err);

/* The colleague whose own address ADDRESS is, with or without a +tag; id 0 when it is nobody's who works here. */
colleague_id mail_colleague_at(const struct desk_facts *facts, struct str address);

/* To whose own address the mail was written (O2): by the envelope, or because no mailbox of ours is among its
 * recipients; 0 nobody. */
colleague_id mail_addressed(const struct desk_facts *facts, const struct mail *mail, const struct mail_arrival *in);

/* The mailbox addressed: by the envelope or the account, else by what the mail says (AC-021); for a colleague's own
 * address that of the colleague's team. Never NULL on success. */
MUST_CHECK enum status mail_mailbox_find(const struct desk_facts *facts, const struct mail *mail,
                                         const struct mail_arrival *in, const struct mailbox **out, struct err *err);

struct mail_place {
    ticket_id ticket;   /* 0: a new problem */
    person_id person;   /* the recipient of ours who is answered */
    bool stranger;      /* another sender than that one (AC-009) */
};
MUST_CHECK enum status mail_place_find(struct app *app, struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                                       const struct mail *mail, const struct mail_arrival *in, const struct mail_sender *sender,
                                       struct mail_place *out, struct err *err);

/* The ticket of the notice that a colleague answers by mail (alarm.h); 0: it is no such answer. */
MUST_CHECK enum status mail_notice_find(struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts, const struct mail *mail,
                                        const struct mail_sender *sender, ticket_id *about, struct err *err);
