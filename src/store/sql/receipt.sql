-- receipt_owe
INSERT INTO receipt (ticket_id, due_ms) VALUES (:ticket_id, :due_ms);

-- receipts_due
-- Receipts whose time has come, the one that has waited longest first.
SELECT ticket_id, due_ms FROM receipt WHERE due_ms <= :now ORDER BY due_ms, ticket_id LIMIT :most;

-- receipt_next
SELECT MIN(due_ms) FROM receipt;

-- receipt_done
DELETE FROM receipt WHERE due_ms = :due_ms AND ticket_id = :ticket_id;
