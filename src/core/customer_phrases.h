#pragma once
/* What customers say in a short reply, by what it means (customer_word.h), in the plain form of tokens.h. */
#include <stddef.h>

struct customer_phrases {
    const char *const *items;
    size_t count;
};

extern const struct customer_phrases customer_not_yet_phrases;
extern const struct customer_phrases customer_solved_phrases;
extern const struct customer_phrases customer_doubt_phrases;  /* make a "solved" conditional, partial or a new matter */
extern const struct customer_phrases customer_thanks_phrases;
extern const struct customer_phrases customer_filler_phrases; /* may stand beside a thanks without saying anything */
