-- verify_database
-- The database's own check of its pages, indexes and foreign keys.
SELECT (SELECT count(*) FROM sqlite_master) AS checked,
       (SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok')
     + (SELECT count(*) FROM pragma_foreign_key_check) AS wrong,
       coalesce((SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok' LIMIT 1),
                (SELECT "table" FROM pragma_foreign_key_check LIMIT 1), '') AS first;
