-- verify_database
-- PostgreSQL checks foreign keys as it goes; what it was told not to check would show here.
SELECT (SELECT count(*) FROM pg_constraint) AS checked,
       count(*) AS wrong,
       coalesce(min(conname::text), '') AS first
  FROM pg_constraint
 WHERE NOT convalidated;
