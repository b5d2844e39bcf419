-- Answers that do not get there, and answers for later that the customer's word has overtaken.
ALTER TABLE outbox ADD COLUMN scheduled boolean NOT NULL DEFAULT false;  -- for a time that its writer chose
ALTER TABLE outbox ADD COLUMN held_ms bigint;                            -- since then it waits for a colleague's yes; NULL: for nobody's

-- What is the matter with an answer to the customer, until somebody has seen to it; NULL nothing.
ALTER TABLE ticket ADD COLUMN mail_trouble text CHECK (mail_trouble IN ('held','bounced','stuck'));

-- What is older than anybody asks for is forgotten.
CREATE INDEX automatic_sent_at ON automatic_sent (at_ms);
