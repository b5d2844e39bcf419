-- sign_in_account
SELECT id, password_hash, state FROM colleague WHERE email = :email;

-- sign_in_tries
SELECT tries, since_ms, until_ms FROM sign_in_try WHERE who = :who;

-- sign_in_tries_save
INSERT INTO sign_in_try (who, tries, since_ms, until_ms) VALUES (:who, :tries, :since_ms, :until_ms)
    ON CONFLICT (who) DO UPDATE SET tries = excluded.tries, since_ms = excluded.since_ms, until_ms = excluded.until_ms;

-- sign_in_tries_clear
DELETE FROM sign_in_try WHERE who = :who;

-- session_insert
INSERT INTO session (token_sha256, colleague_id, csrf_sha256, made_ms, seen_ms, ends_ms, browser)
VALUES (:token_sha256, :colleague_id, :csrf_sha256, :made_ms, :seen_ms, :ends_ms, :browser);

-- session_find
SELECT colleague_id, made_ms, seen_ms, ends_ms, csrf_sha256 FROM session WHERE token_sha256 = :token_sha256;

-- sessions_of_colleague
SELECT token_sha256, made_ms, seen_ms, ends_ms, browser
  FROM session
 WHERE colleague_id = :colleague_id AND ends_ms > :now AND seen_ms > :idle_since_ms
 ORDER BY seen_ms DESC, made_ms DESC
 LIMIT :most;

-- session_seen_save
UPDATE session SET seen_ms = :seen_ms WHERE token_sha256 = :token_sha256;

-- session_delete
DELETE FROM session WHERE token_sha256 = :token_sha256;

-- sessions_of_colleague_delete
DELETE FROM session WHERE colleague_id = :colleague_id;

-- sessions_ended_delete
-- What nobody can go on with: over, or unused for too long.
DELETE FROM session WHERE ends_ms <= :now OR seen_ms <= :idle_since_ms;

-- sign_in_tries_forget
DELETE FROM sign_in_try WHERE until_ms <= :now AND since_ms <= :since_ms;

-- sessions_oldest_delete
-- All but the newest few of one account (AC-083).
DELETE FROM session
 WHERE colleague_id = :colleague_id
   AND token_sha256 NOT IN (SELECT token_sha256 FROM session WHERE colleague_id = :colleague_id
                             ORDER BY made_ms DESC LIMIT :keep);
