-- counter_take
-- Takes COUNT numbers of a named sequence. Not by RETURNING, for which SQLite builds a table in memory each time.
UPDATE counter SET next = next + :count WHERE name = :name;

-- counter_taken
-- The first of the COUNT numbers that this unit has just taken.
SELECT next - :count FROM counter WHERE name = :name;
