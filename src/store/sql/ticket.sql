-- ticket_by_id
-- One ticket, whole; no row when it never existed.
SELECT id, number, subject, state, turn, channel, person_id, person_name, team_id, mailbox_id, owner_id, ownership_id,
       next_promise_id, next_due_ms, next_kind, next_text, follow_up_ms, resolution_id, language, urgency, created_ms,
       updated_ms, version,
       acknowledged_ms, customer_wrote_ms, we_wrote_ms, seen_ms, hops, reopened, resolved_ms, merged_into_id, previous_id, mail_trouble
  FROM ticket
 WHERE id = :id;

-- ticket_insert
-- A new problem. Its owner and promise are rows of the same unit of work: the keys are checked at its end.
INSERT INTO ticket (id, number, subject, state, turn, channel, person_id, person_name, team_id, mailbox_id, owner_id, ownership_id,
                    next_promise_id, next_promise_state, next_due_ms, next_kind, next_text, follow_up_ms, resolution_id, language, urgency,
                    created_ms, updated_ms, acknowledged_ms, customer_wrote_ms, we_wrote_ms, seen_ms, hops, reopened,
                    resolved_ms, merged_into_id, previous_id)
VALUES (:id, :number, :subject, :state, :turn, :channel, :person_id, :person_name, :team_id, :mailbox_id, :owner_id, :ownership_id,
        :next_promise_id, :next_promise_state, :next_due_ms, :next_kind, :next_text, :follow_up_ms, :resolution_id, :language, :urgency,
        :created_ms, :updated_ms, :acknowledged_ms, :customer_wrote_ms, :we_wrote_ms, :seen_ms, :hops, :reopened,
        :resolved_ms, :merged_into_id, :previous_id);

-- ticket_save
-- Over the version that was read, no other.
UPDATE ticket
   SET subject = :subject, state = :state, turn = :turn, person_id = :person_id, person_name = :person_name, team_id = :team_id,
       mailbox_id = :mailbox_id, owner_id = :owner_id, ownership_id = :ownership_id,
       next_promise_id = :next_promise_id, next_promise_state = :next_promise_state, next_due_ms = :next_due_ms,
       next_kind = :next_kind, next_text = :next_text, follow_up_ms = :follow_up_ms, resolution_id = :resolution_id,
       urgency = :urgency, updated_ms = :updated_ms,
       version = version + 1, acknowledged_ms = :acknowledged_ms, customer_wrote_ms = :customer_wrote_ms,
       we_wrote_ms = :we_wrote_ms, seen_ms = :seen_ms, hops = :hops, reopened = :reopened, resolved_ms = :resolved_ms,
       merged_into_id = :merged_into_id
 WHERE id = :id AND version = :version;

-- ownership_insert
-- An owner is named, and by which way.
INSERT INTO ownership (id, ticket_id, from_id, to_id, way, reason, handover_id, hop, at_ms)
VALUES (:id, :ticket_id, :from_id, :to_id, :way, :reason, :handover_id, :hop, :at_ms);

-- tickets_of_person
-- The newest of a customer's problems, for O2.
SELECT id, owner_id, state FROM ticket WHERE person_id = :person_id ORDER BY created_ms DESC, id DESC LIMIT 20;

-- workload_add
-- What a colleague owes and looks after, moved by a step.
INSERT INTO workload (colleague_id, owed, open) VALUES (:colleague_id, :owed, :open)
    ON CONFLICT (colleague_id) DO UPDATE SET owed = workload.owed + excluded.owed, open = workload.open + excluded.open;

-- workload_all
SELECT colleague_id, owed, open FROM workload;

-- ticket_stands
-- No row: there is no such ticket; 2: and this person is its customer or in copy; 1: neither.
SELECT CASE WHEN t.person_id = :person_id
              OR EXISTS (SELECT 1 FROM ticket_copy c
                          WHERE c.ticket_id = t.id AND c.person_id = :person_id AND c.removed_ms IS NULL)
            THEN 2 ELSE 1 END
  FROM ticket t
 WHERE t.id = :id;

-- ticket_of_mail
-- On which of the tickets that a person is on lies the mail with this Message-ID.
SELECT m.ticket_id
  FROM message m JOIN ticket t ON t.id = m.ticket_id
 WHERE m.message_id = :header_id AND m.direction = 'in' AND NOT m.stranger
   AND (t.person_id = :person_id
        OR EXISTS (SELECT 1 FROM ticket_copy c WHERE c.ticket_id = t.id AND c.person_id = :person_id AND c.removed_ms IS NULL))
 ORDER BY m.at_ms DESC
 LIMIT 1;

-- tickets_lately
-- What one sender brought since then, newest first, for storms.
SELECT id, state, subject
  FROM ticket
 WHERE person_id = :person_id AND created_ms > :since_ms
 ORDER BY created_ms DESC, id DESC
 LIMIT :most;

-- ticket_seen_save
-- The owner has looked. No change of the ticket: the version stays.
UPDATE ticket SET seen_ms = :seen_ms WHERE id = :id AND owner_id = :colleague_id;

-- tickets_person_named
-- Lists show the name that we learnt.
UPDATE ticket SET person_name = :name WHERE person_id = :person_id;

-- promise_count_add
INSERT INTO promise_count (colleague_id, month, kept, closed) VALUES (:colleague_id, :month, :kept, :closed)
    ON CONFLICT (colleague_id, month)
    DO UPDATE SET kept = promise_count.kept + excluded.kept, closed = promise_count.closed + excluded.closed;

-- promise_count_of
SELECT kept, closed FROM promise_count WHERE colleague_id = :colleague_id AND month = :month;

-- fill_offerable
-- For the demo: a colleague's open ticket that was answered and is offered to nobody.
SELECT t.id, t.version, t.owner_id
  FROM ticket t JOIN colleague c ON c.id = t.owner_id
 WHERE c.email = :email AND t.state = 'open' AND t.next_kind = 'stated'
   AND NOT EXISTS (SELECT 1 FROM handover h WHERE h.ticket_id = t.id)
 ORDER BY t.next_due_ms DESC
 LIMIT 1;

-- workload_owed
SELECT coalesce(max(owed), 0) FROM workload WHERE colleague_id = :colleague_id;

-- owed_before
-- What somebody has to do before a standing promise of this kind: what falls due until then, and what waits in the same line,
-- also where that was pushed back. On SQLite read from the index ticket_desk alone.
SELECT count(*) FROM (SELECT id FROM ticket
                       WHERE owner_id = :owner_id AND state IN ('open', 'proposed') AND state = 'open' AND turn <> 'customer'
                         AND (next_due_ms <= :due OR next_kind IN ('acknowledgement', 'apology') OR next_kind = :kind)
                         AND id <> :ticket_id
                       LIMIT 500) AS owed;
