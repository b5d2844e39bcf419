#pragma once
/* What an element of an HTML mail is to the mail program that wrote it: an earlier mail or the sentence that introduces
 * one, or a signature. As text the first has quote marks and the second stands below "-- ", so that quote_fold.h folds
 * both whatever their language.
 */
#include "mail/html_tree.h"

enum html_quote {
    HTML_QUOTE_NONE,
    HTML_QUOTE_EARLIER,
    HTML_QUOTE_SIGNATURE,
};
enum html_quote html_quote_of(const GumboNode *element);

/* The first words inside of ELEMENT, "" when there are none near its beginning. */
struct str html_quote_first_words(const GumboNode *element);
