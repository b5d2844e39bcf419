-- desk_rows
-- What one colleague looks after, first owed first; on SQLite read from the index ticket_desk alone.
SELECT id, number, subject, person_name, channel, state, turn, next_kind, next_text, next_due_ms, created_ms,
       customer_wrote_ms, hops,
       (customer_wrote_ms IS NOT NULL AND (seen_ms IS NULL OR seen_ms < customer_wrote_ms)) AS unread, mail_trouble
  FROM ticket
 WHERE owner_id = :colleague_id AND state IN ('open', 'proposed')
 ORDER BY next_due_ms, id
 LIMIT 500;

-- desk_offers
-- Offers that wait for a word: to this colleague, and those that this colleague made.
SELECT h.id, h.ticket_id, h.state, h.reason, h.reason_text, h.summary, h.customer_text, h.answer_text, h.from_id, h.to_id,
       h.offered_ms, h.expires_ms, h.answered_ms, h.loan_until_ms, h.loan_step, t.number, t.subject, t.person_name, t.next_due_ms,
       t.next_text,
       (SELECT count(*) FROM promise p WHERE p.ticket_id = h.ticket_id AND p.state = 'open') AS promise_count
  FROM handover h JOIN ticket t ON t.id = h.ticket_id
 WHERE h.state = 'offered' AND (h.to_id = :colleague_id OR h.from_id = :colleague_id OR t.owner_id = :colleague_id)
 ORDER BY h.expires_ms
 LIMIT 500;

-- ticket_view_row
-- One ticket for reading, with its customer.
SELECT t.id, t.number, t.version, t.subject, t.state, t.turn, t.channel, t.urgency, t.language, t.person_id, t.person_name,
       t.owner_id, t.team_id, t.mailbox_id, t.created_ms, t.acknowledged_ms, t.customer_wrote_ms, t.resolved_ms, t.hops, t.reopened,
       t.next_kind, t.next_text, t.next_due_ms, r.kind AS resolved_by,
       (SELECT count(*) FROM ticket_copy c WHERE c.ticket_id = t.id AND c.removed_ms IS NULL) AS copies,
       coalesce((SELECT i.address FROM identity i WHERE i.person_id = t.person_id AND i.kind = 'email' ORDER BY i.id LIMIT 1), '') AS person_address,
       coalesce((SELECT o.name FROM organization o JOIN person p ON p.organization_id = o.id WHERE p.id = t.person_id), '') AS organization
  FROM ticket t LEFT JOIN resolution r ON r.id = t.resolution_id
 WHERE t.id = :id;

-- message_views
SELECT m.id, m.kind, m.direction, m.text, m.folded, m.from_address, m.to_addresses, m.verified, m.automatic, m.state,
       m.state_text, m.subject, m.colleague_id AS author_id, m.html IS NOT NULL AS has_html, m.raw_id IS NOT NULL AS has_raw,
       m.stranger, m.thanks, m.at_ms, m.problems, m.auth_text, coalesce(p.name, m.from_name) AS author_name,
       coalesce(o.maybe_twice, false) AS maybe_twice,
       CASE WHEN m.kind = 'email' AND o.state = 'waiting' AND o.attempts = 0 THEN o.send_ms END AS undo_until_ms,
       CASE WHEN o.state = 'waiting' THEN o.send_ms END AS send_ms,
       coalesce(o.state = 'waiting' AND o.attempts = 0 AND o.scheduled, false) AS overtaken, o.delivered_ms, coalesce(o.copies, 0) AS copies
  FROM message m LEFT JOIN person p ON p.id = m.person_id LEFT JOIN outbox o ON o.message_id = m.id
 WHERE m.ticket_id = :ticket_id AND m.state <> 'undone' AND NOT (m.kind = 'automatic' AND m.direction = 'internal')
 ORDER BY m.at_ms, m.id
 LIMIT 10000;

-- recipient_views
-- Who gets what had copies, in the order of the messages.
SELECT o.message_id, r.address, coalesce(p.name, '') AS name, r.kind, r.state, r.reply, r.delivered_ms
  FROM message m JOIN outbox o ON o.message_id = m.id JOIN outbox_recipient r ON r.outbox_id = o.id
  LEFT JOIN person p ON p.id = r.person_id
 WHERE m.ticket_id = :ticket_id AND m.state <> 'undone' AND o.copies > 0
 ORDER BY m.at_ms, m.id, r.kind DESC, r.address
 LIMIT 10000;

-- attachment_views
SELECT a.message_id, a.id, a.name, a.type, a.size, a.inline, a.cid
  FROM message m JOIN attachment a ON a.message_id = m.id
 WHERE m.ticket_id = :ticket_id AND m.state <> 'undone'
 ORDER BY m.at_ms, m.id, a.id
 LIMIT 10000;

