-- Looking through the quarantine, and spam (O10).

ALTER TABLE quarantine ADD COLUMN from_name text NOT NULL DEFAULT '';
ALTER TABLE quarantine ADD COLUMN person_id bigint REFERENCES person(id);       -- a sender whom we know
ALTER TABLE quarantine ADD COLUMN looked_ms bigint;                             -- somebody decided: a ticket, or it stays; NULL: waits
ALTER TABLE quarantine ADD COLUMN looked_by_id bigint REFERENCES colleague(id);
CREATE INDEX quarantine_newest ON quarantine (at_ms, id);
CREATE INDEX quarantine_waiting ON quarantine (at_ms, id) WHERE looked_ms IS NULL;

-- A ticket that one colleague called spam, or two where the customer is known. The row goes when that is taken back.
CREATE TABLE spam_mark (
    ticket_id bigint PRIMARY KEY REFERENCES ticket(id),
    asked_by_id bigint NOT NULL REFERENCES colleague(id),
    asked_ms bigint NOT NULL,
    agreed_by_id bigint REFERENCES colleague(id),  -- NULL with agreed_ms: nobody had to
    agreed_ms bigint,                              -- NULL: waits for a second colleague
    CHECK (agreed_by_id IS NULL OR agreed_ms IS NOT NULL),
    CHECK (agreed_by_id <> asked_by_id)
);

-- Since when an unknown sender's mails go to the quarantine, because the first was spam. NULL: they do not.
ALTER TABLE person ADD COLUMN spam_ms bigint;
