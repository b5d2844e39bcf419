-- may_relations
-- What a colleague is to a ticket. A ticket that never was has no row.
SELECT t.owner_id,
       EXISTS (SELECT 1 FROM handover h WHERE h.ticket_id = t.id AND h.state = 'offered' AND h.to_id = :colleague_id) AS offered,
       EXISTS (SELECT 1 FROM team_member m WHERE m.team_id = t.team_id AND m.colleague_id = :colleague_id) AS team,
       EXISTS (SELECT 1 FROM team_member m WHERE m.team_id = t.team_id AND m.colleague_id = :colleague_id AND m.leads) AS leads
  FROM ticket t
 WHERE t.id = :ticket_id;

-- may_speak
-- Whether this recipient's "solved" counts.
SELECT count(*) FROM ticket WHERE id = :ticket_id AND person_id = :person_id;
