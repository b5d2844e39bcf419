#pragma once
/* `buckstop mailbox …`: where the mail of an address is fetched from, and who hands it over. */
#include "cli/command.h"
#include "mail/oauth_token.h"

/* How the desk proves to a mail server who it is, in fetching and in sending. */
#define MAILBOX_SECRET_OPTIONS \
    { "password-file", "FILE", "its first line is the password; -: standard input" }, \
    { "oauth", "WHERE", "microsoft, google or the address that gives access tokens, instead of a password" }, \
    { "client", "ID", "by which that provider knows the desk" }, \
    { "client-secret-file", "FILE", "its first line is the client's secret" }, \
    { "refresh-token-file", "FILE", "its first line is the refresh token; without it the client acts for itself" }, \
    { "scope", "WORDS", "what is asked for; microsoft and google have theirs" }

extern const struct option_row mailbox_fetch_options[];
MUST_CHECK enum status mailbox_fetch_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
MUST_CHECK enum status mailbox_list_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
extern const struct option_row mailbox_webhook_options[];
MUST_CHECK enum status mailbox_webhook_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);

/* The client that --oauth, --client, --client-secret-file, --refresh-token-file and --scope describe. */
MUST_CHECK enum status mailbox_client_read(TALLOC_CTX *mem, const struct invocation *in, struct oauth_client *out,
                                           struct err *err);
