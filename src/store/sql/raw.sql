-- raw_insert
INSERT INTO raw (id, blob_id, source, mailbox_id, envelope_from, envelope_to, once, at_ms)
VALUES (:id, :blob_id, :source, :mailbox_id, :envelope_from, :envelope_to, :once, :at_ms);

-- raw_blob
SELECT blob_id FROM raw WHERE id = :id;

-- raw_by_id
SELECT id, source, mailbox_id, envelope_from, envelope_to, at_ms FROM raw WHERE id = :id;

-- raw_known
-- The mail that we have already, and what became of it.
SELECT r.id, m.id AS message_id, t.id AS ticket_id, t.number, t.owner_id, t.person_id
  FROM raw r LEFT JOIN message m ON m.raw_id = r.id LEFT JOIN ticket t ON t.id = m.ticket_id
 WHERE r.once = :once
 ORDER BY m.id
 LIMIT 1;
