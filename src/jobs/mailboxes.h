#pragma once
/* Fetches the mailboxes that have an address on another server, each in a thread of its own: one that is broken, slow or
 * refused never holds up another (F-29). A mailbox that is added, changed, paused or removed is noticed within seconds. Of several
 * nodes one fetches each mailbox, and another takes over within a minute and a half when that one dies (F-42).
 */
#include "app/app.h"
#include "base/thread.h"

struct mailboxes;

MUST_CHECK enum status mailboxes_start(TALLOC_CTX *mem, struct app *app, struct stop *stop, struct mailboxes **out,
                                       struct err *err);

/* After stop_now: waits until all have ended, and frees MAILBOXES. */
void mailboxes_join(struct mailboxes *mailboxes);
