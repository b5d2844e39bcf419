#pragma once
/* The caller's end of the parse processes: MIME, character sets and HTML are read elsewhere, without rights.
 *
 * A pool of at most `workers` processes, each started when it is first needed (parse_process.h). Each call takes a free
 * worker, waiting if none is, sends one request, reads one answer. A worker that crashes, hangs beyond
 * LIMIT_PARSE_CPU_MS × a factor, or answers rubbish is killed and replaced; the call fails with BROKEN (parse.crashed,
 * parse.timeout), which the caller answers by keeping the raw mail as a visible ticket (G4). Where none can be started it
 * fails with UNAVAILABLE (parse.start): the mail may come again.
 * Safe from several threads.
 */
#include "mail/mail.h"

struct parse_pool;

/* PROGRAM: the file of this program; NULL for the one that runs. */
MUST_CHECK enum status parse_pool_new(TALLOC_CTX *mem, int workers, const char *program, struct str authserv_id,
                                      struct parse_pool **out, struct err *err);
void parse_pool_free(struct parse_pool *pool);

/* Ends the processes that had nothing to do since the last call: each takes as much memory as the rest of the desk at rest, and is
 * started again within a blink. To be called now and then. */
void parse_pool_rest(struct parse_pool *pool);

/* Reads one RFC 5322 message. INVALID never: the worst mail still gives a struct with problems. */
MUST_CHECK enum status parse_mail(struct parse_pool *pool, TALLOC_CTX *mem, struct str raw, struct mail *out,
                                  struct err *err);

/* The decoded bytes of one attachment of it. NOT_FOUND when it has no such part. */
MUST_CHECK enum status parse_part(struct parse_pool *pool, TALLOC_CTX *mem, struct str raw, int64_t part,
                                  struct str *bytes, struct err *err);

/* HTML from an agent or a paste, cleaned by the same allowlist. */
MUST_CHECK enum status parse_html(struct parse_pool *pool, TALLOC_CTX *mem, struct str html, struct str *clean,
                                  struct err *err);
