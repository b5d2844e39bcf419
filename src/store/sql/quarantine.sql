-- quarantine_insert
INSERT INTO quarantine (id, raw_id, why, from_address, from_name, person_id, subject, at_ms)
VALUES (:id, :raw_id, :why, :from_address, :from_name, :person_id, :subject, :at_ms);

-- quarantine_rows
-- A page of the list, newest first: of the teams whose steward the colleague is, or of all.
SELECT q.id, q.raw_id, q.why, q.from_address, q.from_name, q.subject, q.at_ms, b.team_id, b.address AS mailbox,
       q.person_id IS NOT NULL AS known, q.ticket_id, t.number, q.looked_by_id, q.looked_ms
  FROM quarantine q JOIN raw r ON r.id = q.raw_id JOIN mailbox b ON b.id = r.mailbox_id JOIN team s ON s.id = b.team_id
  LEFT JOIN ticket t ON t.id = q.ticket_id
 WHERE (q.at_ms < :before_ms OR (q.at_ms = :before_ms AND q.id < :before_id))
   AND (:steward_id = 0 OR s.steward_id = :steward_id)
   AND (:state = '' OR :state = CASE WHEN q.looked_ms IS NULL THEN 'waiting' WHEN q.ticket_id IS NULL THEN 'left' ELSE 'released' END)
 ORDER BY q.at_ms DESC, q.id DESC
 LIMIT :most;

-- quarantine_row
SELECT q.id, q.raw_id, q.why, q.from_address, q.from_name, q.subject, q.at_ms, b.team_id, b.address AS mailbox,
       q.person_id IS NOT NULL AS known, q.ticket_id, t.number, q.looked_by_id, q.looked_ms
  FROM quarantine q JOIN raw r ON r.id = q.raw_id JOIN mailbox b ON b.id = r.mailbox_id JOIN team s ON s.id = b.team_id
  LEFT JOIN ticket t ON t.id = q.ticket_id
 WHERE q.id = :id AND (:steward_id = 0 OR s.steward_id = :steward_id);

-- quarantine_waiting
-- How many nobody has looked at, up to a number that is many.
SELECT count(*)
  FROM (SELECT 1 FROM quarantine q JOIN raw r ON r.id = q.raw_id JOIN mailbox b ON b.id = r.mailbox_id JOIN team s ON s.id = b.team_id
         WHERE q.looked_ms IS NULL AND (:steward_id = 0 OR s.steward_id = :steward_id)
         LIMIT :most) counted;

-- quarantine_looked
-- Somebody decided; who was slower changes nothing.
UPDATE quarantine SET looked_ms = :now, looked_by_id = :colleague_id, ticket_id = :ticket_id
 WHERE id = :id AND ticket_id IS NULL AND (looked_ms IS NULL OR CAST(:ticket_id AS bigint) IS NOT NULL);

-- quarantine_left_all
-- All that was shown and waits stays where it is.
UPDATE quarantine SET looked_ms = :now, looked_by_id = :colleague_id
 WHERE looked_ms IS NULL AND at_ms <= :until_ms
   AND (:steward_id = 0
        OR raw_id IN (SELECT r.id FROM raw r JOIN mailbox b ON b.id = r.mailbox_id JOIN team s ON s.id = b.team_id
                       WHERE s.steward_id = :steward_id));

-- spam_person_is_known
-- Whether we have served this customer: one of us answered, or a problem of theirs was solved.
SELECT count(*) FROM ticket
 WHERE person_id = :person_id AND state <> 'spam' AND (acknowledged_ms IS NOT NULL OR state IN ('resolved', 'merged'));

-- spam_mark_insert
INSERT INTO spam_mark (ticket_id, asked_by_id, asked_ms, agreed_ms) VALUES (:ticket_id, :colleague_id, :now, :agreed_ms)
    ON CONFLICT (ticket_id) DO NOTHING;

-- spam_mark_agreed
UPDATE spam_mark SET agreed_by_id = :colleague_id, agreed_ms = :now WHERE ticket_id = :ticket_id AND agreed_ms IS NULL;

-- spam_mark_of
SELECT ticket_id, asked_by_id, asked_ms, agreed_by_id, agreed_ms FROM spam_mark WHERE ticket_id = :ticket_id;

-- spam_mark_delete
DELETE FROM spam_mark WHERE ticket_id = :ticket_id;
