#include "statements.h"

#include <ctype.h>
#include <string.h>

const char *const dialect_folders[DIALECT_COUNT] = { "sqlite", "postgres" };

static size_t param_place(const char *file, int line, struct form *form, struct str name)
{
    for (size_t i = 0; i < form->param_count; i++)
        if (str_equal(form->params[i], name))
            return i + 1;
    if (form->param_count == SQLC_PARAMS)
        die(file, line, "more than %d parameters", SQLC_PARAMS);
    form->params[form->param_count++] = name;
    return form->param_count;
}

static bool is_name(struct str s)
{
    if (s.len == 0 || !islower((unsigned char)s.ptr[0]))
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (!is_word(s.ptr[i]) || isupper((unsigned char)s.ptr[i]))
            return false;
    return true;
}

static struct statement *statement_named(struct program *p, struct str name)
{
    for (size_t i = 0; i < p->count; i++)
        if (str_equal(p->statements[i].name, name))
            return &p->statements[i];
    return NULL;
}

/* Enters what was read into the program; DIALECT is DIALECT_COUNT for a common statement. */
static void statement_enter(struct program *p, const struct statement *read, const struct form forms[DIALECT_COUNT],
                            int dialect)
{
    struct statement *statement = statement_named(p, read->name);
    bool common = dialect == DIALECT_COUNT;
    if (statement != NULL && (common || statement->common || statement->has[dialect]))
        die(read->file, read->line, "statement %.*s stands already in %s:%d", STR_ARG(read->name), statement->file,
            statement->line);
    if (statement == NULL) {
        statement = PUSH(p->mem, p->statements, p->count);
        *statement = *read;
        statement->common = common;
    }
    for (int d = 0; d < DIALECT_COUNT; d++) {
        if (common || d == dialect) {
            statement->has[d] = true;
            statement->form[d] = forms[d];
        }
    }
}

/* Reads the words of one statement up to its semicolon: comments dropped, white space folded. */
static void read_forms(struct program *p, struct scanner *s, struct token token, struct form forms[DIALECT_COUNT])
{
    struct buf text[DIALECT_COUNT];
    int start = token.line;
    for (int d = 0; d < DIALECT_COUNT; d++) {
        forms[d] = (struct form){ .param_count = 0 };
        buf_init(&text[d], p->mem, SQLC_FILE_BYTES);
    }
    for (; !is_sign(token, ';'); token = token_next(s)) {
        if (token.kind == TOKEN_END)
            die(s->file, start, "this statement has no semicolon");
        for (int d = 0; d < DIALECT_COUNT; d++) {
            if (token.kind == TOKEN_SPACE || token.kind == TOKEN_COMMENT) {
                if (!str_ends(buf_str(&text[d]), STR(" ")))
                    buf_add_char(&text[d], ' ');
            } else if (token.kind == TOKEN_PARAM) {
                buf_add_char(&text[d], d == DIALECT_SQLITE ? '?' : '$');
                buf_add_i64(&text[d], (int64_t)param_place(s->file, token.line, &forms[d], token.text));
            } else {
                buf_add(&text[d], token.text);
            }
        }
    }
    for (int d = 0; d < DIALECT_COUNT; d++)
        forms[d].text = str_trim(buf_str(&text[d]));
}

static void read_statements(struct program *p, const char *path, int dialect)
{
    struct scanner s = { .file = path, .rest = read_file(p->mem, path, &p->depends), .line = 1 };
    struct statement read = { .file = path };
    for (struct token token = token_next(&s); token.kind != TOKEN_END; token = token_next(&s)) {
        if (token.kind == TOKEN_SPACE)
            continue;
        if (token.kind == TOKEN_COMMENT) {
            if (is_name(token.text)) {
                read.name = token.text;
                read.line = token.line;
                read.comment = STR_NONE;
            } else if (read.name.len > 0) {
                read.comment = str_format(p->mem, STR_FMT "%s" STR_FMT, STR_ARG(read.comment),
                                          read.comment.len > 0 ? " " : "", STR_ARG(token.text));
            }
            continue;
        }
        if (read.name.len == 0)
            die(path, token.line, "a statement without a line \"-- name\" before it");
        struct form forms[DIALECT_COUNT];
        read_forms(p, &s, token, forms);
        statement_enter(p, &read, forms, dialect);
        read = (struct statement){ .file = path };
    }
}

static bool form_has(const struct form *form, struct str name)
{
    for (size_t i = 0; i < form->param_count; i++)
        if (str_equal(form->params[i], name))
            return true;
    return false;
}

/* Two texts of one statement must stand in both folders, differ, and take the same parameters. */
static void check_pairs(const struct program *p)
{
    for (size_t i = 0; i < p->count; i++) {
        const struct statement *st = &p->statements[i];
        const struct form *a = &st->form[DIALECT_SQLITE], *b = &st->form[DIALECT_POSTGRES];
        if (st->common)
            continue;
        if (!st->has[DIALECT_SQLITE] || !st->has[DIALECT_POSTGRES])
            die(st->file, st->line, "statement %.*s is missing in %s/", STR_ARG(st->name),
                dialect_folders[st->has[DIALECT_SQLITE] ? DIALECT_POSTGRES : DIALECT_SQLITE]);
        if (a->param_count == b->param_count && str_equal(a->text, b->text))
            die(st->file, st->line, "statement %.*s is the same for both databases: it belongs in the common folder",
                STR_ARG(st->name));
        for (size_t n = 0; n < a->param_count; n++)
            if (a->param_count != b->param_count || !form_has(b, a->params[n]))
                die(st->file, st->line, "statement %.*s takes other parameters in postgres/", STR_ARG(st->name));
    }
}

static void read_sql_folder(struct program *p, const char *folder, int dialect)
{
    char **files = NULL;
    size_t count = list_files(p->mem, folder, &p->depends, &files);
    for (size_t i = 0; i < count; i++)
        read_statements(p, str_format(p->mem, "%s/%s", folder, files[i]).ptr, dialect);
}

void read_sql(struct program *p, const char *folder)
{
    read_sql_folder(p, folder, DIALECT_COUNT);
    for (int d = 0; d < DIALECT_COUNT; d++)
        read_sql_folder(p, str_format(p->mem, "%s/%s", folder, dialect_folders[d]).ptr, d);
    check_pairs(p);
}
