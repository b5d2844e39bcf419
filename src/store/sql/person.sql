-- person_by_id
-- One person with the first address.
SELECT p.id, p.name, p.language, p.time_zone, p.undeliverable_ms,
       coalesce((SELECT i.address FROM identity i WHERE i.person_id = p.id AND i.kind = 'email' ORDER BY i.id LIMIT 1), '') AS address,
       coalesce(o.name, '') AS organization
  FROM person p LEFT JOIN organization o ON o.id = p.organization_id
 WHERE p.id = :id;

-- person_by_address
SELECT person_id FROM identity WHERE kind = 'email' AND lookup = :lookup;

-- person_bringer
-- Who brings a problem, and since when their mails are kept apart (O10).
SELECT p.id, p.name, p.language, p.spam_ms
  FROM identity i JOIN person p ON p.id = i.person_id
 WHERE i.kind = 'email' AND i.lookup = :lookup;

-- person_spam_save
UPDATE person SET spam_ms = :spam_ms WHERE id = :id;

-- person_insert
INSERT INTO person (id, name, language, created_ms) VALUES (:id, :name, :language, :created_ms);

-- identity_insert
INSERT INTO identity (id, person_id, kind, address, lookup) VALUES (:id, :person_id, 'email', :address, :lookup);

-- person_name_save
-- A name that we did not know; one that we have is not overwritten by what a mail says.
UPDATE person SET name = :name WHERE id = :id AND name = '';

-- person_language_save
-- The language in which somebody first wrote, where we knew none.
UPDATE person SET language = :language WHERE id = :id AND language = '';

-- person_undeliverable_save
UPDATE person SET undeliverable_ms = :undeliverable_ms WHERE id = :id;
