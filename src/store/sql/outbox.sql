-- outbox_insert
INSERT INTO outbox (id, message_id, mailbox_id, envelope_from, header_message_id, headers, state, send_ms, made_ms, done_ms,
                    drop_if_answered)
VALUES (:id, :message_id, :mailbox_id, :envelope_from, :header_message_id, :headers, :state, :send_ms, :made_ms, :done_ms,
        :drop_if_answered);

-- outbox_recipient_insert
INSERT INTO outbox_recipient (outbox_id, address, person_id, kind, state)
VALUES (:outbox_id, :address, :person_id, :kind, :state);

-- outbox_copies_save
UPDATE outbox SET copies = :copies WHERE id = :id;

-- outbox_schedule
UPDATE outbox SET scheduled = :scheduled, held_ms = :held_ms WHERE id = :id;

-- outbox_was_overtaken
-- The customer wrote after the answer was written, or what it is about has ended since.
SELECT count(*)
  FROM message m JOIN ticket t ON t.id = m.ticket_id
 WHERE m.id = :message_id
   AND (t.customer_wrote_ms > m.at_ms OR t.resolved_ms > m.at_ms OR t.state IN ('merged', 'spam'));

-- outbox_due
SELECT id, message_id, mailbox_id, envelope_from, header_message_id, headers, state, send_ms, attempts, lease_ms, lease_token,
       maybe_twice, last_error, made_ms, done_ms, drop_if_answered, scheduled, held_ms
  FROM outbox
 WHERE state = 'waiting' AND send_ms <= :now AND held_ms IS NULL
 ORDER BY send_ms, id
 LIMIT 1;

-- outbox_lapsed
-- Taken by a worker whose lease ran out (F-42).
SELECT id, message_id, mailbox_id, envelope_from, header_message_id, headers, state, send_ms, attempts, lease_ms, lease_token,
       maybe_twice, last_error, made_ms, done_ms, drop_if_answered, scheduled, held_ms
  FROM outbox
 WHERE state = 'sending' AND lease_ms <= :now
 ORDER BY lease_ms
 LIMIT 1;

-- outbox_next
-- The moment at which something can be taken: the first that waits, or whose lease runs out.
SELECT min(at) FROM (SELECT min(send_ms) AS at FROM outbox WHERE state = 'waiting' AND held_ms IS NULL
                     UNION ALL SELECT min(lease_ms) FROM outbox WHERE state = 'sending') AS next;

-- outbox_by_id
SELECT id, message_id, mailbox_id, envelope_from, header_message_id, headers, state, send_ms, attempts, lease_ms, lease_token,
       maybe_twice, last_error, made_ms, done_ms, drop_if_answered, scheduled, held_ms
  FROM outbox
 WHERE id = :id;

-- outbox_of_message
SELECT id, message_id, mailbox_id, envelope_from, header_message_id, headers, state, send_ms, attempts, lease_ms, lease_token,
       maybe_twice, last_error, made_ms, done_ms, drop_if_answered, scheduled, held_ms
  FROM outbox
 WHERE message_id = :message_id;

-- outbox_lease
-- Whose lease ran out may have sent it and died before saying so (F-06).
UPDATE outbox
   SET state = 'sending', lease_ms = :lease_ms, lease_token = :lease_token, attempts = attempts + 1,
       maybe_twice = (maybe_twice OR state = 'sending')
 WHERE id = :id AND (state = 'waiting' OR (state = 'sending' AND lease_ms <= :now));

-- outbox_save
UPDATE outbox
   SET state = :state, send_ms = :send_ms, attempts = :attempts, lease_ms = :lease_ms, maybe_twice = :maybe_twice,
       last_error = :last_error, done_ms = :done_ms
 WHERE id = :id;

-- outbox_recipients
-- The customer first, then who is in copy.
SELECT outbox_id, address, person_id, kind, state, reply, delivered_ms FROM outbox_recipient WHERE outbox_id = :outbox_id
 ORDER BY kind DESC, address LIMIT 1000;

