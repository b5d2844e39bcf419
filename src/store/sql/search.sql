-- search_queue_first
-- The oldest messages that are not in the index yet.
SELECT message_id FROM search_queue ORDER BY message_id LIMIT :limit;

-- search_docs_insert
-- Puts the oldest waiting messages into the index; nothing for one that is in already. One statement for all of them:
-- SQLite's index writes out the words that it has gathered before each further statement.
INSERT INTO search_doc (docid, message_id, ticket_id)
SELECT :docid + row_number() OVER (ORDER BY m.id) - 1, m.id, m.ticket_id
  FROM message m
 WHERE m.id IN (SELECT message_id FROM search_queue ORDER BY message_id LIMIT :count)
    ON CONFLICT (message_id) DO NOTHING;

-- search_queue_done_until
-- What is in the index waits no longer. Another node may have added a message meanwhile: it stays.
DELETE FROM search_queue
 WHERE message_id <= :message_id
   AND EXISTS (SELECT 1 FROM search_doc d WHERE d.message_id = search_queue.message_id);

-- search_queue_done
DELETE FROM search_queue WHERE message_id = :message_id;

-- search_doc_delete
-- Takes a message out of the index; before its words are erased.
DELETE FROM search_doc WHERE message_id = :message_id;

-- search_queue_count
-- How far the index lags behind.
SELECT count(*) FROM search_queue;
