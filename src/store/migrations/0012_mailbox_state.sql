-- How the mailboxes are, and resting one of them.

ALTER TABLE mailbox_fetch ADD COLUMN paused_ms bigint;                      -- since when nobody fetches it; NULL: it is fetched
CREATE INDEX outbox_stuck ON outbox (mailbox_id) WHERE state = 'stuck';
