-- upload_insert
INSERT INTO upload (id, colleague_id, blob_id, name, type, size, made_ms)
VALUES (:id, :colleague_id, :blob_id, :name, :type, :size, :made_ms);

-- upload_find
-- Only who put it in may use it (AC-047).
SELECT id, blob_id, name, type, size FROM upload WHERE id = :id AND colleague_id = :colleague_id;

-- uploads_waiting
-- How many bytes a colleague has put in that no message carries yet.
SELECT sum(size) FROM upload WHERE colleague_id = :colleague_id;

-- upload_delete
-- A message carries it now, or nobody wants it.
DELETE FROM upload WHERE id = :id;

-- uploads_give_back
-- The files of an answer that its writer took back are theirs again, under the numbers that they had.
INSERT INTO upload (id, colleague_id, blob_id, name, type, size, made_ms)
SELECT id, :colleague_id, blob_id, name, type, size, :now FROM attachment WHERE message_id = :message_id AND blob_id IS NOT NULL;

-- attachments_take_off
-- No message carries them any more.
DELETE FROM attachment WHERE message_id = :message_id AND blob_id IS NOT NULL;

-- uploads_old
SELECT id, blob_id, name, type, size FROM upload WHERE made_ms < :before_ms ORDER BY made_ms LIMIT 100;
