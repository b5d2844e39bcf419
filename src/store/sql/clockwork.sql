-- promises_due
-- Open promises whose time has passed, the one that has waited longest first; one row a ticket. The '+' keeps SQLite from
-- grouping by the index on ticket_id, through all promises that ever were.
SELECT +ticket_id AS ticket_id, MIN(due_ms) AS due_ms FROM promise
 WHERE state = 'open' AND due_ms < :now
 GROUP BY 1
 ORDER BY due_ms
 LIMIT :most;

-- promises_to_warn
SELECT id, ticket_id FROM promise WHERE state = 'open' AND warn_ms IS NOT NULL AND warn_ms <= :now ORDER BY warn_ms LIMIT :most;

-- promise_warned
UPDATE promise SET warn_ms = NULL, warned_ms = :now WHERE id = :id AND state = 'open' AND warn_ms IS NOT NULL;

-- promise_warn_later
UPDATE promise SET warn_ms = :warn_ms WHERE id = :id AND state = 'open' AND warn_ms IS NOT NULL;

-- promise_alarm_put
INSERT INTO promise_alarm (promise_id, ticket_id, at_ms) VALUES (:promise_id, :ticket_id, :at_ms)
    ON CONFLICT (promise_id) DO UPDATE SET at_ms = excluded.at_ms;

-- promise_alarms_due
SELECT promise_id AS id, ticket_id FROM promise_alarm WHERE at_ms <= :now ORDER BY at_ms LIMIT :most;

-- promise_alarm_done
DELETE FROM promise_alarm WHERE promise_id = :promise_id;

-- promise_first_alarm
SELECT MIN(at_ms) FROM promise_alarm;

-- follow_ups_due
SELECT id AS ticket_id FROM ticket WHERE follow_up_ms IS NOT NULL AND follow_up_ms <= :now ORDER BY follow_up_ms LIMIT :most;

-- follow_up_told
-- Moves no version: nothing that a writer saw has changed.
UPDATE ticket SET follow_up_ms = NULL WHERE id = :id AND follow_up_ms IS NOT NULL;

-- promise_first_due
SELECT MIN(due_ms) FROM promise WHERE state = 'open';

-- promise_first_warning
SELECT MIN(warn_ms) FROM promise WHERE state = 'open' AND warn_ms IS NOT NULL;

-- follow_up_first
SELECT MIN(follow_up_ms) FROM ticket WHERE follow_up_ms IS NOT NULL;

-- stewards_pile
-- What fell to a team's steward because nobody had room, and no human has answered yet (O2); first owed first.
SELECT t.id AS ticket_id
  FROM ticket t
  JOIN ownership o ON o.id = t.ownership_id
 WHERE t.state IN ('open', 'proposed') AND t.team_id = :team_id AND t.owner_id = :steward_id AND t.acknowledged_ms IS NULL
   AND o.reason = 'steward'
 ORDER BY t.next_due_ms
 LIMIT :most;

-- lease_take
-- Whoever finds it free or run out has it; no row changes otherwise.
INSERT INTO lease (name, holder, token, until_ms) VALUES (:name, :holder, :token, :until_ms)
    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, token = excluded.token, until_ms = excluded.until_ms
     WHERE lease.until_ms <= :now;

-- lease_end
UPDATE lease SET until_ms = 0 WHERE name = :name AND token = :token;
