-- Answers to several people, with files, at a chosen time, signed by the domain that sends them.

-- Who gets a copy of each answer beside the customer. They are no customers of this ticket: their word is shown, it ends nothing.
CREATE TABLE ticket_copy (
    ticket_id bigint NOT NULL REFERENCES ticket(id),
    person_id bigint NOT NULL REFERENCES person(id),
    address text NOT NULL,                         -- as it was written down
    added_ms bigint NOT NULL,                      -- from here on the conversation is theirs to read, nothing before (AC-002)
    added_by_id bigint REFERENCES colleague(id),   -- NULL: named by the customer
    removed_ms bigint,                             -- NULL: still in copy
    PRIMARY KEY (ticket_id, person_id)
);

-- A file that a colleague put in, until a message carries it. Forgotten after a day.
CREATE TABLE upload (
    id bigint PRIMARY KEY,
    colleague_id bigint NOT NULL REFERENCES colleague(id),
    blob_id bigint NOT NULL REFERENCES blob(id),
    name text NOT NULL,
    type text NOT NULL,
    size bigint NOT NULL,
    made_ms bigint NOT NULL
);
CREATE INDEX upload_made ON upload (made_ms);
CREATE INDEX upload_colleague ON upload (colleague_id);

ALTER TABLE outbox ADD COLUMN copies bigint NOT NULL DEFAULT 0;   -- recipients beside the customer; their rows are read only then
ALTER TABLE outbox ADD COLUMN delivered_ms bigint;                -- it arrived everywhere, as reports say (RFC 3461)
ALTER TABLE outbox_recipient ADD COLUMN kind text NOT NULL DEFAULT 'to' CHECK (kind IN ('to','cc','bcc'));
ALTER TABLE outbox_recipient ADD COLUMN delivered_ms bigint;

ALTER TABLE mailbox ADD COLUMN smtp_secret bytea;                 -- password for smtp_url, sealed with the desk's key

-- Further addresses of a mailbox: what is written to one is answered from it.
CREATE TABLE mailbox_alias (lookup text PRIMARY KEY, address text NOT NULL, mailbox_id bigint NOT NULL REFERENCES mailbox(id));

-- Keys that sign what a domain sends (RFC 6376).
CREATE TABLE dkim_key (
    domain text NOT NULL,                          -- lower case, A-labels
    selector text NOT NULL,
    algorithm text NOT NULL CHECK (algorithm IN ('rsa','ed25519')),
    secret bytea NOT NULL,                         -- sealed with the desk's key
    made_ms bigint NOT NULL,
    used_ms bigint,                                -- since when it signs; NULL: its record is not published yet
    PRIMARY KEY (domain, selector)
);
