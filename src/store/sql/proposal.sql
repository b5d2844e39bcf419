-- proposal_open_of_ticket
-- The one that awaits the customer's word: the database allows no second.
SELECT id, ticket_id, kind, text, message_id, made_by_id, state, made_ms, remind_ms, reminded_ms, rest_ms, noticed_ms,
       look_ms, answered_ms
  FROM proposal
 WHERE ticket_id = :ticket_id AND state = 'open';

-- proposal_insert
INSERT INTO proposal (id, ticket_id, kind, text, message_id, made_by_id, state, made_ms, remind_ms, rest_ms, look_ms,
                      first_alternative_id)
VALUES (:id, :ticket_id, :kind, :text, :message_id, :made_by_id, 'open', :made_ms, :remind_ms, :rest_ms, :look_ms,
        :first_alternative_id);

-- proposal_save
-- What may change: how far silence has come, and the end.
UPDATE proposal
   SET state = :state, reminded_ms = :reminded_ms, noticed_ms = :noticed_ms, rest_ms = :rest_ms, look_ms = :look_ms,
       answered_ms = :answered_ms
 WHERE id = :id;

-- alternative_insert
INSERT INTO alternative (id, proposal_id, place, text, detail, by_text, leader_id)
VALUES (:id, :proposal_id, :place, :text, :detail, :by_text, :leader_id);

-- alternatives_of_proposal
SELECT id, proposal_id, text, detail, by_text, leader_id, chosen
  FROM alternative
 WHERE proposal_id = :proposal_id
 ORDER BY place
 LIMIT 100;

-- alternative_by_id
SELECT id, proposal_id, text, detail, by_text, leader_id, chosen FROM alternative WHERE id = :id;

-- alternative_ticket
SELECT p.ticket_id FROM alternative a JOIN proposal p ON p.id = a.proposal_id WHERE a.id = :id;

-- alternative_choose
UPDATE alternative SET chosen = true WHERE id = :id;

-- proposals_due
SELECT id, ticket_id FROM proposal WHERE state = 'open' AND look_ms <= :now ORDER BY look_ms LIMIT :most;

-- proposal_first_look
SELECT MIN(look_ms) FROM proposal WHERE state = 'open';

-- resolution_insert
INSERT INTO resolution (id, ticket_id, kind, person_id, proposal_id, message_id, via, at_ms)
VALUES (:id, :ticket_id, :kind, :person_id, :proposal_id, :message_id, :via, :at_ms);

-- resolution_kind
SELECT kind FROM resolution WHERE id = :id;
