-- once_find
-- What a request with this key gave, if it was done before.
SELECT request_sha256, answer FROM idempotency WHERE key_sha256 = :key;

-- once_add
-- Written with the effect itself: either both are there or neither.
INSERT INTO idempotency (key_sha256, request_sha256, status, answer, at_ms) VALUES (:key, :request, 201, :answer, :at_ms);

-- once_forget
-- Keys that nobody repeats any more.
DELETE FROM idempotency WHERE at_ms < :before;
