#pragma once
/* Every maximum on what comes from outside, one line and one reason each. Bytes unless the name says otherwise. */
#include <stddef.h>

enum {
    LIMIT_MAIL_BYTES = 50 * 1024 * 1024,       /* what big providers accept; announced by SIZE */
    LIMIT_MAIL_ANSWER_BYTES = 64 * 1024 * 1024, /* of a fetched server, to one command: the largest mail and some words */
    LIMIT_MAILBOX_MAILS = 1000 * 1000,          /* in a mailbox that is fetched by POP3, which lists all at each look */
    LIMIT_MAIL_HEADER_BYTES = 256 * 1024,      /* a header section; no honest mail is near it */
    LIMIT_MAIL_LINE_BYTES = 64 * 1024,         /* RFC 5322 says 998; broken senders exceed it */
    LIMIT_MAIL_PARTS = 1000,
    LIMIT_MAIL_DEPTH = 50,
    LIMIT_MAIL_ADDRESSES = 1000,
    LIMIT_LMTP_RECIPIENTS = 200,               /* of one mail; RFC 5321 asks for 100 at least */
    LIMIT_LMTP_LINE_BYTES = 4 * 1024,          /* one command: RFC 5321 says 512, and extensions add to it */
    LIMIT_LMTP_REPLY_BYTES = 256 * 1024,       /* replies that wait for the sender to read them */
    LIMIT_LMTP_ERRORS = 20,                    /* of a client, before we hang up */
    LIMIT_LMTP_CONNECTIONS = 32,               /* a thread each; more wait to be accepted */
    LIMIT_LMTP_MEMORY_BYTES = 256 * 1024 * 1024, /* of half-received mails in all conversations */
    LIMIT_MAIL_TEXT_BYTES = 2 * 1024 * 1024,   /* shown text of one mail; the raw source is kept whole */
    LIMIT_MAIL_HTML_BYTES = 4 * 1024 * 1024,
    LIMIT_PARSE_MEMORY_BYTES = 64 * 1024 * 1024, /* G12 */
    LIMIT_PARSE_CPU_MS = 1000,                   /* G12 */
    LIMIT_SUBJECT_BYTES = 1000,
    LIMIT_NAME_BYTES = 200,
    LIMIT_ADDRESS_BYTES = 320,                 /* RFC 5321: 64 + @ + 255 */
    LIMIT_REPLY_BODY_BYTES = 512 * 1024,       /* what one agent or customer writes by hand */
    LIMIT_LINE_BYTES = 2000,                   /* a promise, a reason, one line of something */
    LIMIT_PARAGRAPH_BYTES = 16 * 1024,         /* a summary, an understanding */
    LIMIT_PROMISES_PER_MESSAGE = 20,
    LIMIT_COPIES = 50,                         /* recipients of one answer beside the customer: more is a newsletter */
    LIMIT_NAMED_COPIES = 10,                   /* whom one mail of a customer brings into copy: more is a mailing, and brings nobody */
    LIMIT_SENDER_ALIKE = 20,                   /* tickets of one sender within an hour whose subjects differ in numbers at most: what
                                                  comes beyond them gathers on the newest */
    LIMIT_SENDER_TICKETS = 100,                /* the same whatever they are called: a person has not so many problems an hour */
    LIMIT_MESSAGE_FILES = 20,
    LIMIT_UPLOAD_BYTES = 20 * 1024 * 1024,     /* one file, and all of one answer: as base64 what most mail servers take */
    LIMIT_UPLOADS_WAITING_BYTES = 200 * 1024 * 1024, /* of one colleague, that no message carries yet */
    LIMIT_ALTERNATIVES = 8,                    /* beside a no; whoever is offered more chooses none */
    LIMIT_JSON_DEPTH = 32,
    LIMIT_REQUEST_BODY_BYTES = 1024 * 1024,    /* JSON and forms */
    LIMIT_REQUEST_MEMORY_BYTES = 32 * 1024 * 1024,
    LIMIT_ANSWER_BYTES = 16 * 1024 * 1024,
    LIMIT_URL_BYTES = 8 * 1024,
    LIMIT_SESSIONS = 20,                       /* of one colleague: the oldest ends for the next (AC-083) */
    LIMIT_PASSWORD_BYTES = 1024,
    LIMIT_OAUTH_TOKEN_BYTES = 16 * 1024,       /* those of big providers have 2 to 4 KB */
    LIMIT_PAGE_ROWS = 200,                     /* rows of one list answer */
    LIMIT_DESK_ROWS = 500,                     /* rows of My desk */
    LIMIT_BLOB_CHUNK_BYTES = 256 * 1024,       /* one stored piece of a raw mail: bounds memory */
    LIMIT_CONFIG_BYTES = 1024 * 1024,
    LIMIT_TEMPLATE_BYTES = 1024 * 1024,
    LIMIT_TEMPLATE_STEPS = 1000 * 1000,        /* tokens that one rendering writes: lists within lists multiply */
    LIMIT_TEMPLATE_DEPTH = 32,                 /* sections and partials within each other */
    LIMIT_LOG_VALUE_BYTES = 1000,              /* one value of a log line */
    LIMIT_LOG_LINE_BYTES = 16 * 1024,
};
