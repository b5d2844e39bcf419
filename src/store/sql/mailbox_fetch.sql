-- mailboxes_fetched
-- Mailboxes that are fetched by IMAP, and how far.
SELECT id, address, imap_url, imap_secret, imap_keep_days, imap_uidvalidity, imap_uid, imap_seen_ms, imap_error
  FROM mailbox
 WHERE imap_url IS NOT NULL
 ORDER BY id;

-- mailbox_fetch_set
UPDATE mailbox
   SET imap_url = :url, imap_secret = :secret, imap_uidvalidity = NULL, imap_uid = NULL, imap_seen_ms = NULL,
       imap_error = NULL
 WHERE lookup = :lookup;

-- mailbox_fetch_reached
UPDATE mailbox
   SET imap_uidvalidity = :uidvalidity, imap_uid = :uid, imap_seen_ms = :now, imap_error = NULL
 WHERE id = :id;

-- mailbox_fetch_failed
UPDATE mailbox SET imap_error = :error WHERE id = :id;
