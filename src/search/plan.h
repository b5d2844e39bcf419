#pragma once
/* Words that somebody typed, as a question to the full-text index.
 *
 * A word is a run of letters and digits; everything else only separates, so that nothing typed can be a syntax error
 * or an operator (AC-104). Several words must all occur. Words that touch ("C-4821", "ann@shop.example") and words in
 * double quotes must follow each other. The last word may go on, unless it is quoted or followed by a space: who
 * types "brak" finds "brakes".
 */
#include "store/db.h"

enum {
    SEARCH_WORDS = 16,      /* more are left out: nobody types them by hand */
    SEARCH_WORD_BYTES = 64, /* of one word; longer ones are cut */
};

/* Writes the plan in LANGUAGE (db_can().search), into MEM. False when TYPED has no word in it. */
bool search_plan(TALLOC_CTX *mem, struct str typed, enum db_search language, struct str *plan);
