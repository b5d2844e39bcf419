/* The replies of tests/corpus/fold: what their senders wrote is shown, the rest is folded, and nothing is lost. */
#include "base/limits.h"
#include "fold_check.h"
#include "mail/html_text.h"

#include <stdio.h>
#include <stdlib.h>

struct reply {
    struct str name, pattern;
};

static struct str read_file(TALLOC_CTX *mem, const char *name)
{
    struct buf out;
    buf_init(&out, mem, LIMIT_MAIL_BYTES);
    FILE *file = fopen(talloc_asprintf(mem, "%s/tests/corpus/fold/%s.txt", getenv("SOURCE_ROOT"), name), "rbe");
    assert_non_null(file);
    char piece[4096];
    for (size_t n = 1; n > 0;) {
        n = fread(piece, 1, sizeof piece, file);
        buf_add(&out, (struct str){ piece, n });
    }
    fclose(file);
    return buf_str(&out);
}

/* Takes the next reply off *REST. */
static bool next_reply(struct str *rest, struct reply *reply)
{
    if (!str_starts(*rest, STR("== ")) || !str_next(rest, '\n', &reply->name))
        return false;
    size_t end = str_starts(*rest, STR("== ")) ? 0 : str_find(*rest, STR("\n== "), 0);
    size_t taken = end == SIZE_MAX ? rest->len : end + 1;
    reply->pattern = str_slice(*rest, 0, taken);
    *rest = str_slice(*rest, taken, rest->len);
    return true;
}

/* Replies that are HTML stand in lines that begin with <, of which the first < is not part. */
static bool folds_right(TALLOC_CTX *mem, const struct reply *reply)
{
    struct str html = fold_lines(mem, reply->pattern, "<");
    struct str text = html.len > 0 ? html_text(mem, html) : fold_lines(mem, reply->pattern, "+-");
    struct quote_fold fold;
    quote_fold(mem, &(struct quote_input){ .text = text }, &fold);
    bool shown = fold_same_words(fold.visible, fold_lines(mem, reply->pattern, "+"));
    bool folded = html.len > 0 || fold_same_words(fold.folded, fold_lines(mem, reply->pattern, "-"));
    if (!shown || !folded)
        print_error(STR_FMT "\nshown:\n" STR_FMT "\nfolded:\n" STR_FMT "\n", STR_ARG(reply->name), STR_ARG(fold.visible),
                    STR_ARG(fold.folded));
    return shown && folded;
}

static void check_file(TALLOC_CTX *mem, const char *name)
{
    struct str rest = read_file(mem, name);
    struct reply reply;
    size_t count = 0, wrong = 0;
    while (next_reply(&rest, &reply)) {
        count++;
        wrong += !folds_right(mem, &reply);
    }
    assert_int_equal(rest.len, 0);
    assert_true(count > 0);
    if (wrong > 0)
        fail_msg("%zu of the %zu replies in %s.txt", wrong, count, name);
}

static void what_each_mail_program_adds_is_folded(void **state)
{
    check_file(*state, "programs");
}

static void an_answer_is_found_wherever_it_stands(void **state)
{
    check_file(*state, "layouts");
}

static void what_a_customer_wrote_is_never_taken_for_a_quote(void **state)
{
    check_file(*state, "own-words");
}

static void signatures_are_folded(void **state)
{
    check_file(*state, "signatures");
}

static void html_is_folded_like_text(void **state)
{
    check_file(*state, "html");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_each_mail_program_adds_is_folded),
        TEST(an_answer_is_found_wherever_it_stands),
        TEST(what_a_customer_wrote_is_never_taken_for_a_quote),
        TEST(signatures_are_folded),
        TEST(html_is_folded_like_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
