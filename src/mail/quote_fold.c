#include "mail/quote_fold.h"

#include "base/buf.h"
#include "base/mem.h"
#include "mail/quote_marks.h"

enum {
    BLOCK_LINES = 14,       /* a quoted header block with long lists of recipients */
    BLOCK_ROLES = 3,        /* different labels that make lines a header block */
    ATTRIBUTION_LINES = 4,  /* an introduction that was wrapped */
    LABEL_BYTES = 60,       /* the longest label with its asterisks, spaces and colon */
    SIGNATURE_LINES = 20,
    FOOTER_LINES = 12,
};

enum line_kind { LINE_WORDS, LINE_BLANK, LINE_QUOTE };

struct line {
    struct str text; /* without its \n */
    enum line_kind kind;
    bool folded;
};

struct fold {
    TALLOC_CTX *mem;
    struct line *lines;
    size_t count;
    struct buf scratch; /* one line made comparable */
};

static enum line_kind kind_of(struct str text)
{
    struct str trimmed = str_trim(text);
    if (trimmed.len == 0 || str_equal(trimmed, STR("\xc2\xa0")))
        return LINE_BLANK;
    return trimmed.ptr[0] == '>' && text.ptr + 4 >= trimmed.ptr ? LINE_QUOTE : LINE_WORDS;
}

static void split(struct fold *fold, struct str text)
{
    size_t count = 1;
    for (size_t i = 0; i < text.len; i++)
        count += text.ptr[i] == '\n';
    fold->lines = MEM_ARRAY(fold->mem, struct line, count);
    struct str rest = text, line;
    while (str_next(&rest, '\n', &line))
        fold->lines[fold->count++] = (struct line){ .text = line, .kind = kind_of(line) };
}

/* Valid until the next call. */
static struct str normal(struct fold *fold, size_t at)
{
    return quote_marks_normal(&fold->scratch, fold->lines[at].text);
}

static void fold_range(struct fold *fold, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        fold->lines[i].folded = true;
}

static size_t skip_blank(const struct fold *fold, size_t at)
{
    while (at < fold->count && fold->lines[at].kind == LINE_BLANK)
        at++;
    return at;
}

/* A label is short: most lines are known to be none without being made comparable. */
static enum mark_role role_at(struct fold *fold, size_t at)
{
    struct str head = str_slice(fold->lines[at].text, 0, LABEL_BYTES);
    if (fold->lines[at].kind != LINE_WORDS
        || (str_find(head, STR(":"), 0) == SIZE_MAX && str_find(head, STR("\xef\xbc\x9a"), 0) == SIZE_MAX))
        return ROLE_NONE;
    return quote_marks_role(normal(fold, at));
}

static bool has_digit(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] >= '0' && s.ptr[i] <= '9')
            return true;
    return false;
}

/* "From: Berlin", "To: Paris", "Date: Monday" is an order and no header: a mail's has an address or a time. */
static bool tells_of_a_mail(enum mark_role role, struct str line)
{
    bool is_person = role == ROLE_FROM || role == ROLE_TO || role == ROLE_CC;
    return role == ROLE_SUBJECT || (is_person && str_find(line, STR("@"), 0) != SIZE_MAX)
        || (role == ROLE_SENT && has_digit(line));
}

/* Whether a quoted header block starts at AT; LEAST different labels are enough. Lines between may be the rest of a
 * wrapped list of recipients. */
static bool block_starts(struct fold *fold, size_t at, size_t least)
{
    enum mark_role first = role_at(fold, at);
    if (first != ROLE_FROM && first != ROLE_SENT && first != ROLE_SUBJECT)
        return false;
    bool seen[ROLE_COUNT] = { false };
    size_t roles = 0, strangers = 0;
    bool is_mail = false;
    for (size_t i = at; i < fold->count && i < at + BLOCK_LINES && strangers <= 2; i++) {
        if (fold->lines[i].kind == LINE_BLANK) {
            strangers += i > at && fold->lines[i - 1].kind == LINE_BLANK;
            continue;
        }
        enum mark_role role = role_at(fold, i);
        if (role == ROLE_NONE) {
            strangers++;
            continue;
        }
        strangers = 0;
        roles += !seen[role];
        is_mail = is_mail || tells_of_a_mail(role, fold->lines[i].text);
        seen[role] = true;
    }
    return roles >= least && is_mail && (seen[ROLE_FROM] || seen[ROLE_SENT]);
}

