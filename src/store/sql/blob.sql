-- blob_insert
INSERT INTO blob (id, size, sha256, head) VALUES (:id, :size, :sha256, :head);

-- blob_chunk_insert
INSERT INTO blob_chunk (blob_id, n, bytes) VALUES (:blob_id, :n, :bytes);

-- blob_by_id
SELECT size, sha256 FROM blob WHERE id = :id;

-- blob_head
-- The first piece of a blob.
SELECT head FROM blob WHERE id = :blob_id;

-- blob_chunks
-- The further pieces of a blob, in order.
SELECT bytes FROM blob_chunk WHERE blob_id = :blob_id ORDER BY n;

-- blob_chunks_delete
DELETE FROM blob_chunk WHERE blob_id = :blob_id;

-- blob_delete
-- Erased on purpose; refused while something refers to it.
DELETE FROM blob WHERE id = :id;
