#pragma once
/* The customers' private links as rows: one link, one recipient, one ticket. Only digests of tokens, cookies and codes
 * are stored, so that a copy of the database opens no page. */
#include "base/digest.h"
#include "base/shape.h"
#include "store/db.h"

struct page {
    ticket_id ticket_id;
    person_id person_id;
    bool speaks;       /* whose "solved" counts */
    time_ms made_ms;
    time_ms ends_ms;   /* 0 while the ticket is not at rest */
    bool revoked;
};
/* A link for PERSON, who speaks for the ticket if it is theirs; ENDS counts only where it is at rest already. NOT_FOUND
 * (ticket.unknown). */
MUST_CHECK enum status page_insert(struct tx *tx, const struct sha256 *token, ticket_id ticket, person_id person,
                                   time_ms ends, struct err *err);
/* *HAVE false when no such link was ever made. */
MUST_CHECK enum status page_find(struct tx *tx, TALLOC_CTX *mem, const struct sha256 *token, struct page *out,
                                 bool *have, struct err *err);
/* The links of PERSON to TICKET open nothing any more. */
MUST_CHECK enum status pages_revoke(struct tx *tx, ticket_id ticket, person_id person, struct err *err);
MUST_CHECK enum status pages_end(struct tx *tx, ticket_id ticket, time_ms ends,
                                 struct err *err); /* 0: they end no more */

MUST_CHECK enum status page_browser_insert(struct tx *tx, const struct sha256 *cookie, const struct sha256 *token,
                                           time_ms ends, struct err *err);
MUST_CHECK enum status page_browser_known(struct tx *tx, const struct sha256 *cookie, const struct page *page,
                                          bool *known, struct err *err);

struct page_code {
    struct str code_sha256;
    time_ms made_ms;
    int64_t tries;
};
MUST_CHECK enum status page_code_save(struct tx *tx, const struct sha256 *token, const struct sha256 *code,
                                      struct err *err);
MUST_CHECK enum status page_code_find(struct tx *tx, TALLOC_CTX *mem, const struct sha256 *token, struct page_code *out,
                                      bool *have, struct err *err);
MUST_CHECK enum status page_code_try(struct tx *tx, const struct sha256 *token, struct err *err);
MUST_CHECK enum status page_code_delete(struct tx *tx, const struct sha256 *token, struct err *err);

enum { PAGE_MESSAGES_MOST = 200, PAGE_FILES_MOST = 500 };
struct page_message {
    message_id id;
    struct str direction, text;
    time_ms at_ms;
    person_id person_id;
    colleague_id colleague_id;
    struct str person_name, public_name;
};
struct page_file {
    attachment_id id;
    message_id message_id;
    struct str name;
    int64_t size;
};
/* From when on the conversation is PERSON's to read: 0 for the customer, for one in copy when they came (AC-002), never
 * (INT64_MAX) for anybody else. */
MUST_CHECK enum status page_reader_since(struct tx *tx, ticket_id ticket, person_id person, time_ms *since,
                                         struct err *err);
/* Those since SINCE, newest first: the last PAGE_MESSAGES_MOST. */
MUST_CHECK enum status page_messages(struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, time_ms since, struct list *out,
                                     struct err *err);
/* Whether the file is one of those: a number in an address may be any (AC-046). */
MUST_CHECK enum status page_file_shown(struct tx *tx, attachment_id id, time_ms since, bool *shown, struct err *err);
MUST_CHECK enum status page_words_since(struct tx *tx, ticket_id ticket, person_id person, time_ms since,
                                        int64_t *words, struct err *err);
MUST_CHECK enum status page_files(struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, struct list *out, struct err *err);
/* Deletes codes that were made at BEFORE or earlier, and browsers whose time is over. */
MUST_CHECK enum status pages_forget(struct tx *tx, time_ms codes_before, struct err *err);
