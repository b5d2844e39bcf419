#pragma once
/* What screens and programs read: flat structs with their shapes; lists hold structs of the shape named beside.
 * The names here are the JSON keys, the OpenAPI schemas and the UI's TypeScript types.
 *
 * A view with until_ms, which is not sent, is true until that moment as long as nothing is committed: whatever in it depends
 * on the time makes the moment earlier (INT64_MAX: nothing does). Its now_ms is sent last, so that all before it can be kept. */
#include "app/app.h"

struct id_input { int64_t id; }; /* "IdInput" */

struct desk_row {              /* "DeskRow" */
    ticket_id id; int64_t number;
    struct str subject, person_name, channel, state, turn;
    struct str bucket;         /* acknowledge today owed helper customer: the groups of My desk, in this order */
    struct str next_kind;      /* acknowledgement next_word stated apology follow_up proposal */
    struct str next_text;
    time_ms next_due_ms, created_ms, customer_wrote_ms;
    int64_t hops;
    bool unread;
    struct str mail_trouble;   /* an answer that needs somebody: held bounced stuck, NULL none */
    struct str offered_to;     /* name of the colleague it is offered to, NULL when not */
};
struct handover_view {         /* "Handover" */
    int64_t id; ticket_id ticket_id; int64_t number;
    struct str subject, person_name, from_name, to_name, state, reason, reason_text, summary, customer_text, answer_text;
    colleague_id from_id, to_id;
    time_ms offered_ms, expires_ms, answered_ms, loan_until_ms;
    struct str loan_step;      /* for what it is lent; "" where nobody named it */
    int64_t promise_count; time_ms next_due_ms; struct str next_text;
};
struct desk_view {             /* "Desk" */
    time_ms now_ms, until_ms;
    int64_t rely, due_today, kept_month, promised_month;  /* people who rely on you; stated and standing promises closed this month */
    time_ms acknowledge_ms;    /* the team's time until a human answers, as a span */
    struct str presence; time_ms presence_until_ms;
    struct list rows;          /* desk_row */
    struct list offers;        /* handover_view: offered to me */
    int64_t seq;               /* journal position that this view shows; open the stream from here */
};

struct attachment_view {       /* "Attachment"; JSON key "inline" */
    int64_t id; struct str name, type; int64_t size; bool inline_;
    struct str cid;            /* by which a text shows it, "![words](cid:…)"; NULL none */
};
struct recipient_view {        /* "Recipient" */
    struct str address, name, kind;  /* to cc bcc */
    struct str state;          /* waiting sent failed */
    struct str reply;          /* the server's words, or what a report said */
    time_ms delivered_ms;      /* a report says that it arrived: in the mailbox, or at the last server that reports */
};
struct message_view {          /* "Message" */
    int64_t id;
    struct str kind, direction, author_name, text, folded, from_address, to_addresses, verified, automatic, state, state_text, subject;
    colleague_id author_id;
    bool has_html, has_raw, stranger, thanks, maybe_twice, may_undo;
    time_ms at_ms, undo_until_ms;
    struct str problems;       /* for people, one line each; "" when none */
    struct str auth_text;      /* what our mail server says of the sender (SPF, DKIM, DMARC), one line each; "" nothing */
    struct list attachments;   /* attachment_view */
    time_ms send_ms;           /* while it waits: when it leaves, or is tried again */
    bool overtaken;            /* it was to leave later, and the customer wrote since: it waits for a colleague's word */
    time_ms delivered_ms;      /* reports say that everybody has it */
    int64_t copies;            /* recipients beside the customer */
    struct list recipients;    /* recipient_view, where there are copies: each with its own fate */
};
struct promise_view {          /* "Promise" */
    int64_t id;
    struct str kind, text, state, made_by_name, renewed_why;
    time_ms due_ms, made_ms, closed_ms, kept_late_ms;
    int64_t renewals, message_id;
};
struct event_view {            /* "Event": a line between the messages */
    int64_t seq; time_ms at_ms;
    struct str kind;           /* the journal's word; with its way where ownership moved unasked, "owner.moved.overrule" */
    struct str actor_name, other_name, text;
};
struct alternative_view {      /* "Alternative": what a no offers instead; leader_id: who takes the second look */
    int64_t id; struct str text, detail, by_text; colleague_id leader_id; bool chosen;
};
struct proposal_view {         /* "Proposal" */
    int64_t id; struct str kind, text, state; time_ms made_ms, remind_ms, rest_ms, answered_ms; struct str made_by_name;
    struct list alternatives;  /* alternative_view; only a refusal has any */
};
struct people_view { int64_t id; struct str name, relation; bool colleague; }; /* "TicketPerson": owner offered customer helper */
struct ticket_view {           /* "Ticket" */
    ticket_id id; int64_t number, version, seq;
    struct str subject, state, turn, channel, urgency, language;
    person_id person_id; struct str person_name, person_address, organization;
    colleague_id owner_id; struct str owner_name;
    team_id team_id; struct str team_name;
    mailbox_id mailbox_id;     /* that it came to; 0: by another way */
    time_ms now_ms, until_ms, created_ms, acknowledged_ms, customer_wrote_ms, resolved_ms;
    int64_t hops, reopened;
    struct str resolved_by;    /* customer silence imported, NULL */
    struct str next_kind, next_text; time_ms next_due_ms;
    bool may_reply, may_hand_over, may_propose, may_record_word, may_allow_hop, may_overrule;
    bool may_change;           /* who is in copy, and the like */
    bool may_mark_spam;        /* may call it spam; may_judge_spam: may agree with whoever did, or take it back */
    bool may_judge_spam;
    bool hop_needs_leader;     /* the next handover waits for a leader's yes (O6) */
    struct str second_look_name; /* whose second look a refusal of mine would offer; NULL: nobody's */
    int64_t copies;            /* how many people are in copy */
    struct list cc;            /* struct address: those */
    struct list named;         /* struct address: whom the customer's last mail names beside us, and who are not in copy */
    struct str sign_off;       /* what stands below an answer of mine */
    struct list messages, promises, events, proposals, people;
    struct list handovers;     /* handover_view: the open offer, if any, then past ones, newest first */
};

