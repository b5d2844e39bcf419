-- handover_by_id
SELECT id, ticket_id, from_id, to_id, state, reason, reason_text, summary, customer_text, loan_until_ms, loan_step, offered_ms,
       expires_ms, answered_ms, answer_text, leader_id
  FROM handover
 WHERE id = :id;

-- handover_open_of_ticket
-- The one offer that waits for an answer, if any: the database allows no second.
SELECT id, ticket_id, from_id, to_id, state, reason, reason_text, summary, customer_text, loan_until_ms, loan_step, offered_ms,
       expires_ms, answered_ms, answer_text, leader_id
  FROM handover
 WHERE ticket_id = :ticket_id AND state = 'offered';

-- handover_insert
INSERT INTO handover (id, ticket_id, from_id, to_id, state, reason, reason_text, summary, customer_text, loan_until_ms,
                      loan_step, offered_ms, expires_ms, leader_id)
VALUES (:id, :ticket_id, :from_id, :to_id, 'offered', :reason, :reason_text, :summary, :customer_text, :loan_until_ms,
        :loan_step, :offered_ms, :expires_ms, :leader_id);

-- handover_answer
-- An offer is answered once: no row changes when somebody was faster.
UPDATE handover SET state = :state, answered_ms = :answered_ms, answer_text = :answer_text
 WHERE id = :id AND state = 'offered';

-- handovers_expired
SELECT id, ticket_id FROM handover WHERE state = 'offered' AND expires_ms < :now ORDER BY expires_ms LIMIT :most;

-- loans_over
-- Loans whose time is up and whose ticket still lies with the borrower, by that very loan; the lender is still here.
SELECT h.id, h.ticket_id
  FROM handover h
  JOIN ticket t ON t.id = h.ticket_id
  JOIN ownership o ON o.id = t.ownership_id AND o.handover_id = h.id
  JOIN colleague c ON c.id = h.from_id AND c.state <> 'left'
 WHERE h.state = 'accepted' AND h.loan_until_ms IS NOT NULL AND h.loan_until_ms <= :now AND t.state IN ('open', 'proposed')
 ORDER BY h.loan_until_ms
 LIMIT :most;

-- loan_is_out
-- Whether a ticket lies with the borrower by this very loan, and whoever lent it is still here.
SELECT COUNT(*)
  FROM handover h
  JOIN ticket t ON t.id = h.ticket_id
  JOIN ownership o ON o.id = t.ownership_id AND o.handover_id = h.id
  JOIN colleague c ON c.id = h.from_id AND c.state <> 'left'
 WHERE h.id = :id AND h.state = 'accepted' AND h.loan_until_ms IS NOT NULL AND t.state IN ('open', 'proposed');

-- handover_first_expiry
SELECT MIN(expires_ms) FROM handover WHERE state = 'offered';

-- loan_first_end
SELECT MIN(h.loan_until_ms)
  FROM handover h
  JOIN ticket t ON t.id = h.ticket_id
  JOIN ownership o ON o.id = t.ownership_id AND o.handover_id = h.id
  JOIN colleague c ON c.id = h.from_id AND c.state <> 'left'
 WHERE h.state = 'accepted' AND h.loan_until_ms IS NOT NULL AND t.state IN ('open', 'proposed');

-- due_counts
-- How many tickets of a team fall due with each owner until a moment.
SELECT owner_id, COUNT(*) AS count FROM ticket
 WHERE state IN ('open', 'proposed') AND team_id = :team_id AND next_due_ms <= :until
 GROUP BY owner_id;

-- last_words_of_customer
-- Never what a machine or somebody else wrote: it is quoted as the customer's own (AC-009).
SELECT text FROM message
 WHERE ticket_id = :ticket_id AND direction = 'in' AND kind <> 'automatic' AND NOT stranger
 ORDER BY at_ms DESC, id DESC
 LIMIT 1;
