-- message_insert
INSERT INTO message (id, ticket_id, kind, direction, person_id, colleague_id, subject, text, folded, html, from_address,
                     from_name, to_addresses, verified, stranger, thanks, automatic, problems, auth_text, message_id, in_reply_to,
                     raw_id, at_ms, date_ms, state, state_text)
VALUES (:id, :ticket_id, :kind, :direction, :person_id, :colleague_id, :subject, :text, :folded, :html, :from_address,
        :from_name, :to_addresses, :verified, :stranger, :thanks, :automatic, :problems, :auth_text, :message_id, :in_reply_to,
        :raw_id, :at_ms, :date_ms, :state, :state_text);

-- message_head
SELECT id, ticket_id, kind, direction, state, person_id, colleague_id, raw_id, at_ms FROM message WHERE id = :id;

-- message_html
SELECT html FROM message WHERE id = :id;

-- message_state_save
UPDATE message SET state = :state, state_text = :state_text WHERE id = :id;

-- messages_unproven
SELECT count(*) FROM message WHERE ticket_id = :ticket_id AND direction = 'in' AND (verified = 'fail' OR stranger);

-- messages_last_answer
-- Our last human word to the customer, taken-back ones apart.
SELECT max(at_ms) FROM message
 WHERE ticket_id = :ticket_id AND direction = 'out' AND kind IN ('email', 'page') AND state <> 'undone';

-- attachment_insert
INSERT INTO attachment (id, message_id, part, blob_id, name, type, size, sha256, inline, cid)
VALUES (:id, :message_id, :part, :blob_id, :name, :type, :size, :sha256, :is_inline, :cid);

-- attachments_carried
-- The files of a message that we wrote.
SELECT id, message_id, part, blob_id, name, type, size, sha256, inline AS is_inline, cid
  FROM attachment
 WHERE message_id = :message_id AND blob_id IS NOT NULL
 ORDER BY id
 LIMIT 100;

-- attachment_place
SELECT a.id, m.ticket_id, a.part, a.blob_id, m.raw_id, a.name, a.type
  FROM attachment a JOIN message m ON m.id = a.message_id
 WHERE a.id = :id;

-- message_thread
-- The Message-IDs of a ticket's last mails, newest first, for threading.
SELECT message_id FROM message
 WHERE ticket_id = :ticket_id AND message_id IS NOT NULL AND state <> 'undone' AND automatic = 'no'
 ORDER BY at_ms DESC, id DESC
 LIMIT 12;

-- proposal_of_message_withdraw
-- What a taken-back answer proposed.
UPDATE proposal SET state = 'withdrawn', answered_ms = :now
 WHERE ticket_id = :ticket_id AND message_id = :message_id AND state = 'open';
