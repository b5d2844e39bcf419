-- verify_owner
-- I1: every ticket that has not ended has one owner, who is still here (active, or locked out and still the named owner).
SELECT (SELECT count(*) FROM ticket WHERE state IN ('open','proposed')) AS checked,
       count(*) AS wrong,
       CASE WHEN count(*) > 0 THEN 'C-' || min(t.number) ELSE '' END AS first
  FROM ticket t LEFT JOIN colleague c ON c.id = t.owner_id
 WHERE t.state IN ('open','proposed') AND (c.id IS NULL OR c.state = 'left');

-- verify_ownership
-- I2: the owner is who the last naming named; each naming begins with the owner whom the one before it named; a handover
-- was accepted by that very colleague; and the journal has one entry for each.
SELECT (SELECT count(*) FROM ownership) AS checked,
       count(*) AS wrong,
       CASE WHEN count(*) > 0 THEN 'C-' || min(bad.number) ELSE '' END AS first
  FROM (SELECT t.number
          FROM ticket t LEFT JOIN ownership o ON o.id = t.ownership_id AND o.ticket_id = t.id AND o.to_id = t.owner_id
         WHERE o.id IS NULL OR o.id <> (SELECT max(l.id) FROM ownership l WHERE l.ticket_id = t.id)
        UNION ALL
        SELECT t.number
          FROM (SELECT id, ticket_id, from_id, lag(to_id) OVER (PARTITION BY ticket_id ORDER BY at_ms, id) AS before_id FROM ownership) o
          JOIN ticket t ON t.id = o.ticket_id
         WHERE coalesce(o.from_id, 0) <> coalesce(o.before_id, 0)
        UNION ALL
        SELECT t.number
          FROM ownership o JOIN ticket t ON t.id = o.ticket_id
          LEFT JOIN handover h ON h.id = o.handover_id AND h.ticket_id = o.ticket_id AND h.to_id = o.to_id AND h.state = 'accepted'
         WHERE o.way = 'handover' AND h.id IS NULL
        UNION ALL
        SELECT t.number
          FROM ticket t
         WHERE (SELECT count(*) FROM ownership o WHERE o.ticket_id = t.id)
            <> (SELECT count(*) FROM journal j WHERE j.ticket_id = t.id AND j.kind IN ('owner.named','owner.moved'))) bad;

-- verify_promise
-- I3: an open ticket whose turn is ours or a helper's has an open promise, and shows the one that is due next.
SELECT (SELECT count(*) FROM ticket WHERE state = 'open' AND turn IN ('us','helper')) AS checked,
       count(*) AS wrong,
       CASE WHEN count(*) > 0 THEN 'C-' || min(t.number) ELSE '' END AS first
  FROM ticket t LEFT JOIN promise p ON p.id = t.next_promise_id AND p.ticket_id = t.id AND p.state = 'open'
 WHERE (t.state = 'open' AND t.turn IN ('us','helper') OR t.next_promise_id IS NOT NULL)
   AND (p.id IS NULL OR p.due_ms <> t.next_due_ms
        OR p.due_ms <> (SELECT min(q.due_ms) FROM promise q WHERE q.ticket_id = t.id AND q.state = 'open'));

-- verify_resolution
-- I4: resolved by the customer's word, or by a proposal's notice and the silence after it; imports apart.
SELECT (SELECT count(*) FROM ticket WHERE state = 'resolved') AS checked,
       count(*) AS wrong,
       CASE WHEN count(*) > 0 THEN 'C-' || min(t.number) ELSE '' END AS first
  FROM ticket t LEFT JOIN resolution r ON r.id = t.resolution_id AND r.ticket_id = t.id
  LEFT JOIN proposal p ON p.id = r.proposal_id AND p.ticket_id = t.id
 WHERE t.state = 'resolved'
   AND (r.id IS NULL
        OR r.kind = 'customer' AND r.person_id IS NULL
        OR r.kind = 'silence' AND (p.id IS NULL OR p.noticed_ms IS NULL OR p.rest_ms IS NULL OR r.at_ms < p.rest_ms));

-- verify_refusal
-- I5: no refusal without an alternative.
SELECT (SELECT count(*) FROM proposal WHERE kind = 'refusal') AS checked,
       count(*) AS wrong,
       CASE WHEN count(*) > 0 THEN 'C-' || min(t.number) ELSE '' END AS first
  FROM proposal p JOIN ticket t ON t.id = p.ticket_id
 WHERE p.kind = 'refusal' AND NOT EXISTS (SELECT 1 FROM alternative a WHERE a.proposal_id = p.id);

