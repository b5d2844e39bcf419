-- How mail is taken in: mailboxes of others' servers that are fetched, and webhooks that hand mails over.

-- A mailbox that is fetched, by IMAP or POP3.
CREATE TABLE mailbox_fetch (
    mailbox_id bigint PRIMARY KEY REFERENCES mailbox(id),
    version bigint NOT NULL,                 -- another one each time that somebody sets it: a fetcher with the old one begins anew
    url text NOT NULL,                       -- imap(s)://user@host:port/FOLDER, pop3(s)://user@host:port
    secret bytea,                            -- sealed: the password, or the refresh token; NULL: an application's own right
    token_url text,                          -- OAuth 2: where access tokens come from; NULL: SECRET is a password
    client_id text NOT NULL DEFAULT '',
    client_secret bytea,                     -- sealed
    scope text NOT NULL DEFAULT '',
    keep_days bigint NOT NULL DEFAULT 14,    -- how long mails stay on the server at least, once they are here (F-55)
    afterwards text NOT NULL DEFAULT 'leave' CHECK (afterwards IN ('leave','delete','move')),
    move_to text NOT NULL DEFAULT '',        -- the folder, where they are moved
    uidvalidity bigint, uid bigint,          -- IMAP: how far it is read
    seen_ms bigint,                          -- when it was last looked into
    error text,                              -- why it cannot be, for people; NULL while it can
    failed_ms bigint                         -- since when
);

-- Mails on such a server that are in the desk, by their name there: IMAP's UIDVALIDITY/UID where they will be removed,
-- POP3's unique id always, for it is all that tells old mails from new ones (RFC 1939, 7).
CREATE TABLE mailbox_taken (
    mailbox_id bigint NOT NULL REFERENCES mailbox(id),
    name text NOT NULL,
    taken_ms bigint NOT NULL,
    PRIMARY KEY (mailbox_id, name)
);
CREATE INDEX mailbox_taken_at ON mailbox_taken (mailbox_id, taken_ms);

-- Who may hand mails for a mailbox over by HTTP: whoever knows the secret, of which only the digest is here.
CREATE TABLE mailbox_ingress (
    mailbox_id bigint PRIMARY KEY REFERENCES mailbox(id),
    secret_sha256 bytea NOT NULL UNIQUE,
    made_ms bigint NOT NULL
);

INSERT INTO mailbox_fetch (mailbox_id, version, url, secret, keep_days, uidvalidity, uid, seen_ms, error)
SELECT id, 1, imap_url, imap_secret, imap_keep_days, imap_uidvalidity, imap_uid, imap_seen_ms, imap_error
  FROM mailbox
 WHERE imap_url IS NOT NULL;
ALTER TABLE mailbox DROP COLUMN imap_url;
ALTER TABLE mailbox DROP COLUMN imap_secret;
ALTER TABLE mailbox DROP COLUMN imap_keep_days;
ALTER TABLE mailbox DROP COLUMN imap_uidvalidity;
ALTER TABLE mailbox DROP COLUMN imap_uid;
ALTER TABLE mailbox DROP COLUMN imap_seen_ms;
ALTER TABLE mailbox DROP COLUMN imap_error;
