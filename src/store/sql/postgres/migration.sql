-- migration_known
-- 1 when the desk has a schema at all.
SELECT CASE WHEN to_regclass('migration') IS NULL THEN 0 ELSE 1 END;
