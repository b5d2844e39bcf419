-- search_newest
-- What matches the plan, newest first, before a place of the last page.
SELECT d.docid, d.message_id, d.ticket_id
  FROM search_words w JOIN search_doc d ON d.docid = w.rowid
 WHERE w.search_words MATCH :plan AND w.rowid < :before
 ORDER BY w.rowid DESC
 LIMIT :limit;
