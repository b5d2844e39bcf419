-- counter_take
-- Takes COUNT numbers of a named sequence; the first of them.
UPDATE counter SET next = next + :count WHERE name = :name RETURNING next - :count;
