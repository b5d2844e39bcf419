#include "score_sets.h"

#include <gumbo.h>
#include <jansson.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/limits.h"
#include "mail/html_clean.h"
#include "mail/html_text.h"
#include "mail/mail_address.h"
#include "mail/quote_fold.h"

struct str corpus_file(TALLOC_CTX *mem, const char *folder, const char *set, const char *name, const char *suffix)
{
    struct buf out;
    buf_init(&out, mem, LIMIT_MAIL_BYTES);
    FILE *file = fopen(talloc_asprintf(mem, "%s/%s/%s%s", folder, set, name, suffix), "rbe");
    char piece[4096];
    for (size_t n = 1; file != NULL && n > 0;) {
        n = fread(piece, 1, sizeof(piece), file);
        buf_add(&out, (struct str){ piece, n });
    }
    if (file != NULL)
        fclose(file);
    return buf_str(&out);
}

static json_t *read_json(const struct corpus *corpus, TALLOC_CTX *mem, const char *set, const char *name)
{
    struct str text = corpus_file(mem, corpus->folder, set, name, "");
    return json_loadb(text.ptr, text.len, JSON_ALLOW_NUL, NULL);
}

static void count(const struct corpus *corpus, struct score *score, bool right, const char *what)
{
    score->right += right;
    score->count++;
    if (!right && corpus->verbose)
        printf("  wrong: %s\n", what);
}

/* --- mime-*: subject, sender, attachments ------------------------------------------------------------------------ */

typedef bool mail_check(TALLOC_CTX *mem, const struct mail *mail, const json_t *want);

static bool same_text(struct str s, const json_t *want)
{
    return str_equal(s, str_from(json_string_value(want)));
}

static bool check_subject(TALLOC_CTX *mem, const struct mail *mail, const json_t *want)
{
    (void)mem;
    return same_text(mail->subject, json_object_get(want, "subject"));
}

static bool check_sender(TALLOC_CTX *mem, const struct mail *mail, const json_t *want)
{
    (void)mem;
    return same_text(mail->from.address, json_object_get(want, "from"));
}

static bool check_attachments(TALLOC_CTX *mem, const struct mail *mail, const json_t *want)
{
    const json_t *list = json_object_get(want, "attachments");
    const struct mail_attachment *items = mail->attachments.items;
    bool same = json_array_size(list) == mail->attachments.count;
    for (size_t i = 0; same && i < mail->attachments.count; i++)
        same = same_text(str_format(mem, STR_FMT " " STR_FMT, STR_ARG(items[i].name), STR_ARG(items[i].sha256)),
                         json_array_get(list, i));
    return same;
}

static struct score score_mails(const struct corpus *corpus, mail_check *check)
{
    static const char *const mail_sets[] = { "mime-mikel", "mime-postal", "mime-stalwart" };
    struct score score = { 0 };
    for (size_t i = 0; i < sizeof(mail_sets) / sizeof(mail_sets[0]); i++) {
        TALLOC_CTX *mem = talloc_new(NULL);
        json_t *all = read_json(corpus, mem, mail_sets[i], "expected.json");
        const char *name;
        json_t *want;
        json_object_foreach(all, name, want) {
            struct mail mail;
            mime_read(corpus->reader, mem, corpus_file(mem, corpus->folder, mail_sets[i], name, ""), &mail);
            count(corpus, &score, check(mem, &mail, want), name);
        }
        json_decref(all);
        talloc_free(mem);
    }
    return score;
}

struct score score_subjects(const struct corpus *corpus)
{
    return score_mails(corpus, check_subject);
}

struct score score_senders(const struct corpus *corpus)
{
    return score_mails(corpus, check_sender);
}

struct score score_attachments(const struct corpus *corpus)
{
    return score_mails(corpus, check_attachments);
}

/* --- reply ------------------------------------------------------------------------------------------------------- */

/* The next line with words, white space evened out; a mere rule is furniture of the quote. */
static bool next_words(TALLOC_CTX *mem, struct str *rest, struct str *out)
{
    struct str line;
    while (str_next(rest, '\n', &line)) {
        struct buf words;
        buf_init(&words, mem, LIMIT_MAIL_TEXT_BYTES);
        struct str left = line, word;
        while (str_next(&left, ' ', &word)) {
            word = str_trim(word);
            if (word.len > 0 && words.len > 0)
                buf_add_char(&words, ' ');
            buf_add(&words, word);
        }
        *out = buf_str(&words);
        if (out->len > 0 && !str_starts(*out, STR("____")))
            return true;
    }
    return false;
}

