-- dkim_insert
INSERT INTO dkim_key (domain, selector, algorithm, secret, made_ms)
VALUES (:domain, :selector, :algorithm, :secret, :made_ms);

-- dkim_use
-- From now on these sign, and those of other selectors no more.
UPDATE dkim_key SET used_ms = CASE WHEN selector = :selector THEN CAST(:now AS bigint) END
 WHERE domain = :domain AND algorithm = :algorithm;

-- dkim_delete
DELETE FROM dkim_key WHERE domain = :domain AND selector = :selector;

-- dkim_all
SELECT domain, selector, algorithm, secret, made_ms, used_ms FROM dkim_key ORDER BY domain, made_ms, selector LIMIT 1000;

-- dkim_of_domain
SELECT domain, selector, algorithm, secret, made_ms, used_ms FROM dkim_key WHERE domain = :domain ORDER BY selector LIMIT 100;
