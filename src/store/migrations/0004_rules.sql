-- What a no offers instead, who agreed to a third hop, and when leaders are told of a promise.

ALTER TABLE alternative ADD COLUMN leader_id bigint REFERENCES colleague(id); -- R1: who takes the second look; NULL: none is meant
CREATE INDEX alternative_proposal ON alternative (proposal_id, place);

CREATE TABLE hop_consent (                   -- O6: a leader's yes to the hop that follows HOPS
    ticket_id bigint NOT NULL REFERENCES ticket(id),
    hops bigint NOT NULL,
    leader_id bigint NOT NULL REFERENCES colleague(id),
    text text NOT NULL,
    at_ms bigint NOT NULL,
    PRIMARY KEY (ticket_id, hops)
);

-- P5: when the leaders are told of a promise that is still open; the row goes when they were. A table of its own, because
-- few promises come so far, and each promise would pay for a column with an index.
CREATE TABLE promise_alarm (
    promise_id bigint PRIMARY KEY REFERENCES promise(id) ON DELETE CASCADE,
    ticket_id bigint NOT NULL,
    at_ms bigint NOT NULL
);
CREATE INDEX promise_alarm_at ON promise_alarm (at_ms);