/* The introduction that ends with line LAST: how sure, and where it starts. */
static enum mark_attribution attribution_ending(struct fold *fold, size_t last, size_t *start)
{
    enum mark_attribution best = ATTRIBUTION_NONE;
    struct buf joined;
    buf_init(&joined, fold->mem, (size_t)MARK_LINE_BYTES * ATTRIBUTION_LINES);
    for (size_t n = 1; n <= ATTRIBUTION_LINES && n <= last + 1; n++) {
        size_t from = last + 1 - n;
        if (fold->lines[from].kind != LINE_WORDS || fold->lines[from].folded)
            break;
        buf_clear(&joined);
        for (size_t i = from; i <= last; i++) {
            buf_add(&joined, normal(fold, i));
            buf_add_char(&joined, ' ');
        }
        enum mark_attribution sure = quote_marks_attribution(str_trim(buf_str(&joined)));
        if (sure > best) {
            best = sure;
            *start = from;
        }
        if (sure == ATTRIBUTION_STRONG || sure == ATTRIBUTION_DATED)
            break;
    }
    return best;
}

/* The first half of a wrapped introduction: "On Mon, 2 Apr," above "2012 at 18:26 … wrote:". */
static size_t with_opener(struct fold *fold, size_t start)
{
    if (start == 0 || fold->lines[start - 1].kind != LINE_WORDS || quote_marks_opens(normal(fold, start)))
        return start;
    struct str above = normal(fold, start - 1);
    bool is_sentence = above.len == 0 || strchr(".!?:;", above.ptr[above.len - 1]) != NULL;
    return quote_marks_opens(above) && !is_sentence ? start - 1 : start;
}

static bool may_end_attribution(const struct line *line)
{
    struct str text = str_trim(line->text);
    if (line->kind != LINE_WORDS || text.len > MARK_LINE_BYTES)
        return false;
    if (str_ends(text, STR("\xe2\x80\xac"))) /* the end of an embedding, behind right-to-left text */
        text = str_slice(text, 0, text.len - 3);
    if (text.len == 0)
        return false;
    char c = text.ptr[text.len - 1];
    return c == ':' || c == '>' || c == '-' || c == '*' || str_ends(text, STR("\xef\xbc\x9a"))
           || str_ends_nocase(text, STR("wrote"));
}

static size_t quote_lines(const struct fold *fold)
{
    size_t count = 0;
    for (size_t i = 0; i < fold->count; i++)
        count += fold->lines[i].kind == LINE_QUOTE;
    return count;
}

/* Folds each run of "> " lines with the introduction above it. One lone ">" line in a mail is somebody's arrow. */
static void fold_quotes(struct fold *fold)
{
    bool many = quote_lines(fold) > 1;
    for (size_t i = 0; i < fold->count; i++) {
        if (fold->lines[i].kind != LINE_QUOTE || fold->lines[i].folded)
            continue;
        size_t above = i, start = i;
        while (above > 0 && fold->lines[above - 1].kind == LINE_BLANK)
            above--;
        bool near = above > 0 && i - above <= 2;
        enum mark_attribution sure = near ? attribution_ending(fold, above - 1, &start) : ATTRIBUTION_NONE;
        if (sure != ATTRIBUTION_NONE)
            fold_range(fold, with_opener(fold, start), i);
        if (sure != ATTRIBUTION_NONE || many)
            fold->lines[i].folded = true;
    }
}

/* Above an unmarked quote: blank lines and a rule that belong to it. */
static size_t with_rule_above(struct fold *fold, size_t at)
{
    size_t above = at;
    while (above > 0 && fold->lines[above - 1].kind == LINE_BLANK)
        above--;
    return above > 0 && quote_marks_is_rule(normal(fold, above - 1)) ? above - 1 : at;
}

/* Where the text of an earlier mail begins that has no quote marks and so reaches to the end; COUNT when none does. */
static size_t find_cut(struct fold *fold)
{
    for (size_t i = 0; i < fold->count; i++) {
        const struct line *line = &fold->lines[i];
        if (line->kind != LINE_WORDS)
            continue;
        char first = str_trim(line->text).ptr[0];
        bool is_ruled = first == '-' || first == '_' || first == '=' || first == '*';
        if (is_ruled && quote_marks_is_original(normal(fold, i)))
            return i;
        if (quote_marks_is_forward(normal(fold, i)))
            return fold->count;
        size_t next = skip_blank(fold, i + 1);
        if (is_ruled && quote_marks_is_rule(normal(fold, i)) && next < fold->count && block_starts(fold, next, 2))
            return i;
        if (block_starts(fold, i, BLOCK_ROLES))
            return with_rule_above(fold, i);
        size_t start = i;
        bool quoted = next < fold->count && fold->lines[next].kind == LINE_QUOTE;
        if (!quoted && may_end_attribution(line) && attribution_ending(fold, i, &start) == ATTRIBUTION_STRONG)
            return with_opener(fold, start);
    }
    return fold->count;
}

