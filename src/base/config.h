#pragma once
/* The one configuration: a commented file of "key = value" lines in the data directory (desk.conf), every
 * key also an environment variable, which wins. A table in config.c has one row a key: name, variable,
 * kind, default, the sentence that the example file and --help print.
 *
 * Errors name the file and the line, or the variable.
 */
#include "base/err.h"
#include "base/str.h"
#include "base/types.h"

struct config {
    struct str data_dir;      /* --data DIR, BUCKSTOP_DATA */
    struct str http;          /* BUCKSTOP_HTTP      address:port, default 127.0.0.1:8080; port 0 picks one */
    struct str lmtp;          /* BUCKSTOP_LMTP      address:port, default 127.0.0.1:2424; empty: none */
    struct str url;           /* BUCKSTOP_URL       the public address, default http://HTTP */
    struct str proxies;       /* BUCKSTOP_PROXY     addresses of proxies whose X-Forwarded-For is believed; empty: none */
    struct str database;      /* BUCKSTOP_DATABASE  "sqlite" (DATA/desk.db, default) or postgresql://… */
    struct str smtp;          /* BUCKSTOP_SMTP      smtp(s)://user:pass@host:port or file:DIR; default file:DATA/outbox */
    bool smtp_plain;          /* BUCKSTOP_SMTP_PLAIN=yes: do not require STARTTLS (a relay on this machine) */
    struct str mail_ca;       /* BUCKSTOP_MAIL_CA   certificates to trust at mail servers (PEM); empty: the system's */
    span_ms undo;             /* BUCKSTOP_UNDO      seconds before an answer leaves, default 8 */
    span_ms receipt_after;    /* BUCKSTOP_RECEIPT_AFTER seconds, default 120 */
    int64_t receipts_an_hour; /* BUCKSTOP_RECEIPTS_AN_HOUR to people who write for the first time, default 500 (AC-126) */
    struct str mail_domain;   /* BUCKSTOP_MAIL_DOMAIN for Message-IDs; default: the domain of the first mailbox */
    struct str authserv_id;   /* BUCKSTOP_AUTHSERV_ID whose Authentication-Results count (RFC 8601); empty: none */
    bool log_json;            /* BUCKSTOP_LOG=json|text */
    struct str ui_dir;        /* --ui DIR: files from disk instead of the embedded ones */
    struct str clock_file;    /* BUCKSTOP_CLOCK: tests only (clock_moved) */
    struct str fault;         /* BUCKSTOP_FAULT: tests only, "point:kill:N" (fault.h) */
};

/* Reads DATA/desk.conf, if there, and the environment over it. INVALID names place and key. */
MUST_CHECK enum status config_load(TALLOC_CTX *mem, struct str data_dir, struct config *out, struct err *err);

/* The example file with every key, its meaning and default, commented out. */
struct str config_example(TALLOC_CTX *mem);
