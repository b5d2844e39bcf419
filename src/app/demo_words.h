#pragma once
/* The people and problems of the demo desk: Cedar & Spoke, a bicycle shop. Tables of words only; desk_fill plays them. */
#include <stddef.h>

struct demo_colleague {
    const char *name, *public_name, *email, *role, *about, *languages;
};
extern const struct demo_colleague demo_colleagues[]; /* the first signs in, and is steward */
extern const size_t demo_colleague_count;

struct demo_customer {
    const char *name, *address, *language;
};
extern const struct demo_customer demo_customers[];
extern const size_t demo_customer_count;

/* One problem from first mail to last word. In the texts {name} is the customer's first name, {owner} the owner's. */
struct demo_problem {
    const char *subject;
    const char *mail;       /* what the customer wrote */
    const char *answer;     /* the first human answer; what is promised stands in `promise` */
    const char *promise;    /* what will be done: "Send the missing pins" */
    const char *more;       /* the customer's next mail */
    const char *done;       /* the answer that proposes it as solved */
    const char *thanks;     /* the customer's last word */
    const char *note;       /* between colleagues; NULL none */
};
extern const struct demo_problem demo_problems[];
extern const size_t demo_problem_count;

/* Sentences that make two mails about one problem differ. */
extern const char *const demo_openings[];
extern const size_t demo_opening_count;
extern const char *const demo_closings[];
extern const size_t demo_closing_count;