-- verify_received
-- I6: each mail that was accepted is on exactly one ticket of its mailbox's team, or in quarantine.
SELECT (SELECT count(*) FROM raw) AS checked,
       count(*) AS wrong,
       CASE WHEN count(*) > 0 THEN 'mail ' || min(bad.id) ELSE '' END AS first
  FROM (SELECT w.id,
               (SELECT count(*) FROM message m WHERE m.raw_id = w.id) AS messages,
               (SELECT count(*) FROM quarantine q WHERE q.raw_id = w.id) AS kept
          FROM raw w) bad
 WHERE bad.messages > 1 OR bad.kept > 1 OR bad.messages + bad.kept = 0;

-- verify_blobs
-- What verify reads in whole to compare digests (I6, G5), in order.
SELECT id FROM blob WHERE id > :after ORDER BY id LIMIT :limit;

-- verify_sent
-- I7: every answer of ours has its one place in the outbox, under the Message-ID that it shows.
SELECT (SELECT count(*) FROM message WHERE direction = 'out') AS checked,
       count(*) AS wrong,
       CASE WHEN count(*) > 0 THEN 'message ' || min(m.id) ELSE '' END AS first
  FROM message m LEFT JOIN outbox o ON o.message_id = m.id
 WHERE m.direction = 'out'
   AND (o.id IS NULL AND m.state IN ('waiting','sending','sent','bounced','stuck')
        OR m.message_id IS NOT NULL AND o.id IS NOT NULL AND o.header_message_id <> m.message_id
        OR m.state = 'sent' AND o.state <> 'sent'
        OR m.state = 'undone' AND o.state IN ('sending','sent'));

-- verify_journal_size
SELECT count(*) FROM journal;

-- verify_workload
-- The counts by which problems are dealt out (O2) equal what is counted anew.
SELECT count(*) AS checked,
       coalesce(sum(CASE WHEN w.owed <> w.owed_now OR w.open <> w.open_now THEN 1 ELSE 0 END), 0) AS wrong,
       coalesce(min(CASE WHEN w.owed <> w.owed_now OR w.open <> w.open_now THEN w.name END), '') AS first
  FROM (SELECT c.name, coalesce(k.owed, 0) AS owed, coalesce(k.open, 0) AS open,
               (SELECT count(*) FROM ticket t WHERE t.owner_id = c.id AND t.state = 'open' AND t.turn <> 'customer') AS owed_now,
               (SELECT count(*) FROM ticket t WHERE t.owner_id = c.id AND t.state IN ('open', 'proposed')) AS open_now
          FROM colleague c LEFT JOIN workload k ON k.colleague_id = c.id) w;

-- verify_hops
-- O6: the third move that counts, and each after it, by a handover that a leader had said yes to.
SELECT (SELECT count(*) FROM ownership WHERE hop) AS checked,
       count(*) AS wrong,
       CASE WHEN count(*) > 0 THEN 'ticket ' || min(o.ticket_id) ELSE '' END AS first
  FROM ownership o JOIN handover h ON h.id = o.handover_id
 WHERE o.hop AND o.way = 'handover' AND h.leader_id IS NULL
   AND (SELECT count(*) FROM ownership b
         WHERE b.ticket_id = o.ticket_id AND b.hop AND (b.at_ms < o.at_ms OR (b.at_ms = o.at_ms AND b.id < o.id))) >= 2;

-- verify_choice
-- R1: one alternative at most, of a no that was answered by choosing.
SELECT count(*) AS checked,
       coalesce(sum(CASE WHEN c.chosen > 1 OR (c.chosen = 1 AND c.state <> 'accepted') THEN 1 ELSE 0 END), 0) AS wrong,
       CASE WHEN max(CASE WHEN c.chosen > 1 OR (c.chosen = 1 AND c.state <> 'accepted') THEN 1 ELSE 0 END) = 1
            THEN 'proposal ' || min(CASE WHEN c.chosen > 1 OR (c.chosen = 1 AND c.state <> 'accepted') THEN c.id END)
            ELSE '' END AS first
  FROM (SELECT p.id, p.state, (SELECT count(*) FROM alternative a WHERE a.proposal_id = p.id AND a.chosen) AS chosen
          FROM proposal p
         WHERE p.kind = 'refusal') c;

-- verify_news
-- A4: what the desk sends by itself, the receipt and what a customer asked for apart.
SELECT (SELECT count(*) FROM automatic_sent WHERE kind = 'notice') AS checked,
       count(*) AS wrong,
       CASE WHEN count(*) > 0 THEN 'ticket ' || min(b.ticket_id) ELSE '' END AS first
  FROM automatic_sent a JOIN automatic_sent b
    ON b.address = a.address AND b.kind = a.kind AND b.at_ms > a.at_ms AND b.at_ms < a.at_ms + 86400000
 WHERE a.kind = 'notice';
