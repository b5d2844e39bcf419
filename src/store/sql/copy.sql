-- copies_of_ticket
-- Who is in copy now, in the order in which they came.
SELECT c.person_id, c.address, p.name, c.added_ms
  FROM ticket_copy c JOIN person p ON p.id = c.person_id
 WHERE c.ticket_id = :ticket_id AND c.removed_ms IS NULL
 ORDER BY c.added_ms, c.person_id
 LIMIT 200;

-- copies_ever
-- Who was ever in copy, for the ticket's story.
SELECT c.person_id, c.address, p.name, c.added_ms
  FROM ticket_copy c JOIN person p ON p.id = c.person_id
 WHERE c.ticket_id = :ticket_id
 LIMIT 200;

-- copy_put
-- Who comes back begins anew: what was written meanwhile was not for them.
INSERT INTO ticket_copy (ticket_id, person_id, address, added_ms, added_by_id)
VALUES (:ticket_id, :person_id, :address, :added_ms, :added_by_id)
    ON CONFLICT (ticket_id, person_id)
    DO UPDATE SET address = excluded.address, added_ms = excluded.added_ms, added_by_id = excluded.added_by_id, removed_ms = NULL
 WHERE ticket_copy.removed_ms IS NOT NULL;

-- copy_named
-- Named by the customer. Whoever was taken out stays out: every answer to all would bring them back.
INSERT INTO ticket_copy (ticket_id, person_id, address, added_ms)
VALUES (:ticket_id, :person_id, :address, :added_ms)
    ON CONFLICT (ticket_id, person_id) DO NOTHING;

-- copy_remove
UPDATE ticket_copy SET removed_ms = :now WHERE ticket_id = :ticket_id AND person_id = :person_id AND removed_ms IS NULL;
