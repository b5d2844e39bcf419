#pragma once
/* A new problem: gets its owner, its number and its first promise in the transaction that creates it (O1, O2, P2). */
#include "app/ownership.h"
#include "app/ticket_turn.h"

struct ticket_new {
    struct str subject, language;
    enum channel channel;
    enum urgency urgency;
    person_id person;
    struct str person_name; /* the name, else the address */
    team_id team;
    mailbox_id mailbox;     /* 0: the team's */
    colleague_id took;      /* who captured it; 0 nobody */
    colleague_id addressed; /* to whose own address it was written; 0 nobody */
    time_ms since;          /* when it was brought to us, and from when it is owed; 0 now */
    ticket_id previous;     /* R2: an ended one that it follows; 0 none */
};

/* WORK holds the stored ticket afterwards, settled: the caller must not settle again without a reason. */
MUST_CHECK enum status ticket_new(struct turn *work, struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                                  struct actor actor, const struct ticket_new *in, struct err *err);
