-- migration_known
-- 1 when the desk has a schema at all.
SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'migration';
