-- search_queue_first
-- The oldest messages that are not in the index yet.
SELECT message_id FROM search_queue ORDER BY message_id LIMIT :limit;

-- search_doc_insert
-- Puts a message into the index; nothing when it is in already.
INSERT INTO search_doc (docid, message_id, ticket_id)
SELECT :docid, m.id, m.ticket_id FROM message m WHERE m.id = :message_id
    ON CONFLICT (message_id) DO NOTHING;

-- search_queue_done
DELETE FROM search_queue WHERE message_id = :message_id;

-- search_doc_delete
-- Takes a message out of the index; before its words are erased.
DELETE FROM search_doc WHERE message_id = :message_id;

-- search_queue_count
-- How far the index lags behind.
SELECT count(*) FROM search_queue;
