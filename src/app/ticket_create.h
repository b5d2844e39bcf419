#pragma once
/* A problem that a colleague captures or a program brings (API, phone, counter). The owner is who takes it (O2). */
#include "app/app.h"

struct ticket_input {
    struct str subject, text;
    struct str customer_address, customer_name;
    int channel;               /* enum ticket_channel */
    team_id team_id;           /* 0: the colleague's first team */
};
extern const struct shape ticket_input_shape; /* "TicketInput" */

struct ticket_created { ticket_id id; int64_t number; colleague_id owner_id; message_id message_id; };
extern const struct shape ticket_created_shape; /* "TicketCreated" */

MUST_CHECK enum status ticket_create(struct app *app, TALLOC_CTX *mem, const struct who *who, const struct ticket_input *in,
                                     struct ticket_created *out, struct err *err);
