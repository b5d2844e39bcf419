-- hop_consent_find
SELECT ticket_id, hops, leader_id, text, at_ms FROM hop_consent WHERE ticket_id = :ticket_id AND hops = :hops;

-- hop_consent_insert
INSERT INTO hop_consent (ticket_id, hops, leader_id, text, at_ms) VALUES (:ticket_id, :hops, :leader_id, :text, :at_ms)
    ON CONFLICT (ticket_id, hops) DO NOTHING;
