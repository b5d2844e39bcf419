-- Receipts that are owed (A1): one is written when its time has come and no human was faster, not before, so that a mail
-- costs one row here. Kept in the order in which they fall due.
CREATE TABLE receipt (ticket_id bigint NOT NULL REFERENCES ticket(id), due_ms bigint NOT NULL, PRIMARY KEY (due_ms, ticket_id));
