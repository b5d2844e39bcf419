-- What PostgreSQL needs beside the common schema: the rules that a CHECK or a key cannot say, as triggers. The same
-- rules stand in ../sqlite; tests/store/rule_test.c tries each on both.

-- Refuses, with the rule as its argument.
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0];
END $$;

-- I1: the owner of a ticket that is not ended works here. A locked colleague stays the owner (O7).
CREATE FUNCTION check_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT state FROM colleague WHERE id = NEW.owner_id) = 'left' THEN
        RAISE EXCEPTION 'I1: the owner has left';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ticket_new_owner BEFORE INSERT ON ticket
    FOR EACH ROW WHEN (NEW.state IN ('open','proposed')) EXECUTE FUNCTION check_owner();
CREATE TRIGGER ticket_next_owner BEFORE UPDATE OF owner_id, state ON ticket
    FOR EACH ROW WHEN (NEW.state IN ('open','proposed') AND (NEW.owner_id <> OLD.owner_id OR OLD.state NOT IN ('open','proposed')))
    EXECUTE FUNCTION check_owner();
CREATE FUNCTION check_leaving() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM ticket WHERE owner_id = NEW.id AND state IN ('open','proposed')) THEN
        RAISE EXCEPTION 'I1: somebody who leaves owns nothing';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER colleague_leaves BEFORE UPDATE OF state ON colleague
    FOR EACH ROW WHEN (NEW.state = 'left' AND OLD.state <> 'left') EXECUTE FUNCTION check_leaving();
CREATE TRIGGER ticket_stays BEFORE DELETE ON ticket
    FOR EACH ROW EXECUTE FUNCTION refuse('O1: a ticket is never deleted');

-- I2: ownership by handover stands on an acceptance by the new owner; how somebody became the owner is never rewritten.
CREATE FUNCTION check_acceptance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM handover
                    WHERE id = NEW.handover_id AND ticket_id = NEW.ticket_id AND to_id = NEW.to_id AND state = 'accepted') THEN
        RAISE EXCEPTION 'I2: this handover was not accepted';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ownership_by_handover BEFORE INSERT ON ownership
    FOR EACH ROW WHEN (NEW.way = 'handover') EXECUTE FUNCTION check_acceptance();
CREATE TRIGGER ownership_stays BEFORE UPDATE ON ownership
    FOR EACH ROW EXECUTE FUNCTION refuse('I2: an ownership is never changed');
CREATE TRIGGER ownership_kept BEFORE DELETE ON ownership
    FOR EACH ROW EXECUTE FUNCTION refuse('I2: an ownership is never deleted');

-- P1: what was promised, and by when, is never rewritten; a renewal is a promise of its own.
CREATE TRIGGER promise_stays BEFORE UPDATE ON promise
    FOR EACH ROW WHEN (NEW.text <> OLD.text OR NEW.due_ms <> OLD.due_ms OR NEW.ticket_id <> OLD.ticket_id OR NEW.chain_id <> OLD.chain_id)
    EXECUTE FUNCTION refuse('P1: a promise is never rewritten');

-- I4: silence settles a ticket only after the day that a proposal for it announced.
CREATE FUNCTION check_silence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM proposal WHERE id = NEW.proposal_id AND ticket_id = NEW.ticket_id AND rest_ms <= NEW.at_ms) THEN
        RAISE EXCEPTION 'I4: the announced day has not come';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER resolution_by_silence BEFORE INSERT ON resolution
    FOR EACH ROW WHEN (NEW.kind = 'silence') EXECUTE FUNCTION check_silence();

-- I6: what came from outside stays as it came. It can be erased on purpose, not changed.
CREATE TRIGGER raw_stays BEFORE UPDATE OF blob_id, once ON raw
    FOR EACH ROW EXECUTE FUNCTION refuse('I6: a mail is kept as it came');
CREATE TRIGGER blob_stays BEFORE UPDATE ON blob
    FOR EACH ROW EXECUTE FUNCTION refuse('I6: content is kept as it came');
CREATE TRIGGER blob_chunk_stays BEFORE UPDATE ON blob_chunk
    FOR EACH ROW EXECUTE FUNCTION refuse('I6: content is kept as it came');

-- I7: a message never goes out under a second Message-ID.
CREATE TRIGGER outbox_message_id_stays BEFORE UPDATE OF header_message_id ON outbox
    FOR EACH ROW WHEN (NEW.header_message_id <> OLD.header_message_id) EXECUTE FUNCTION refuse('I7: a Message-ID is fixed for ever');

-- I8: the journal is only ever added to.
CREATE TRIGGER journal_stays BEFORE UPDATE ON journal
    FOR EACH ROW EXECUTE FUNCTION refuse('I8: the journal is never changed');
CREATE TRIGGER journal_kept BEFORE DELETE ON journal
    FOR EACH ROW EXECUTE FUNCTION refuse('I8: the journal is never shortened');

-- For My desk. Not a covering one as on SQLite: subject and next_text may be longer than an index row (2,700 bytes).
CREATE INDEX ticket_desk ON ticket (owner_id, next_due_ms) WHERE state IN ('open','proposed');

-- Full text. Words are runs of letters and digits, as on SQLite: PostgreSQL's own parser would keep addresses and file
-- names whole. A tsvector holds 1 MiB, so that only the beginning of a very long message is indexed.
ALTER TABLE search_doc ADD words tsvector;
CREATE INDEX search_doc_words ON search_doc USING gin (words);
CREATE FUNCTION index_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_queue (message_id) VALUES (NEW.id);
    RETURN NEW;
END $$;
CREATE TRIGGER message_to_index AFTER INSERT ON message
    FOR EACH ROW EXECUTE FUNCTION index_message();
CREATE FUNCTION index_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT to_tsvector('simple', regexp_replace(left('C-' || t.number || ' ' || m.subject || ' ' || m.from_name || ' ' || m.from_address || ' ' || m.text, 300000),
                                                '[^[:alnum:]]+', ' ', 'g'))
      INTO NEW.words
      FROM message m JOIN ticket t ON t.id = NEW.ticket_id WHERE m.id = NEW.message_id;
    RETURN NEW;
END $$;
CREATE TRIGGER search_doc_added BEFORE INSERT ON search_doc
    FOR EACH ROW EXECUTE FUNCTION index_words();
