-- Servers that take an access token instead of a password for what a mailbox sends (OAuth 2).
CREATE TABLE mailbox_send_oauth (
    mailbox_id bigint PRIMARY KEY REFERENCES mailbox(id),
    token_url text NOT NULL,
    client_id text NOT NULL,
    client_secret bytea,                     -- sealed, as all that follow; NULL: a public client
    scope text NOT NULL DEFAULT '',
    refresh_token bytea,                     -- NULL: an application's own right
    access_token bytea,                      -- the last one
    access_until_ms bigint                   -- how long it is good
);
