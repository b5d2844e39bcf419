#include "fuzz.h"
#include "mail/quote_fold.h"

/* Takes the next line with anything in it off *REST. */
static bool next_line(struct str *rest, struct str *line)
{
    while (str_next(rest, '\n', line))
        if (str_trim(*line).len > 0)
            return true;
    return false;
}

static size_t count_lines(struct str text)
{
    struct str line;
    size_t count = 0;
    while (next_line(&text, &line))
        count++;
    return count;
}

/* Whether the lines of PART are lines of WHOLE, in its order. */
static bool is_part_of(struct str part, struct str whole)
{
    struct str wanted, line;
    while (next_line(&part, &wanted)) {
        do {
            if (!next_line(&whole, &line))
                return false;
        } while (!str_equal(line, wanted));
    }
    return true;
}

/* Every line is shown or folded, once and in its order, whether the mail is passed on or not. */
int fuzz_one(const uint8_t *data, size_t size)
{
    TALLOC_CTX *mem = talloc_new(NULL);
    struct str text = utf8_clean(mem, FUZZ_INPUT(data, size));
    for (int is_forward = 0; is_forward < 2; is_forward++) {
        struct quote_fold fold;
        quote_fold(mem, &(struct quote_input){ .text = text, .is_forward = is_forward == 1 }, &fold);
        FUZZ_ASSERT(utf8_valid(fold.visible) && utf8_valid(fold.folded));
        FUZZ_ASSERT(is_part_of(fold.visible, text) && is_part_of(fold.folded, text));
        FUZZ_ASSERT(count_lines(text) == count_lines(fold.visible) + count_lines(fold.folded));
    }
    talloc_free(mem);
    return 0;
}
