#pragma once
/* Access tokens for mail servers that take no passwords (Microsoft 365, Google): OAuth 2 (RFC 6749), asked for at the
 * token address of the provider, and said to the mail server by XOAUTH2.
 *
 * With a refresh token the desk acts for the person who gave it (section 6); without one, for itself as a registered
 * application (client credentials, section 4.4). Safe from any thread.
 */
#include "base/str.h"
#include "base/thread.h"

struct oauth_client {
    struct str token_url;     /* https; http only to this machine */
    struct str client_id;
    struct str client_secret; /* "" none: a public client */
    struct str refresh_token; /* "" none */
    struct str scope;         /* "" as agreed before */
};

struct oauth_token {
    struct str access;
    span_ms lifetime;         /* from now */
    struct str refresh;       /* to be kept instead of the one that was used; "" where that stays */
};

/* Names that people may give instead of a token address: "microsoft", "google". TOKEN_URL and SCOPE are filled where they
 * are empty; an address stays as it is. INVALID (oauth.address) says what is wrong. */
MUST_CHECK enum status oauth_client_complete(struct oauth_client *client, struct err *err);

/* UNSIGNED (oauth.refused): the provider will not give one until somebody consents anew; UNAVAILABLE (oauth.away): later. */
MUST_CHECK enum status oauth_token_get(TALLOC_CTX *mem, const struct oauth_client *client, struct str ca_file,
                                       const struct stop *stop, struct oauth_token *out, struct err *err);
