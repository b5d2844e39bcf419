#pragma once
/* A mail as the rest of the program knows it: the plain structure that the parse process makes of bytes.
 *
 * Everything in it is valid UTF-8, within the limits of base/limits.h, and lives in one memory context. mail_pack.h
 * brings it from the parse process to its caller; mail_json.h is what `buckstop dev mail` prints.
 */
#include "base/shape.h"
#include "base/str.h"
#include "base/types.h"

struct mail_address {
    struct str address; /* addr-spec, domain lower-case and A-label decoded; "" when unreadable */
    struct str name;    /* display name, "" when none */
};

enum mail_automatic { MAIL_HUMAN, MAIL_AUTO_REPLY, MAIL_LIST, MAIL_BOUNCE, MAIL_REPORT, MAIL_AUTOMATIC_COUNT };
extern const char *const mail_automatic_words[MAIL_AUTOMATIC_COUNT]; /* no auto-reply list bounce report */

struct mail_attachment {
    int64_t part;       /* index of the MIME part, counted depth first from 0: mail_part fetches it */
    struct str name;    /* cleaned, never empty, no path, no control characters */
    struct str type;    /* sniffed where the content tells, else the declared one */
    int64_t size;       /* decoded bytes */
    struct str sha256;  /* hex, of the decoded bytes */
    bool is_inline;     /* JSON key "inline" */
    struct str cid;     /* Content-ID without <>, or NULL */
};

struct mail_bounced {
    struct str address;
    struct str status;  /* RFC 3463 "5.1.1", or "" */
    struct str action;  /* failed delayed delivered relayed expanded */
    struct str kind;    /* hard (the address is dead) soft unknown: see mail_bounce.h */
    struct str reason;  /* a word for why: "unknown_user", "mailbox_full" …; see mail_bounce.h */
};

struct mail_problem {
    struct str key;     /* "too_deep", "bad_charset", "duplicate_from" … */
    struct str text;    /* for a person */
};

struct mail {
    struct mail_address from;
    bool from_is_sure;             /* exactly one plain From address (AC-011) */
    struct list reply_to, to, cc;  /* struct mail_address */
    struct str subject;            /* decoded, one line; "" when none */
    struct str date;               /* RFC 3339, or NULL when missing or unreadable */
    time_ms date_ms;
    struct str message_id;         /* without <>, NULL when none */
    struct str in_reply_to;        /* the first, without <> */
    struct list references;        /* struct mail_reference, oldest first, deduplicated; In-Reply-To's among them */
    struct str text;               /* whole body as text */
    struct str html;               /* sanitised, or NULL */
    struct str visible;            /* what the sender wrote */
    struct str folded;             /* quotes and signature, in order, "" when none */
    struct list attachments;       /* struct mail_attachment */
    enum mail_automatic automatic;
    bool has_bounce;
    struct str bounced_message_id; /* Message-ID of our mail that the report is about, or NULL */
    struct list bounced;           /* struct mail_bounced */
    bool thanks;                   /* a mere thanks (R2): no question, no new fact */
    struct list delivered_to;      /* struct mail_address: Delivered-To, X-Original-To, Envelope-To (AC-021: only a hint) */
    struct str auth_results;       /* our own Authentication-Results only: "pass", "fail" or "" for DMARC */
    struct str auth_text;          /* SPF, DKIM and DMARC in plain words, a line each; "" when nothing is known */
    struct mail_address forwarded; /* whose mail is passed on; address "" when none is (forward_find.h) */
    struct str forwarded_subject;
    struct str language;           /* of the sender's words: en de fr es; "" when unsure (text_language.h) */
    struct list problems;          /* struct mail_problem */
};

struct mail_reference { struct str message_id; };
