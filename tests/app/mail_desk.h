#pragma once
/* A desk with people that receives mails: those of app_desk.h, and a parse process. */
#include "app/mail_receive.h"
#include "app/mail_send.h"
#include "app/ticket_reply.h"
#include "app_desk.h"
#include "store/ticket_store.h"

struct app_people *mail_desk_new(TALLOC_CTX *mem);

/* A mail as it comes. Fields that are NULL have a good value; HEADERS are further header lines, each with its \r\n. */
struct test_mail {
    const char *from, *to, *subject, *id, *text, *headers;
    const char *envelope_to; /* NULL: TO */
    enum mail_source source;
    bool null_sender;        /* MAIL FROM:<> */
};
struct mail_outcome mail_desk_receive(struct app_people *p, struct test_mail mail);
enum status mail_desk_try(struct app_people *p, struct test_mail mail, struct mail_outcome *out, struct err *err);

struct ticket mail_desk_ticket(struct app_people *p, ticket_id id);

/* The address that answers of PERSON about TICKET come to. */
const char *mail_desk_reply_address(struct app_people *p, ticket_id ticket, person_id person);

/* A human answer by WHO, which has left when this returns: it is written a minute later, and a minute has passed since. */
struct reply_outcome mail_desk_answer(struct app_people *p, const struct who *who, ticket_id ticket, const char *text);

void mail_desk_later(struct app_people *p, span_ms span);

/* What the first recipient of a mail that was taken gets to read. */
struct mail_bodies { struct str text, html; };
struct mail_bodies mail_desk_bodies(struct app_people *p, const struct outgoing *mail);
