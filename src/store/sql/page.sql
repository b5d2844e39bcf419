-- page_insert
-- The ticket's own customer speaks for it; no row when there is no such ticket.
INSERT INTO page (token_sha256, ticket_id, person_id, speaks, made_ms, ends_ms)
SELECT :token_sha256, id, :person_id, person_id = :person_id, :made_ms, CASE WHEN state = 'resolved' THEN CAST(:ends_ms AS bigint) END
  FROM ticket
 WHERE id = :ticket_id;

-- page_find
SELECT ticket_id, person_id, speaks, made_ms, ends_ms, revoked FROM page WHERE token_sha256 = :token_sha256;

-- pages_end
-- The links of a ticket live on for a while after it came to rest; opened again, they end no more.
UPDATE page SET ends_ms = :ends_ms WHERE ticket_id = :ticket_id;

-- page_browser_insert
INSERT INTO page_browser (cookie_sha256, page_sha256, made_ms, ends_ms)
VALUES (:cookie_sha256, :page_sha256, :made_ms, :ends_ms);

-- page_browser_known
-- A browser that proved itself for one link of this recipient and ticket is known on their other links too.
SELECT COUNT(*)
  FROM page_browser b
  JOIN page p ON p.token_sha256 = b.page_sha256
 WHERE b.cookie_sha256 = :cookie_sha256 AND b.ends_ms > :now AND p.ticket_id = :ticket_id AND p.person_id = :person_id;

-- page_code_save
INSERT INTO page_code (page_sha256, code_sha256, made_ms, tries)
VALUES (:page_sha256, :code_sha256, :made_ms, 0)
    ON CONFLICT (page_sha256) DO UPDATE SET code_sha256 = excluded.code_sha256, made_ms = excluded.made_ms, tries = 0;

-- page_code_find
SELECT code_sha256, made_ms, tries FROM page_code WHERE page_sha256 = :page_sha256;

-- page_code_try
UPDATE page_code SET tries = tries + 1 WHERE page_sha256 = :page_sha256;

-- page_code_delete
DELETE FROM page_code WHERE page_sha256 = :page_sha256;

-- page_codes_forget
-- Codes that are too old to be tried.
DELETE FROM page_code WHERE made_ms <= :before_ms;

-- page_browsers_forget
DELETE FROM page_browser WHERE ends_ms <= :now;

-- page_messages
-- What a customer sees of the conversation: no notes, nothing that was or may still be taken back, nothing that the desk
-- sent by itself.
SELECT m.id, m.direction, m.text, m.at_ms, m.person_id, m.colleague_id, COALESCE(p.name, '') AS person_name,
       COALESCE(c.public_name, '') AS public_name
  FROM message m
  LEFT JOIN person p ON p.id = m.person_id
  LEFT JOIN colleague c ON c.id = m.colleague_id
 WHERE m.ticket_id = :ticket_id AND m.direction IN ('in', 'out') AND m.kind IN ('email', 'page') AND m.state <> 'undone'
   AND NOT m.stranger AND m.at_ms >= :since_ms
   AND NOT EXISTS (SELECT 1 FROM outbox o
                    WHERE o.message_id = m.id AND o.state = 'waiting' AND o.attempts = 0 AND o.send_ms > :now)
 ORDER BY m.at_ms DESC, m.id DESC
 LIMIT :most;

-- page_files
SELECT a.id, a.message_id, a.name, a.size
  FROM attachment a
  JOIN message m ON m.id = a.message_id
 WHERE m.ticket_id = :ticket_id AND NOT m.stranger AND m.kind IN ('email', 'page')
 ORDER BY a.id
 LIMIT :most;

-- page_file_shown
-- Whether a file belongs to what this reader sees of a conversation.
SELECT COUNT(*)
  FROM attachment a
  JOIN message m ON m.id = a.message_id
 WHERE a.id = :id AND NOT m.stranger AND m.kind IN ('email', 'page') AND m.state <> 'undone' AND m.at_ms >= :since_ms
   AND NOT EXISTS (SELECT 1 FROM outbox o
                    WHERE o.message_id = m.id AND o.state = 'waiting' AND o.attempts = 0 AND o.send_ms > :now);

-- page_words_since
-- How much this recipient wrote on the page of late.
SELECT COUNT(*) FROM message
 WHERE ticket_id = :ticket_id AND person_id = :person_id AND kind = 'page' AND at_ms > :since_ms;

-- page_reader_since
-- From when on the conversation is this reader's: all of it the customer's (0), what came after them for one in copy;
-- no row for anybody else.
SELECT CASE WHEN t.person_id = :person_id THEN 0 ELSE c.added_ms END
  FROM ticket t LEFT JOIN ticket_copy c ON c.ticket_id = t.id AND c.person_id = :person_id AND c.removed_ms IS NULL
 WHERE t.id = :ticket_id AND (t.person_id = :person_id OR c.person_id IS NOT NULL);

-- pages_revoke
-- Who is in copy no more.
UPDATE page SET revoked = true WHERE ticket_id = :ticket_id AND person_id = :person_id;
