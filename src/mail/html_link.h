#pragma once
/* What a link says about itself, held against where it goes. */
#include "mail/html_tree.h"

/* URL: a clean address (html_url.h). When the words of LINK are an address of another host, or of another mailbox, the
 * one that URL has, to be shown beside them; "" when the words claim nothing, or the truth. A host and those below it
 * are one: "example.com" may lead to "www.example.com". */
struct str html_link_truth(TALLOC_CTX *mem, const GumboNode *link, struct str url);
