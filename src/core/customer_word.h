#pragma once
/* What a customer's reply says about whether the problem is solved (R2).
 *
 * The four answers have different weights. A mere thanks changes nothing; "solved" ends a ticket; "not yet" reopens
 * one; and whatever is in doubt is OTHER: a human reads it. So thanks and solved are given only when nothing else
 * was said: "Thanks, but it still fails" is neither, "solved, but …" is a question to the owner, "yes, thanks" an answer,
 * and who thanks in advance waits. English, German, French, Spanish, Italian, Dutch, Portuguese, Polish and the languages
 * of the north; a mere thanks in some twenty more. Languages may be mixed. Pure; safe from any thread.
 */
#include "base/str.h"

enum customer_word { WORD_OTHER, WORD_THANKS, WORD_SOLVED, WORD_NOT_YET, CUSTOMER_WORD_COUNT };
extern const char *const customer_word_words[CUSTOMER_WORD_COUNT];

/* TEXT: what the sender wrote, quotes and signature folded away; valid UTF-8. MEM is scratch. */
enum customer_word customer_word_of(TALLOC_CTX *mem, struct str text);
