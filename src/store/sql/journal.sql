-- journal_tip
-- The last entry's place and digest; no row in a new desk.
SELECT seq, digest FROM journal ORDER BY seq DESC LIMIT 1;

-- journal_insert
-- One entry, behind the tip that was read in the same unit.
INSERT INTO journal (seq, at_ms, actor_kind, actor_id, kind, ticket_id, data, digest)
VALUES (:seq, :at_ms, :actor_kind, :actor_id, :kind, :ticket_id, :data, :digest);

-- journal_after
-- The stream of events: what came after an entry, oldest first.
SELECT seq, at_ms, actor_kind, actor_id, kind, ticket_id, data
  FROM journal
 WHERE seq > :seq
 ORDER BY seq
 LIMIT :limit;

-- journal_of_ticket
-- One ticket's history.
SELECT seq, at_ms, actor_kind, actor_id, kind, ticket_id, data
  FROM journal
 WHERE ticket_id = :ticket_id
 ORDER BY seq;

-- journal_chain
-- Entries with their digests, for the check of the chain (I8).
SELECT seq, at_ms, actor_kind, actor_id, kind, ticket_id, data, digest
  FROM journal
 WHERE seq > :seq
 ORDER BY seq
 LIMIT :limit;
