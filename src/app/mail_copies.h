#pragma once
/* Who gets an answer beside the customer.
 *
 * Whoever is in copy stays so for the answers to come, until an answer or ticket_copies_set leaves them out. A blind copy
 * (Bcc) is for one answer only, and nobody else learns of it. Neither moves an address from one person to another: who
 * has the address already is whom we write to (AC-018).
 */
#include "app/desk_facts.h"
#include "store/ticket_store.h"

struct address { struct str address, name; }; /* name "" when nobody gave one */
extern const struct shape address_shape;      /* "Address" */

enum copy_kind { COPY_CC, COPY_BCC, COPY_KIND_COUNT };
extern const char *const copy_kind_words[COPY_KIND_COUNT];

struct mail_copy {
    person_id person;
    struct str address, name;
    enum copy_kind kind;
};

struct copies_input {
    const struct ticket *ticket;
    struct actor actor;
    colleague_id by;
    struct list cc;  /* struct address: all that are in copy from now on; items NULL: those who are */
    struct list bcc; /* struct address */
};

/* Writes down who is in copy, and gives struct mail_copy for one answer. INVALID (copy.address, copy.ours, copy.too_many)
 * names the field. The customer and whoever is named twice are left out. */
MUST_CHECK enum status mail_copies_take(struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                                        const struct copies_input *in, struct list *out, struct err *err);

/* Whether mail to ADDRESS may be a copy that a customer asked for: it is neither ours nor a colleague's, and somebody reads it. */
bool copy_is_of_another(const struct desk_facts *facts, struct str address);

/* Those among ADDRESSEES ("a@x, b@y") who could be in copy (struct address, once each), but for the customer, who has ADDRESS. */
struct list copies_named(TALLOC_CTX *mem, const struct desk_facts *facts, struct str address, struct str addressees);
/* Takes out of NAMED who is in LIST; both struct address. */
void copies_without(struct list *named, const struct list *list);

/* Who is in copy from now on, without an answer. */
struct copies_set_input { struct list cc; };
extern const struct shape copies_set_shape; /* "CopiesInput" */
MUST_CHECK enum status ticket_copies_set(struct app *app, const struct who *who, ticket_id ticket,
                                         const struct copies_set_input *in, struct err *err);