-- outbox_recipient_save
UPDATE outbox_recipient SET state = :state, reply = :reply WHERE outbox_id = :outbox_id AND address = :address;

-- outbox_recipient_delivered
UPDATE outbox_recipient SET delivered_ms = :delivered_ms WHERE outbox_id = :outbox_id AND address = :address;

-- outbox_delivered
UPDATE outbox SET delivered_ms = :now WHERE id = :id AND delivered_ms IS NULL;

-- outbox_sent_to
-- To whom our mail with this Message-ID went. What a colleague was told is no part of a conversation: it is internal.
SELECT o.id, o.message_id, m.ticket_id, r.person_id, r.address
  FROM outbox o JOIN message m ON m.id = o.message_id JOIN outbox_recipient r ON r.outbox_id = o.id
 WHERE o.header_message_id = :header_message_id AND m.direction = :direction
 ORDER BY r.address;

-- outbox_sent_under
SELECT o.id, o.message_id, m.ticket_id
  FROM outbox o JOIN message m ON m.id = o.message_id
 WHERE o.header_message_id = :header_message_id;

-- outbox_was_answered
-- Human words after a receipt was made; the receipt to spam counts as answered, too (O10).
SELECT count(*) + (SELECT count(*) FROM message m JOIN ticket t ON t.id = m.ticket_id WHERE m.id = :message_id AND t.state = 'spam')
  FROM message mine JOIN message answer ON answer.ticket_id = mine.ticket_id
 WHERE mine.id = :message_id AND answer.direction = 'out' AND answer.kind IN ('email', 'page')
   AND answer.state <> 'undone' AND answer.at_ms >= mine.at_ms;

-- mail_trouble_save
-- Of a mail to the customer; a notice to a colleague is no answer.
UPDATE ticket SET mail_trouble = :trouble
 WHERE id = (SELECT ticket_id FROM message WHERE id = :message_id AND direction = 'out');

-- automatic_count
SELECT count(*) FROM automatic_sent WHERE address = :address AND kind = :kind AND at_ms > :since_ms;

-- receipt_is_first
-- Whether this is the first problem of its customer.
SELECT CASE WHEN EXISTS (SELECT 1 FROM ticket t WHERE t.person_id = :person_id AND t.id <> :ticket_id) THEN 0 ELSE 1 END;

-- newcomer_add
-- One more receipt to somebody unknown, counted under no address; several of one millisecond are several.
INSERT INTO automatic_sent (address, kind, ticket_id, at_ms)
SELECT '', 'receipt', :ticket_id, COALESCE(max(at_ms) + 1, :now)
  FROM automatic_sent
 WHERE address = '' AND kind = 'receipt' AND at_ms >= :now;

-- automatic_add
INSERT INTO automatic_sent (address, kind, ticket_id, at_ms) VALUES (:address, :kind, :ticket_id, :at_ms)
    ON CONFLICT (address, kind, at_ms) DO NOTHING;

-- automatic_forget
DELETE FROM automatic_sent WHERE at_ms < :before_ms;

-- outgoing_body
SELECT m.text, m.folded, t.language FROM message m JOIN ticket t ON t.id = m.ticket_id WHERE m.id = :id;

-- outbox_headers_save
UPDATE outbox SET headers = :headers WHERE id = :id;

-- fill_messages_sent
-- A desk that is being filled: what was written in the past has left in the past.
UPDATE message SET state = 'sent'
 WHERE id IN (SELECT message_id FROM outbox WHERE state = 'waiting' AND send_ms <= :now);

-- fill_recipients_sent
UPDATE outbox_recipient SET state = 'sent'
 WHERE outbox_id IN (SELECT id FROM outbox WHERE state = 'waiting' AND send_ms <= :now);

-- fill_outbox_sent
UPDATE outbox SET state = 'sent', done_ms = send_ms WHERE state = 'waiting' AND send_ms <= :now;
