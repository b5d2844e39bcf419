-- mailbox_send_set
UPDATE mailbox SET smtp_url = :url, smtp_secret = :secret WHERE lookup = :lookup;

-- mailbox_signature_set
UPDATE mailbox SET signature = :signature WHERE lookup = :lookup;

-- mailbox_alias_add
INSERT INTO mailbox_alias (lookup, address, mailbox_id) SELECT :lookup, :address, id FROM mailbox WHERE lookup = :mailbox;

-- mailbox_alias_remove
DELETE FROM mailbox_alias WHERE lookup = :lookup AND mailbox_id IN (SELECT id FROM mailbox WHERE lookup = :mailbox);

-- mailbox_aliases_all
SELECT mailbox_id, address, lookup FROM mailbox_alias ORDER BY mailbox_id, lookup;

-- mailbox_written_to
-- By which address the customer's last mail of a ticket came in.
SELECT w.envelope_to
  FROM message m JOIN raw w ON w.id = m.raw_id
 WHERE m.ticket_id = :ticket_id AND m.direction = 'in' AND w.envelope_to <> ''
 ORDER BY m.at_ms DESC, m.id DESC
 LIMIT 1;
