/* The quick reader of MIME and the careful one give the same tree, on each mail of the corpus. */
#include "mail/mime_tree_internal.h"

#include <dirent.h>
#include <stdio.h>

#include "check.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "mail/mime_read.h"

static struct str read_file(TALLOC_CTX *mem, const char *path)
{
    struct buf out;
    buf_init(&out, mem, LIMIT_MAIL_BYTES);
    FILE *file = fopen(path, "rbe");
    char piece[4096];
    assert_non_null(file);
    for (size_t n = 1; n > 0;) {
        n = fread(piece, 1, sizeof(piece), file);
        buf_add(&out, (struct str){ piece, n });
    }
    fclose(file);
    return buf_str(&out);
}

static struct str plain(TALLOC_CTX *mem, struct str value)
{
    struct buf out;
    buf_init(&out, mem, value.len);
    for (size_t i = 0; i < value.len; i++)
        if (value.ptr[i] != '\r' && value.ptr[i] != '\n')
            buf_add_char(&out, value.ptr[i]);
    return str_trim(buf_str(&out));
}

static void same_headers(TALLOC_CTX *mem, const char *path, const struct mime_headers *a, const struct mime_headers *b)
{
    if (a->count != b->count)
        fail_msg("%s: %zu headers, not %zu", path, a->count, b->count);
    for (size_t i = 0; i < a->count; i++) {
        char *name = str_to_c(mem, a->items[i].name);
        struct str one = plain(mem, mime_header(a, name)), other = plain(mem, mime_header(b, name));
        if (!str_equal(one, other))
            fail_msg("%s: %s is \"" STR_FMT "\", not \"" STR_FMT "\"", path, name, STR_ARG(one), STR_ARG(other));
    }
}

static void same_tree(TALLOC_CTX *mem, const char *path, const struct mime_tree *quick, const struct mime_tree *careful)
{
    if (quick->count != careful->count)
        fail_msg("%s: %zu parts, not %zu", path, quick->count, careful->count);
    same_headers(mem, path, &quick->headers, &careful->headers);
    for (size_t i = 0; i < quick->count; i++) {
        const struct mime_part *a = &quick->parts[i], *b = &careful->parts[i];
        bool same = str_equal(a->type, b->type) && a->parent == b->parent && a->depth == b->depth && a->encoding == b->encoding
                 && a->is_multipart == b->is_multipart && a->body.len == b->body.len
                 && (a->body.len == 0 || a->body.ptr == b->body.ptr);
        if (!same)
            fail_msg("%s: part %zu " STR_FMT " of %zu bytes, not " STR_FMT " of %zu", path, i, STR_ARG(a->type), a->body.len,
                     STR_ARG(b->type), b->body.len);
        same_headers(mem, path, &a->headers, &b->headers);
    }
}

static size_t compare(TALLOC_CTX *mem, const char *path)
{
    struct str raw = read_file(mem, path);
    struct mime_tree quick, careful;
    if (!mime_quick_read(mem, raw, &quick))
        return 0;
    mime_careful_read(mem, raw, &careful);
    same_tree(mem, path, &quick, &careful);
    return 1;
}

static void both_readers_agree_on_the_corpus(void **state)
{
    static const char *const sets[] = { "mime-mikel", "mime-postal", "mime-stalwart", "bounce" };
    size_t seen = 0, quick = 0;
    struct err err = { 0 };
    struct mime_reader *reader; /* makes the libraries ready */
    assert_ok(mime_reader_new(*state, STR(""), &reader, &err));
    for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
        char *folder = talloc_asprintf(*state, "%s/tests/corpus/%s", getenv("SOURCE_ROOT"), sets[i]);
        DIR *dir = opendir(folder);
        assert_non_null(dir);
        for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
            if (!str_ends(str_from(entry->d_name), STR(".eml")))
                continue;
            TALLOC_CTX *mem = talloc_new(NULL);
            quick += compare(mem, talloc_asprintf(mem, "%s/%s", folder, entry->d_name));
            seen++;
            talloc_free(mem);
        }
        closedir(dir);
    }
    assert_in_range(quick, seen / 4, seen); /* the careful one is for the few that are broken, or hold other mails */
}

static void what_is_doubtful_is_careful_work(void **state)
{
    static const char *const mails[] = {
        "no header\n\nx\n", " folded first\nA: b\n\nx\n", "A: b\n", "Content-Type: text\n\nx\n", "Content-Type: message/rfc822\n\nA: b\n\nx\n",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n", "Content-Type: multipart/mixed; boundary=b\n\n--bc\n\nx\n--b--\n",
        "Content-Type: multipart/mixed\n\n--b\n\nx\n--b--\n", "Content-Type: text/plain\nContent-Type: text/html\n\nx\n",
    };
    for (size_t i = 0; i < sizeof(mails) / sizeof(mails[0]); i++) {
        struct mime_tree tree;
        if (mime_quick_read(*state, str_from(mails[i]), &tree))
            fail_msg("read quickly: %s", mails[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(both_readers_agree_on_the_corpus),
        TEST(what_is_doubtful_is_careful_work),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