static bool has_line(TALLOC_CTX *mem, struct str text, struct str wanted)
{
    struct str line;
    while (next_words(mem, &text, &line))
        if (str_equal(line, wanted))
            return true;
    return false;
}

static bool same_lines(TALLOC_CTX *mem, struct str a, struct str b)
{
    struct str line_a, line_b;
    for (;;) {
        bool more_a = next_words(mem, &a, &line_a), more_b = next_words(mem, &b, &line_b);
        if (!more_a || !more_b)
            return more_a == more_b;
        if (!str_equal(line_a, line_b))
            return false;
    }
}

typedef void reply_check(const struct corpus *corpus, TALLOC_CTX *mem, struct str visible, struct str want,
                         const char *name, struct score *score);

static void check_reply(const struct corpus *corpus, TALLOC_CTX *mem, struct str visible, struct str want,
                        const char *name, struct score *score)
{
    count(corpus, score, same_lines(mem, visible, want), name);
}

static void check_reply_lines(const struct corpus *corpus, TALLOC_CTX *mem, struct str visible, struct str want,
                              const char *name, struct score *score)
{
    struct str line;
    while (next_words(mem, &want, &line))
        count(corpus, score, has_line(mem, visible, line), name);
}

static struct score score_pairs(const struct corpus *corpus, reply_check *check)
{
    struct score score = { 0 };
    TALLOC_CTX *mem = talloc_new(NULL);
    json_t *all = read_json(corpus, mem, "reply", "pairs.json");
    json_t *pair;
    size_t i;
    json_array_foreach(all, i, pair) {
        const char *name = json_string_value(json_object_get(pair, "id"));
        struct str text = str_from(json_string_value(json_object_get(pair, "in")));
        struct str want = str_from(json_string_value(json_object_get(pair, "want")));
        if (str_ends(str_from(name), STR(".html"))) {
            text = html_text(mem, text);
            want = html_text(mem, want);
        }
        struct quote_fold fold;
        quote_fold(mem, &(struct quote_input){ .text = text }, &fold);
        check(corpus, mem, fold.visible, want, name, &score);
    }
    json_decref(all);
    talloc_free(mem);
    return score;
}

struct score score_replies(const struct corpus *corpus)
{
    return score_pairs(corpus, check_reply);
}

struct score score_reply_lines(const struct corpus *corpus)
{
    return score_pairs(corpus, check_reply_lines);
}

/* --- bounce ------------------------------------------------------------------------------------------------------ */

static enum mail_automatic expected_form(const char *name, const json_t *want)
{
    if (strncmp(name, "rfc3834", strlen("rfc3834")) == 0)
        return MAIL_AUTO_REPLY;
    return json_array_size(want) > 0 ? MAIL_BOUNCE : MAIL_REPORT;
}

static bool check_seen(const struct mail *mail, const char *name, const json_t *want)
{
    enum mail_automatic form = expected_form(name, want);
    return mail->automatic == form && (form != MAIL_BOUNCE || mail->bounced.count >= json_array_size(want));
}

static bool check_classed(const struct mail *mail, const char *name, const json_t *want)
{
    bool same = check_seen(mail, name, want);
    const struct mail_bounced *items = mail->bounced.items;
    for (size_t i = 0; same && expected_form(name, want) == MAIL_BOUNCE && i < json_array_size(want); i++) {
        bool hard = json_is_true(json_object_get(json_array_get(want, i), "hardbounce"));
        same = hard == str_equal(items[i].kind, STR("hard"));
    }
    return same;
}

static struct score score_bounces(const struct corpus *corpus,
                                  bool (*check)(const struct mail *mail, const char *name, const json_t *want))
{
    struct score score = { 0 };
    TALLOC_CTX *mem = talloc_new(NULL);
    json_t *all = read_json(corpus, mem, "bounce", "expected.json");
    const char *name;
    json_t *want;
    json_object_foreach(all, name, want) {
        struct mail mail;
        mime_read(corpus->reader, mem, corpus_file(mem, corpus->folder, "bounce", name, ".eml"), &mail);
        count(corpus, &score, check(&mail, name, want), name);
    }
    json_decref(all);
    talloc_free(mem);
    return score;
}

struct score score_bounces_seen(const struct corpus *corpus)
{
    return score_bounces(corpus, check_seen);
}

struct score score_bounces_classed(const struct corpus *corpus)
{
    return score_bounces(corpus, check_classed);
}

/* --- html -------------------------------------------------------------------------------------------------------- */

