-- search_newest
-- What matches the plan, newest first, before a place of the last page.
SELECT d.docid, d.message_id, d.ticket_id
  FROM search_doc d
 WHERE d.words @@ to_tsquery('simple', :plan) AND d.docid < :before
 ORDER BY d.docid DESC
 LIMIT :limit;