-- promise_views
SELECT p.id, p.kind, p.text, p.state, c.name AS made_by_name, p.renewed_why, p.due_ms, p.made_ms, p.closed_ms, p.kept_late_ms,
       p.renewals, p.message_id
  FROM promise p LEFT JOIN colleague c ON c.id = p.made_by_id
 WHERE p.ticket_id = :ticket_id
 ORDER BY p.made_ms, p.id
 LIMIT 10000;

-- proposal_views
SELECT p.id, p.kind, p.text, p.state, p.made_ms, p.remind_ms, p.rest_ms, p.answered_ms, c.name AS made_by_name
  FROM proposal p JOIN colleague c ON c.id = p.made_by_id
 WHERE p.ticket_id = :ticket_id
 ORDER BY p.made_ms, p.id
 LIMIT 10000;

-- alternative_views
-- In the order of the proposals above.
SELECT a.proposal_id, a.id, a.text, a.detail, a.by_text, a.leader_id, a.chosen
  FROM proposal p JOIN alternative a ON a.proposal_id = p.id
 WHERE p.ticket_id = :ticket_id
 ORDER BY p.made_ms, p.id, a.place
 LIMIT 10000;

-- handover_views
-- The open offer first, then past ones, newest first.
SELECT h.id, h.ticket_id, h.state, h.reason, h.reason_text, h.summary, h.customer_text, h.answer_text, h.from_id, h.to_id,
       h.offered_ms, h.expires_ms, h.answered_ms, h.loan_until_ms, h.loan_step
  FROM handover h
 WHERE h.ticket_id = :ticket_id
 ORDER BY h.state <> 'offered', h.offered_ms DESC
 LIMIT 10000;

-- ticket_events
-- All that happened to a ticket. What of it is shown is a list in ticket_view.c: SQLite would build a tree of the words
-- for each ticket that is opened.
SELECT seq, at_ms, kind, actor_kind, actor_id, data
  FROM journal
 WHERE ticket_id = :ticket_id
 ORDER BY seq
 LIMIT 10000;

-- ticket_events_after
SELECT seq, at_ms, kind, actor_kind, actor_id, data
  FROM journal
 WHERE ticket_id = :ticket_id AND seq > :seq
 ORDER BY seq
 LIMIT 10000;

-- overrule_reasons
-- Why leaders named another owner, oldest first (O5).
SELECT id, reason FROM ownership WHERE ticket_id = :ticket_id AND way = 'overrule' ORDER BY id LIMIT 100;

-- seen_put
INSERT INTO seen (colleague_id, ticket_id, at_ms) VALUES (:colleague_id, :ticket_id, :at_ms)
    ON CONFLICT (colleague_id, ticket_id) DO UPDATE SET at_ms = excluded.at_ms;

-- ticket_rows_newest
-- A page of the list, newest first, of what this colleague may read.
SELECT t.id, t.number, t.subject, t.person_name, c.name AS owner_name, t.state, t.turn, t.channel, t.next_text, '' AS snippet,
       t.created_ms, t.updated_ms, t.next_due_ms
  FROM ticket t JOIN colleague c ON c.id = t.owner_id
 WHERE (t.created_ms < :before_ms OR (t.created_ms = :before_ms AND t.id < :before_id))
   AND (:state = '' OR t.state = :state)
   AND (:owner_id = 0 OR t.owner_id = :owner_id)
   AND (t.owner_id = :colleague_id
        OR EXISTS (SELECT 1 FROM team_member m WHERE m.team_id = t.team_id AND m.colleague_id = :colleague_id)
        OR EXISTS (SELECT 1 FROM handover h WHERE h.ticket_id = t.id AND h.state = 'offered' AND h.to_id = :colleague_id))
 ORDER BY t.created_ms DESC, t.id DESC
 LIMIT :most;

-- ticket_row_found
-- One found ticket, with the beginning of the message in which the words stand.
SELECT t.id, t.number, t.subject, t.person_name, c.name AS owner_name, t.state, t.turn, t.channel, t.next_text,
       coalesce((SELECT substr(m.text, 1, 200) FROM message m WHERE m.id = :message_id), '') AS snippet,
       t.created_ms, t.updated_ms, t.next_due_ms
  FROM ticket t JOIN colleague c ON c.id = t.owner_id
 WHERE t.id = :ticket_id
   AND (:state = '' OR t.state = :state)
   AND (:owner_id = 0 OR t.owner_id = :owner_id);

-- message_image_part
-- A picture inside of a mail, by its Content-ID.
SELECT a.id, m.ticket_id, a.part, m.raw_id, a.name, a.type
  FROM attachment a JOIN message m ON m.id = a.message_id
 WHERE a.message_id = :message_id AND a.cid = :cid
 LIMIT 1;
