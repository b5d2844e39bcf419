-- mailboxes_fetched
-- Mailboxes that are fetched, how far, and until when a node has the right to.
SELECT f.mailbox_id, m.address, f.version, f.url, f.secret, f.token_url, f.client_id, f.client_secret, f.scope, f.keep_days,
       f.afterwards, f.move_to, f.uidvalidity, f.uid, f.seen_ms, f.error, f.failed_ms, f.paused_ms, l.until_ms AS lease_ms
  FROM mailbox_fetch f
  JOIN mailbox m ON m.id = f.mailbox_id
  LEFT JOIN lease l ON l.name = 'mailbox ' || CAST(f.mailbox_id AS text)
 ORDER BY f.mailbox_id;

-- mailbox_states
-- All mailboxes, with the last mail among the newest that came to the desk, how fetching goes, and what waits to be sent.
SELECT m.id, m.address, m.team_id, f.url, f.seen_ms, f.error, f.failed_ms, f.paused_ms, r.last_ms AS last_mail_ms,
       (SELECT count(*) FROM outbox o WHERE o.mailbox_id = m.id AND o.state = 'waiting') AS waiting,
       (SELECT count(*) FROM outbox o WHERE o.mailbox_id = m.id AND o.state = 'stuck') AS stuck,
       coalesce((SELECT o.last_error FROM outbox o
                  WHERE o.mailbox_id = m.id AND o.state = 'waiting' AND o.attempts > 0
                  ORDER BY o.made_ms DESC LIMIT 1), '') AS send_error
  FROM mailbox m
  LEFT JOIN mailbox_fetch f ON f.mailbox_id = m.id
  LEFT JOIN (SELECT mailbox_id, max(at_ms) AS last_ms
               FROM (SELECT mailbox_id, at_ms FROM raw ORDER BY id DESC LIMIT 20000) AS newest
              GROUP BY mailbox_id) AS r ON r.mailbox_id = m.id
 ORDER BY m.address
 LIMIT 1000;

-- mailbox_is_fetched
SELECT count(*) FROM mailbox_fetch WHERE mailbox_id = :mailbox_id;

-- mailbox_pause
UPDATE mailbox_fetch SET paused_ms = :now WHERE mailbox_id = :mailbox_id AND paused_ms IS NULL;

-- mailbox_resume
-- It was silent because nobody looked: that is no trouble.
UPDATE mailbox_fetch SET paused_ms = NULL, seen_ms = NULL, error = NULL, failed_ms = NULL
 WHERE mailbox_id = :mailbox_id AND paused_ms IS NOT NULL;

-- mailbox_by_lookup
SELECT id FROM mailbox WHERE lookup = :lookup;

-- mailbox_fetch_set
-- The place stays where the address stays: a new password is no reason to look at everything again.
INSERT INTO mailbox_fetch (mailbox_id, version, url, secret, token_url, client_id, client_secret, scope, keep_days,
                           afterwards, move_to)
VALUES (:mailbox_id, :version, :url, :secret, :token_url, :client_id, :client_secret, :scope, :keep_days, :afterwards,
        :move_to)
    ON CONFLICT (mailbox_id) DO UPDATE SET
       uidvalidity = CASE WHEN mailbox_fetch.url = excluded.url THEN mailbox_fetch.uidvalidity END,
       uid = CASE WHEN mailbox_fetch.url = excluded.url THEN mailbox_fetch.uid END,
       version = excluded.version, url = excluded.url, secret = excluded.secret, token_url = excluded.token_url,
       client_id = excluded.client_id, client_secret = excluded.client_secret, scope = excluded.scope,
       keep_days = excluded.keep_days, afterwards = excluded.afterwards, move_to = excluded.move_to,
       seen_ms = NULL, error = NULL, failed_ms = NULL;

-- mailbox_fetch_unset
DELETE FROM mailbox_fetch WHERE mailbox_id = :mailbox_id;

-- mailbox_taken_forget
-- Names of another server mean nothing.
DELETE FROM mailbox_taken
 WHERE mailbox_id = :mailbox_id
   AND NOT EXISTS (SELECT 1 FROM mailbox_fetch f WHERE f.mailbox_id = :mailbox_id AND f.url = :url);

-- mailbox_hold_keep
UPDATE lease SET until_ms = :until_ms WHERE name = :name AND token = :token AND until_ms > :now;

-- mailbox_fetch_held
-- Whether whoever fetches still has the right to: the mailbox is as it was set, and no other node has taken it (F-42).
SELECT count(*)
  FROM mailbox_fetch
 WHERE mailbox_id = :mailbox_id AND version = :version
   AND (:token = 0 OR EXISTS (SELECT 1 FROM lease WHERE name = :lease AND lease.token = :token AND until_ms > :now));

-- mailbox_fetch_reached
UPDATE mailbox_fetch
   SET uidvalidity = :uidvalidity, uid = :uid, seen_ms = :now, error = NULL, failed_ms = NULL
 WHERE mailbox_id = :mailbox_id;

-- mailbox_fetch_failed
UPDATE mailbox_fetch SET error = :error, failed_ms = :now WHERE mailbox_id = :mailbox_id AND error IS NULL;

-- mailbox_fetch_secret_save
UPDATE mailbox_fetch SET secret = :secret WHERE mailbox_id = :mailbox_id;

-- mailboxes_silent
-- Fetched mailboxes without a known trouble that nobody has looked into since then.
SELECT mailbox_id FROM mailbox_fetch WHERE error IS NULL AND paused_ms IS NULL AND seen_ms < :since_ms ORDER BY mailbox_id;

-- mailbox_taken_add
INSERT INTO mailbox_taken (mailbox_id, name, taken_ms) VALUES (:mailbox_id, :name, :now)
    ON CONFLICT (mailbox_id, name) DO NOTHING;

-- mailbox_taken_names
SELECT name FROM mailbox_taken WHERE mailbox_id = :mailbox_id;

-- mailbox_taken_old
SELECT name FROM mailbox_taken WHERE mailbox_id = :mailbox_id AND taken_ms <= :until_ms ORDER BY taken_ms LIMIT :most;

-- mailbox_taken_gone
DELETE FROM mailbox_taken WHERE mailbox_id = :mailbox_id AND name = :name;
