-- mailbox_ingress_set
-- A new secret ends the one before.
INSERT INTO mailbox_ingress (mailbox_id, secret_sha256, made_ms) VALUES (:mailbox_id, :secret_sha256, :now)
    ON CONFLICT (mailbox_id) DO UPDATE SET secret_sha256 = excluded.secret_sha256, made_ms = excluded.made_ms;

-- mailbox_ingress_unset
DELETE FROM mailbox_ingress WHERE mailbox_id = :mailbox_id;

-- mailbox_of_ingress
SELECT mailbox_id FROM mailbox_ingress WHERE secret_sha256 = :secret_sha256;
