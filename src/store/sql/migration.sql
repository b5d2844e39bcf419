-- migration_last
-- The schema's version.
SELECT max(version) FROM migration;

-- migration_done
-- One more version of the schema is complete.
INSERT INTO migration (version, name, at_ms) VALUES (:version, :name, :now);