struct ticket_row {            /* "TicketRow": lists and search */
    ticket_id id; int64_t number;
    struct str subject, person_name, owner_name, state, turn, channel, next_text, snippet;
    time_ms created_ms, updated_ms, next_due_ms;
};
struct ticket_page { struct list tickets; struct str next; bool more; int64_t count; }; /* "TicketPage": next = cursor of the next page, NULL at the end */

struct colleague_view { colleague_id id; struct str name, public_name, role, presence, about; int64_t open, due_today, capacity; bool active; }; /* "Colleague" */
struct colleague_list { struct list colleagues; }; /* "ColleagueList" */

struct me_view {               /* "Me" */
    colleague_id id; struct str name, public_name, email, role, presence, language, time_zone, desk_name, csrf;
    struct str signature;      /* my own, below my answers; "" the name alone */
    time_ms presence_until_ms, now_ms;
    bool may_quarantine;       /* may look through the quarantine: leaders, admins, stewards */
};

extern const struct shape desk_row_shape, handover_view_shape, desk_view_shape, attachment_view_shape,
    recipient_view_shape, message_view_shape,
    promise_view_shape, event_view_shape, alternative_view_shape, proposal_view_shape, people_view_shape, ticket_view_shape, ticket_row_shape,
    ticket_page_shape, colleague_view_shape, colleague_list_shape, me_view_shape;

MUST_CHECK enum status desk_read(struct app *app, TALLOC_CTX *mem, const struct who *who, struct desk_view *out, struct err *err);
MUST_CHECK enum status ticket_read(struct app *app, TALLOC_CTX *mem, const struct who *who, ticket_id ticket, struct ticket_view *out, struct err *err);
MUST_CHECK enum status ticket_seen(struct app *app, const struct who *who, ticket_id ticket, struct err *err);

struct ticket_filter { int64_t owner; struct str state, q, after; int64_t limit; }; /* q: search words; after: cursor */
extern const struct shape ticket_filter_shape; /* from the query string */
MUST_CHECK enum status ticket_list(struct app *app, TALLOC_CTX *mem, const struct who *who, const struct ticket_filter *filter, struct ticket_page *out, struct err *err);

MUST_CHECK enum status colleague_list_read(struct app *app, TALLOC_CTX *mem, const struct who *who, struct colleague_list *out, struct err *err);

struct presence_input { int presence; time_ms until_ms; };
extern const struct shape presence_input_shape; /* "PresenceInput" */
MUST_CHECK enum status presence_set(struct app *app, const struct who *who, const struct presence_input *in, struct err *err);

/* Content with the same rights as its ticket. */
struct file_content { struct str name, type, bytes; };
MUST_CHECK enum status message_html(struct app *app, TALLOC_CTX *mem, const struct who *who, message_id message, struct str *html, struct err *err);
/* The picture CID of the mail MESSAGE, for its frame: asks no rights, the caller has checked a signed address. */
MUST_CHECK enum status message_image(struct app *app, TALLOC_CTX *mem, message_id message, struct str cid, struct file_content *out, struct err *err);
MUST_CHECK enum status message_raw(struct app *app, TALLOC_CTX *mem, const struct who *who, message_id message, struct str *raw, struct err *err);
MUST_CHECK enum status attachment_read(struct app *app, TALLOC_CTX *mem, const struct who *who, attachment_id attachment, struct file_content *out, struct err *err);
/* A picture to be shown: an attachment, or an upload of WHO's own, whose number it keeps once a message carries it. What its first
 * bytes do not show to be a picture is NOT_FOUND. */
MUST_CHECK enum status picture_read(struct app *app, TALLOC_CTX *mem, const struct who *who, int64_t id, struct file_content *out, struct err *err);

/* The stream of changes: entries after SEQ that WHO may see; checked anew at each event (AC-085). */
struct change { int64_t seq; struct str kind; ticket_id ticket; };
MUST_CHECK enum status changes_after(struct app *app, TALLOC_CTX *mem, const struct who *who, int64_t seq, struct list *out /* struct change */, int64_t *last, struct err *err);
