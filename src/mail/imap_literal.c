#include "mail/imap_literal.h"

enum { SEEN_NOTHING, SEEN_BRACE, SEEN_DIGIT, SEEN_PLUS, SEEN_CLOSED, SEEN_CR };

static const uint64_t number_most = (uint64_t)1 << 40; /* more digits change nothing any more */

/* What stands at the end once C has come behind SEEN. */
static int step(struct imap_literal *watch, char c)
{
    bool digit = c >= '0' && c <= '9';
    if (c == '{') {
        watch->number = 0;
        return SEEN_BRACE;
    }
    if ((watch->seen == SEEN_BRACE || watch->seen == SEEN_DIGIT) && digit) {
        if (watch->number < number_most)
            watch->number = watch->number * 10 + (uint64_t)(c - '0');
        return SEEN_DIGIT;
    }
    if (watch->seen == SEEN_DIGIT && c == '+')
        return SEEN_PLUS;
    if ((watch->seen == SEEN_DIGIT || watch->seen == SEEN_PLUS) && c == '}')
        return SEEN_CLOSED;
    return watch->seen == SEEN_CLOSED && c == '\r' ? SEEN_CR : SEEN_NOTHING;
}

bool imap_literal_watch(struct imap_literal *watch, struct str bytes, uint64_t most)
{
    for (size_t i = 0; i < bytes.len;) {
        if (watch->left > 0) {
            size_t piece = bytes.len - i < watch->left ? bytes.len - i : (size_t)watch->left;
            watch->left -= piece;
            i += piece;
            continue;
        }
        char c = bytes.ptr[i++];
        bool begins = c == '\n' && (watch->seen == SEEN_CR || watch->seen == SEEN_CLOSED);
        if (begins && watch->number > most)
            return false;
        if (begins)
            watch->left = watch->number;
        watch->seen = begins ? SEEN_NOTHING : step(watch, c);
    }
    return true;
}
