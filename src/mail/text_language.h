#pragma once
/* In which of the languages that customers are answered in a text is written: en, de, fr or es.
 *
 * Small words give a language away: each counts for every language that has it. Neighbours of the four (Italian,
 * Portuguese, Dutch …) are known too, so that their texts are not taken for one of them. Cheap: some hundred words of the
 * beginning are looked up in a sorted table.
 */
#include "base/str.h"

/* "en", "de", "fr", "es"; "" for any other language and where it is not clear. */
struct str text_language(TALLOC_CTX *mem, struct str text);
