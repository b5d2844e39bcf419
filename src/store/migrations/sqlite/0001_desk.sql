-- What SQLite needs beside the common schema: the rules that a CHECK or a key cannot say, as triggers, and the index
-- that My desk is read from alone. The same rules stand in ../postgres; tests/store/rule_test.c tries each on both.

-- I1: the owner of a ticket that is not ended works here. A locked colleague stays the owner (O7).
CREATE TRIGGER ticket_new_owner AFTER INSERT ON ticket
WHEN NEW.state IN ('open','proposed')
BEGIN
    SELECT RAISE(ABORT, 'I1: the owner has left') WHERE (SELECT state FROM colleague WHERE id = NEW.owner_id) = 'left';
END;
CREATE TRIGGER ticket_next_owner BEFORE UPDATE OF owner_id, state ON ticket
WHEN NEW.state IN ('open','proposed') AND (NEW.owner_id <> OLD.owner_id OR OLD.state NOT IN ('open','proposed'))
BEGIN
    SELECT RAISE(ABORT, 'I1: the owner has left') WHERE (SELECT state FROM colleague WHERE id = NEW.owner_id) = 'left';
END;
CREATE TRIGGER colleague_leaves BEFORE UPDATE OF state ON colleague
WHEN NEW.state = 'left' AND OLD.state <> 'left'
BEGIN
    SELECT RAISE(ABORT, 'I1: somebody who leaves owns nothing')
     WHERE EXISTS (SELECT 1 FROM ticket WHERE owner_id = NEW.id AND state IN ('open','proposed'));
END;
CREATE TRIGGER ticket_stays BEFORE DELETE ON ticket
BEGIN
    SELECT RAISE(ABORT, 'O1: a ticket is never deleted');
END;

-- I2: ownership by handover stands on an acceptance by the new owner; how somebody became the owner is never rewritten.
CREATE TRIGGER ownership_by_handover AFTER INSERT ON ownership
WHEN NEW.way = 'handover'
BEGIN
    SELECT RAISE(ABORT, 'I2: this handover was not accepted')
     WHERE NOT EXISTS (SELECT 1 FROM handover
                        WHERE id = NEW.handover_id AND ticket_id = NEW.ticket_id AND to_id = NEW.to_id AND state = 'accepted');
END;
CREATE TRIGGER ownership_stays BEFORE UPDATE ON ownership
BEGIN
    SELECT RAISE(ABORT, 'I2: an ownership is never changed');
END;
CREATE TRIGGER ownership_kept BEFORE DELETE ON ownership
BEGIN
    SELECT RAISE(ABORT, 'I2: an ownership is never deleted');
END;

-- P1: what was promised, and by when, is never rewritten; a renewal is a promise of its own.
CREATE TRIGGER promise_stays BEFORE UPDATE ON promise
WHEN NEW.text <> OLD.text OR NEW.due_ms <> OLD.due_ms OR NEW.ticket_id <> OLD.ticket_id OR NEW.chain_id <> OLD.chain_id
BEGIN
    SELECT RAISE(ABORT, 'P1: a promise is never rewritten');
END;

-- I4: silence settles a ticket only after the day that a proposal for it announced.
CREATE TRIGGER resolution_by_silence BEFORE INSERT ON resolution
WHEN NEW.kind = 'silence'
BEGIN
    SELECT RAISE(ABORT, 'I4: the announced day has not come')
     WHERE NOT EXISTS (SELECT 1 FROM proposal WHERE id = NEW.proposal_id AND ticket_id = NEW.ticket_id AND rest_ms <= NEW.at_ms);
END;

-- I6: what came from outside stays as it came. It can be erased on purpose, not changed.
CREATE TRIGGER raw_stays BEFORE UPDATE OF blob_id, once ON raw
BEGIN
    SELECT RAISE(ABORT, 'I6: a mail is kept as it came');
END;
CREATE TRIGGER blob_stays BEFORE UPDATE ON blob
BEGIN
    SELECT RAISE(ABORT, 'I6: content is kept as it came');
END;
CREATE TRIGGER blob_chunk_stays BEFORE UPDATE ON blob_chunk
BEGIN
    SELECT RAISE(ABORT, 'I6: content is kept as it came');
END;

-- I7: a message never goes out under a second Message-ID.
CREATE TRIGGER outbox_message_id_stays BEFORE UPDATE OF header_message_id ON outbox
WHEN NEW.header_message_id <> OLD.header_message_id
BEGIN
    SELECT RAISE(ABORT, 'I7: a Message-ID is fixed for ever');
END;

-- I8: the journal is only ever added to.
CREATE TRIGGER journal_stays BEFORE UPDATE ON journal
BEGIN
    SELECT RAISE(ABORT, 'I8: the journal is never changed');
END;
CREATE TRIGGER journal_kept BEFORE DELETE ON journal
BEGIN
    SELECT RAISE(ABORT, 'I8: the journal is never shortened');
END;

-- My desk is read from this index alone; the table, with rows five times as long, is not touched.
CREATE INDEX ticket_desk ON ticket
    (owner_id, next_due_ms, id, number, subject, state, turn, channel, person_name, next_kind, next_text, hops, created_ms,
     customer_wrote_ms, seen_ms)
 WHERE state IN ('open','proposed');

-- Full text. The index holds no copy of the text: a row is taken out with the words that were put in, so search_doc is
-- deleted before its message is erased, and only columns that never change are indexed.
CREATE VIRTUAL TABLE search_words USING fts5 (words, content = '', columnsize = 0, prefix = '2 3',
    tokenize = "unicode61 remove_diacritics 2");
CREATE TRIGGER message_to_index AFTER INSERT ON message
BEGIN
    INSERT INTO search_queue (message_id) VALUES (NEW.id);
END;
CREATE TRIGGER search_doc_added AFTER INSERT ON search_doc
BEGIN
    INSERT INTO search_words (rowid, words)
    SELECT NEW.docid, 'C-' || t.number || ' ' || m.subject || ' ' || m.from_name || ' ' || m.from_address || ' ' || m.text
      FROM message m JOIN ticket t ON t.id = NEW.ticket_id WHERE m.id = NEW.message_id;
END;
CREATE TRIGGER search_doc_removed BEFORE DELETE ON search_doc
BEGIN
    INSERT INTO search_words (search_words, rowid, words)
    SELECT 'delete', OLD.docid, 'C-' || t.number || ' ' || m.subject || ' ' || m.from_name || ' ' || m.from_address || ' ' || m.text
      FROM message m JOIN ticket t ON t.id = OLD.ticket_id WHERE m.id = OLD.message_id;
END;
