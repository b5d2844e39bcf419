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

-- mailbox_oauth_put
INSERT INTO mailbox_send_oauth (mailbox_id, token_url, client_id, client_secret, scope, refresh_token)
SELECT id, :token_url, :client_id, :client_secret, :scope, :refresh_token FROM mailbox WHERE lookup = :lookup
    ON CONFLICT (mailbox_id)
    DO UPDATE SET token_url = excluded.token_url, client_id = excluded.client_id, client_secret = excluded.client_secret,
                  scope = excluded.scope, refresh_token = excluded.refresh_token, access_token = NULL, access_until_ms = NULL;

-- mailbox_oauth_delete
DELETE FROM mailbox_send_oauth WHERE mailbox_id IN (SELECT id FROM mailbox WHERE lookup = :lookup);

-- mailbox_oauth_load
SELECT mailbox_id, token_url, client_id, client_secret, scope, refresh_token, access_token, access_until_ms
  FROM mailbox_send_oauth
 WHERE mailbox_id = :mailbox_id;

-- mailbox_oauth_renewed
-- A refresh token that the provider did not replace stays.
UPDATE mailbox_send_oauth
   SET access_token = :access_token, access_until_ms = :access_until_ms, refresh_token = coalesce(:refresh_token, refresh_token)
 WHERE mailbox_id = :mailbox_id;
