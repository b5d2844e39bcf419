#pragma once
/* What people do in the tests of days and weeks, and what is there to see afterwards. Each step asserts that it succeeds. */
#include "app/handover.h"
#include "app/ticket_reply.h"
#include "app_desk.h"
#include "store/ticket_store.h"

struct ticket ticket_now(struct app_people *p, ticket_id id);
/* The states of a ticket's promises in the order in which they were made: "stated open, apology kept". */
const char *promises_now(struct app_people *p, ticket_id id);
promise_id next_promise(struct app_people *p, ticket_id id);

/* An answer; text and version are filled in where IN has none. */
void reply(struct app_people *p, const struct who *who, ticket_id id, struct reply_input in);

enum said { SAYS_SOLVED, SAYS_NOT_YET, WRITES };
void customer(struct app_people *p, ticket_id id, enum said said);

struct handover_view offer(struct app_people *p, const struct who *from, ticket_id id, const struct who *to);
/* Offered and accepted. */
void hand_over(struct app_people *p, const struct who *from, ticket_id id, const struct who *to);

/* How many mails to customers, and to one colleague, hold these words. */
int64_t mails_like(struct app_people *p, const char *words);
int64_t told_to(struct app_people *p, const struct who *who, const char *words);
/* Entries of the journal. */
int64_t events_of(struct app_people *p, ticket_id id, const char *kind);
