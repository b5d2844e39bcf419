#pragma once
/* The words of an HTML document as readable text: paragraphs, lists and their numbers, rows of tables with bars between
 * the cells, quotes as "> " lines, links with the address behind their words. What is hidden (html_look.h) is left out.
 * */
#include "mail/html_tree.h"

/* At most LIMIT_MAIL_TEXT_BYTES of valid UTF-8, lines ended by \n. */
struct str html_text(TALLOC_CTX *mem, struct str html);
struct str html_tree_text(TALLOC_CTX *mem, const struct html_tree *tree);