/* "-- " (RFC 3676 section 4.3) and the few lines below it, up to the end or a quote. */
static void fold_signature(struct fold *fold)
{
    for (size_t i = fold->count; i > 0; i--) {
        struct str line = fold->lines[i - 1].text;
        bool is_mark = str_equal(line, STR("-- ")) || str_equal(line, STR("- -- ")); /* the second: inside a signed text */
        if (!is_mark || fold->lines[i - 1].folded)
            continue;
        size_t end = i;
        while (end < fold->count && !fold->lines[end].folded)
            end++;
        if (end - i <= SIGNATURE_LINES)
            fold_range(fold, i - 1, end);
        return;
    }
}

/* The frame of a clear-signed text (RFC 9580 section 7): what stands above its first blank line, and the signature. */
static void fold_armor(struct fold *fold)
{
    for (size_t i = 0; i < fold->count; i++) {
        struct str line = str_trim(fold->lines[i].text);
        bool opens = str_equal(line, STR("-----BEGIN PGP SIGNED MESSAGE-----"));
        if (!opens && !str_equal(line, STR("-----BEGIN PGP SIGNATURE-----")))
            continue;
        size_t end = i + 1;
        while (end < fold->count && !(opens ? fold->lines[end].kind == LINE_BLANK
                                            : str_starts(str_trim(fold->lines[end - 1].text), STR("-----END PGP"))))
            end++;
        fold_range(fold, i, end);
    }
}

/* Below the last quote: a signature or the footer of a list, set apart by a line of dashes or underscores. */
static void fold_footer(struct fold *fold)
{
    size_t last = fold->count;
    while (last > 0 && !fold->lines[last - 1].folded)
        last--;
    size_t at = skip_blank(fold, last);
    if (last == 0 || at == fold->count || fold->count - at > FOOTER_LINES)
        return;
    struct str line = str_trim(fold->lines[at].text);
    bool is_mark = str_equal(line, STR("--")) || str_equal(line, STR("__")) || quote_marks_is_rule(line);
    if (is_mark)
        fold_range(fold, at, fold->count);
}

/* A blank line goes with what stands above it. */
static void fold_blanks(struct fold *fold)
{
    bool folded = false;
    for (size_t i = 0; i < fold->count; i++) {
        if (fold->lines[i].kind == LINE_BLANK)
            fold->lines[i].folded = folded;
        else
            folded = fold->lines[i].folded;
    }
}

static bool nothing_is_left(const struct fold *fold)
{
    for (size_t i = 0; i < fold->count; i++)
        if (fold->lines[i].kind != LINE_BLANK && !fold->lines[i].folded)
            return false;
    return true;
}

static struct str gather(const struct fold *fold, bool folded, struct str more)
{
    struct buf out;
    size_t size = more.len + 1;
    for (size_t i = 0; i < fold->count; i++)
        size += fold->lines[i].text.len + 1;
    buf_init(&out, fold->mem, size);
    size_t end = 0; /* behind the last line with anything in it */
    for (size_t i = 0; i < fold->count; i++) {
        if (fold->lines[i].folded != folded)
            continue;
        buf_add(&out, fold->lines[i].text);
        buf_add_char(&out, '\n');
        if (str_trim(fold->lines[i].text).len > 0)
            end = out.len;
    }
    buf_cut(&out, end);
    buf_add(&out, more);
    return buf_str(&out);
}

void quote_fold(TALLOC_CTX *mem, const struct quote_input *in, struct quote_fold *out)
{
    struct fold fold = { .mem = mem };
    buf_init(&fold.scratch, mem, MARK_LINE_BYTES * 2);
    split(&fold, in->text);
    size_t cut = in->is_forward ? fold.count : find_cut(&fold);
    fold_range(&fold, cut, fold.count);
    fold_quotes(&fold);
    fold_armor(&fold);
    fold_signature(&fold);
    fold_footer(&fold);
    if (nothing_is_left(&fold))
        for (size_t i = 0; i < fold.count; i++)
            fold.lines[i].folded = false;
    fold_blanks(&fold);
    out->visible = gather(&fold, false, STR(""));
    out->folded = gather(&fold, true, in->carried);
}

bool quote_is_forward(TALLOC_CTX *mem, struct str subject)
{
    struct buf scratch;
    buf_init(&scratch, mem, MARK_LINE_BYTES * 2);
    return quote_marks_forwards(quote_marks_normal(&scratch, subject));
}