/* Nothing in the list may be left: elements that run or load, attributes that do. */
static bool element_is_inert(const GumboNode *node)
{
    static const char *const loud[] = { "script", "style",  "iframe", "object",   "embed",    "form",
                                        "input",  "button", "svg",    "math",     "link",     "meta",
                                        "base",   "video",  "audio",  "template", "noscript", "frame" };
    if (node->v.element.tag == GUMBO_TAG_UNKNOWN || node->v.element.tag_namespace != GUMBO_NAMESPACE_HTML)
        return false;
    for (size_t i = 0; i < sizeof(loud) / sizeof(loud[0]); i++)
        if (strcmp(gumbo_normalized_tagname(node->v.element.tag), loud[i]) == 0)
            return false;
    const GumboVector *attributes = &node->v.element.attributes;
    for (unsigned i = 0; i < attributes->length; i++) {
        const GumboAttribute *attribute = attributes->data[i];
        struct str name = str_from(attribute->name), value = str_from(attribute->value);
        bool runs = str_starts(name, STR("on")) || str_equal(name, STR("srcdoc")) || str_equal(name, STR("action")) ||
                    str_equal(name, STR("formaction")) || str_equal(name, STR("srcset")) ||
                    str_equal(name, STR("poster")) || str_equal(name, STR("background")) ||
                    str_equal(name, STR("id")) || str_equal(name, STR("name"));
        bool loads = str_equal(name, STR("src")) && !str_starts_nocase(value, STR("cid:"));
        bool leads = str_equal(name, STR("href")) && !str_starts_nocase(value, STR("http://"))
                     && !str_starts_nocase(value, STR("https://")) && !str_starts_nocase(value, STR("mailto:"))
                     && !str_starts_nocase(value, STR("tel:"));
        bool styles = str_equal(name, STR("style")) &&
                      (str_find_nocase(value, STR("url"), 0) != SIZE_MAX ||
                       str_find_nocase(value, STR("expression"), 0) != SIZE_MAX ||
                       str_find_nocase(value, STR("position:"), 0) == 0 || str_find(value, STR("\\"), 0) != SIZE_MAX);
        if (runs || loads || leads || styles)
            return false;
    }
    return true;
}

static bool enter_check(void *data, const GumboNode *node, size_t depth)
{
    bool *inert = data;
    bool is_page = depth == 0; /* the parser's own <body> */
    if (node->type == GUMBO_NODE_ELEMENT && !is_page)
        *inert = *inert && element_is_inert(node);
    return node->type == GUMBO_NODE_ELEMENT;
}

static void leave_check(void *data, const GumboNode *node, size_t depth)
{
    (void)data;
    (void)node;
    (void)depth;
}

static bool is_inert(TALLOC_CTX *mem, struct str html)
{
    struct err err = { 0 };
    struct str clean, again;
    if (html_clean(mem, html, &clean, &err) != STATUS_OK)
        return true; /* refused: only the text is shown */
    struct html_tree tree;
    html_tree_read(mem, clean, &tree);
    bool inert = true;
    html_walk(tree.body, &(struct html_visitor){ enter_check, leave_check, &inert });
    return inert && html_clean(mem, clean, &again, &err) == STATUS_OK && str_equal(clean, again);
}

struct score score_html_inert(const struct corpus *corpus)
{
    static const char *const files[] = { "h5sc.json", "loofah.json" };
    struct score score = { 0 };
    for (size_t k = 0; k < sizeof(files) / sizeof(files[0]); k++) {
        TALLOC_CTX *mem = talloc_new(NULL);
        json_t *all = read_json(corpus, mem, "html", files[k]);
        json_t *vector;
        size_t i;
        json_array_foreach(all, i, vector)
            count(corpus, &score, is_inert(mem, (struct str){ json_string_value(vector), json_string_length(vector) }),
                  json_string_value(vector));
        json_decref(all);
        talloc_free(mem);
    }
    return score;
}

/* --- addr -------------------------------------------------------------------------------------------------------- */

struct score score_addresses(const struct corpus *corpus)
{
    struct score score = { 0 };
    TALLOC_CTX *mem = talloc_new(NULL);
    json_t *all = read_json(corpus, mem, "addr", "tests.json");
    json_t *row;
    size_t i;
    json_array_foreach(all, i, row) {
        const char *address = json_string_value(json_object_get(row, "address"));
        const char *category = json_string_value(json_object_get(row, "category"));
        struct str out;
        bool valid = address_read(mem, str_from(address), &out, NULL);
        count(corpus, &score, valid == (strcmp(category, "ERR") != 0), address);
    }
    json_decref(all);
    talloc_free(mem);
    return score;
}
