-- promise_by_id
SELECT id, ticket_id, kind, text, due_ms, state, made_by_id, message_id, made_ms, warn_ms, warned_ms, closed_ms,
       kept_late_ms, renews_id, renewals, renewed_why, chain_id
  FROM promise
 WHERE id = :id;

-- promise_insert
INSERT INTO promise (id, ticket_id, kind, text, due_ms, state, made_by_id, message_id, made_ms, warn_ms, warned_ms,
                     closed_ms, kept_late_ms, renews_id, renewals, renewed_why, chain_id)
VALUES (:id, :ticket_id, :kind, :text, :due_ms, :state, :made_by_id, :message_id, :made_ms, :warn_ms, :warned_ms,
        :closed_ms, :kept_late_ms, :renews_id, :renewals, :renewed_why, :chain_id);

-- promise_save
-- What may change once it was made: never its text nor its time.
UPDATE promise
   SET state = :state, warn_ms = :warn_ms, warned_ms = :warned_ms, closed_ms = :closed_ms,
       kept_late_ms = :kept_late_ms, renewed_why = :renewed_why
 WHERE id = :id;

-- promises_unsettled
-- Open ones, and broken ones that were not made up for.
SELECT id, ticket_id, kind, text, due_ms, state, made_by_id, message_id, made_ms, warn_ms, warned_ms, closed_ms,
       kept_late_ms, renews_id, renewals, renewed_why, chain_id
  FROM promise
 WHERE ticket_id = :ticket_id AND state IN ('open', 'broken')
 ORDER BY due_ms, id
 LIMIT 1000;

-- promises_of_ticket
SELECT id, ticket_id, kind, text, due_ms, state, made_by_id, message_id, made_ms, warn_ms, warned_ms, closed_ms,
       kept_late_ms, renews_id, renewals, renewed_why, chain_id
  FROM promise
 WHERE ticket_id = :ticket_id
 ORDER BY made_ms, id
 LIMIT 1000;

-- promises_of_message_delete
-- An answer that never left promised nothing.
DELETE FROM promise WHERE ticket_id = :ticket_id AND message_id = :message_id;
