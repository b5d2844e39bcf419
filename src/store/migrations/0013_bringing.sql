-- Taking in a problem reads less and writes less.
-- A small content, and the first piece of a larger one, lies in its own row.
ALTER TABLE blob ADD COLUMN head bytea;  -- NULL: all of it lies in blob_chunk, as desks wrote it before

-- Who looked after this customer's problems (O2) is read from the index alone.
DROP INDEX ticket_person;
CREATE INDEX ticket_person ON ticket (person_id, created_ms, id, owner_id, state);
