#pragma once
/* Fetches one mailbox in a thread of its own until it is told to stop: connects, signs in, waits, comes again with growing
 * pauses after a failure, and raises an alarm once it is more than a hiccup (F-28, F-29).
 */
#include "app/mailbox_progress.h"
#include "base/thread.h"

struct mailbox_watch;

/* Starts the thread. MAILBOX is copied; HOLD is what it fetches by, and is ended when the watch ends by itself. */
MUST_CHECK enum status mailbox_watch_start(TALLOC_CTX *mem, struct app *app, const struct fetched_mailbox *mailbox,
                                           const struct fetch_hold *hold, struct mailbox_watch **out, struct err *err);

const struct fetch_hold *mailbox_watch_hold(const struct mailbox_watch *watch);

void mailbox_watch_stop(struct mailbox_watch *watch);   /* tells it, and returns at once */
bool mailbox_watch_stopped(const struct mailbox_watch *watch); /* it was told, or has stopped by itself */
void mailbox_watch_join(struct mailbox_watch *watch);   /* after stop: waits for its end, and frees it */
