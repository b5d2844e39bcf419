/* sqlc: turns the SQL files of the store into a closed set of named statements.
 *
 *     sqlc SQL_DIR MIGRATION_DIR OUT.h OUT.c DEPFILE
 *
 * A file holds statements, each below its name and, where the name does not say it all, a comment:
 *
 *     -- ticket_by_id
 *     -- One ticket with its owner; no row when it never existed.
 *     SELECT t.id, t.subject FROM ticket t WHERE t.id = :id;
 *
 * SQL_DIR/x.sql serves both databases; a statement that must differ stands in SQL_DIR/sqlite and in SQL_DIR/postgres
 * and nowhere else. Parameters are named; the same name twice is one parameter. They become ?1 for SQLite and $1 for
 * PostgreSQL: numbers by first appearance, never "$1" for both, because SQLite takes that for a name.
 *
 * MIGRATION_DIR/NNNN_name.sql is one version of the schema, split into statements; what one database needs beside
 * it lies in sqlite/ and postgres/ under the same file name. The common text says bigint and bytea; SQLite gets the
 * words that give a column the right affinity, and "bigint PRIMARY KEY" becomes the row's own key; other tables lie under their
 * key alone (WITHOUT ROWID), and lists of words in a CHECK are spelled out. PostgreSQL checks
 * at once that the table of a foreign key exists, so that its table-level FOREIGN KEYs are added behind the last table.
 *
 * A mistake ends the build with FILE:LINE, like a compiler's.
 */
#include <assert.h>
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

enum { DIALECT_SQLITE, DIALECT_POSTGRES, DIALECT_COUNT };
static const char *const dialect_folders[DIALECT_COUNT] = { "sqlite", "postgres" };

enum {
    SQLC_FILE_BYTES = 16 * 1024 * 1024, /* an SQL file, and what is generated: far above what anybody writes */
    SQLC_PARAMS = 100,                  /* of one statement; SQLite allows 32766, PostgreSQL 65535 */
};

static void __attribute__((noreturn)) PRINTF_LIKE(3, 4) die(const char *file, int line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "%s:%d: error: ", file, line);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

/* ---- growing arrays ---- */

#define PUSH(mem, array, count)                                                                                  \
    ((array) = mem_need(talloc_realloc_size((mem), (array), ((count) + 1) * sizeof(*(array)))), \
     memset(&(array)[(count)], 0, sizeof(*(array))), &(array)[(count)++])

/* ---- tokens ---- */

enum token_kind { TOKEN_END, TOKEN_SPACE, TOKEN_COMMENT, TOKEN_QUOTED, TOKEN_WORD, TOKEN_PARAM, TOKEN_SIGN };

struct scanner {
    const char *file;
    struct str rest;
    int line; /* of the first byte of rest */
};

struct token {
    enum token_kind kind;
    struct str text; /* PARAM: without the colon; COMMENT: without the dashes and the spaces around */
    int line;
};

static char at(struct str s, size_t i)
{
    return i < s.len ? s.ptr[i] : '\0';
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* The length of the quoted text that begins REST: '…', "…", or $tag$…$tag$; 0 when none begins here. */
static size_t quoted_length(const struct scanner *s)
{
    char first = at(s->rest, 0);
    if (first == '\'' || first == '"') {
        size_t end = 1;
        while (end < s->rest.len && s->rest.ptr[end] != first) /* a doubled quote is two texts side by side: fine */
            end++;
        if (end == s->rest.len)
            die(s->file, s->line, "this quoted text has no end");
        return end + 1;
    }
    if (first == '$') {
        size_t tag = 1;
        while (is_word(at(s->rest, tag)))
            tag++;
        if (at(s->rest, tag) != '$')
            return 0;
        size_t end = str_find(s->rest, str_slice(s->rest, 0, tag + 1), tag + 1);
        if (end == SIZE_MAX)
            die(s->file, s->line, "this dollar-quoted text has no end");
        return end + tag + 1;
    }
    return 0;
}

static struct token token_take(struct scanner *s, enum token_kind kind, size_t length)
{
    struct token token = { .kind = kind, .text = str_slice(s->rest, 0, length), .line = s->line };
    for (size_t i = 0; i < length; i++)
        s->line += s->rest.ptr[i] == '\n';
    s->rest = str_slice(s->rest, length, SIZE_MAX);
    return token;
}

static struct token token_next(struct scanner *s)
{
    struct str rest = s->rest;
    size_t length = 0;
    if (rest.len == 0)
        return (struct token){ .kind = TOKEN_END, .line = s->line };
    if (isspace((unsigned char)rest.ptr[0])) {
        while (isspace((unsigned char)at(rest, length)))
            length++;
        return token_take(s, TOKEN_SPACE, length);
    }
    if (str_starts(rest, STR("--"))) {
        while (length < rest.len && rest.ptr[length] != '\n')
            length++;
        struct token token = token_take(s, TOKEN_COMMENT, length);
        token.text = str_trim(str_slice(token.text, 2, SIZE_MAX));
        return token;
    }
    if (str_starts(rest, STR("/*"))) {
        size_t end = str_find(rest, STR("*/"), 2);
        if (end == SIZE_MAX)
            die(s->file, s->line, "this comment has no end");
        struct token token = token_take(s, TOKEN_COMMENT, end + 2);
        token.text = str_trim(str_slice(token.text, 2, token.text.len - 4));
        return token;
    }
    length = quoted_length(s);
    if (length > 0)
        return token_take(s, TOKEN_QUOTED, length);
    if (is_word(rest.ptr[0])) {
        while (is_word(at(rest, length)))
            length++;
        return token_take(s, TOKEN_WORD, length);
    }
    if (str_starts(rest, STR("::"))) /* PostgreSQL's cast, not a parameter */
        return token_take(s, TOKEN_SIGN, 2);
    if (rest.ptr[0] == ':' && islower((unsigned char)at(rest, 1))) {
        length = 1;
        while (is_word(at(rest, length)))
            length++;
        struct token token = token_take(s, TOKEN_PARAM, length);
        token.text = str_slice(token.text, 1, SIZE_MAX);
        return token;
    }
    return token_take(s, TOKEN_SIGN, 1);
}

static bool is_sign(struct token token, char c)
{
    return token.kind == TOKEN_SIGN && token.text.len == 1 && token.text.ptr[0] == c;
}

static bool is_word_text(struct token token, struct str word)
{
    return token.kind == TOKEN_WORD && str_equal_nocase(token.text, word);
}

/* ---- statements ---- */

struct form { /* a statement for one database */
    struct str text;
    struct str params[SQLC_PARAMS];
    size_t param_count;
};

struct statement {
    struct str name;
    struct str comment;
    const char *file;
    int line;
    bool common;
    bool has[DIALECT_COUNT];
    struct form form[DIALECT_COUNT];
};

struct program {
    TALLOC_CTX *mem;
    struct statement *statements;
    size_t count;
    struct buf depends; /* paths, for the depfile */
};

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

static struct str read_file(struct program *p, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        die(path, 1, "cannot be read: %s", strerror(errno));
    struct buf text;
    buf_init(&text, p->mem, SQLC_FILE_BYTES);
    char piece[4096];
    for (size_t n = fread(piece, 1, sizeof(piece), file); n > 0; n = fread(piece, 1, sizeof(piece), file))
        buf_add(&text, (struct str){ piece, n });
    if (ferror(file) != 0 || text.over)
        die(path, 1, "cannot be read");
    fclose(file);
    buf_addf(&p->depends, " %s", path);
    return buf_str(&text);
}

static void read_statements(struct program *p, const char *path, int dialect)
{
    struct scanner s = { .file = path, .rest = read_file(p, path), .line = 1 };
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

/* ---- migrations ---- */

struct script { /* the statements of one migration for one database */
    struct str *statements;
    size_t count;
};

struct migration {
    int64_t version;
    struct str name;
    struct script script[DIALECT_COUNT];
};

static struct str column_type(struct str word, int dialect)
{
    if (dialect == DIALECT_SQLITE && str_equal_nocase(word, STR("bigint")))
        return STR("integer");
    if (dialect == DIALECT_SQLITE && str_equal_nocase(word, STR("bytea")))
        return STR("blob");
    return word;
}

static void script_add(struct program *p, struct script *script, struct str text)
{
    *PUSH(p->mem, script->statements, script->count) = str_trim(text);
}

/* Moves the table-level FOREIGN KEYs of a CREATE TABLE to LATER, as ALTER TABLEs, and drops them here. */
static struct str without_foreign_keys(struct program *p, const char *file, struct str text, struct script *later)
{
    struct scanner s = { .file = file, .rest = text, .line = 1 };
    struct buf kept, moved;
    struct str table = STR_NONE;
    int depth = 0, words = 0;
    bool item_starts = false, moving = false;
    buf_init(&kept, p->mem, SQLC_FILE_BYTES);
    for (struct token token = token_next(&s); token.kind != TOKEN_END; token = token_next(&s)) {
        if (token.kind == TOKEN_WORD && ++words == 3)
            table = token.text;
        depth += is_sign(token, '(') ? 1 : 0;
        depth -= is_sign(token, ')') ? 1 : 0;
        bool item_ends = (is_sign(token, ',') && depth == 1) || (is_sign(token, ')') && depth == 0);
        if (moving && item_ends) {
            script_add(p, later, buf_str(&moved));
            moving = false;
        }
        if (item_starts && token.kind != TOKEN_SPACE) { /* the comma before it was held back */
            item_starts = false;
            if (is_word_text(token, STR("FOREIGN"))) {
                moving = true;
                buf_init(&moved, p->mem, SQLC_FILE_BYTES);
                buf_addf(&moved, "ALTER TABLE " STR_FMT " ADD ", STR_ARG(table));
            } else {
                buf_add_c(&kept, ", ");
            }
        }
        if (is_sign(token, ',') && depth == 1)
            item_starts = true;
        else if (!item_starts)
            buf_add(moving ? &moved : &kept, token.kind == TOKEN_SPACE ? STR(" ") : token.text);
    }
    return buf_str(&kept);
}

static struct token token_solid(struct scanner *s)
{
    struct token token = token_next(s);
    return token.kind == TOKEN_SPACE ? token_next(s) : token;
}

/* Writes "word = 'a' OR word = 'b'" for WORD's list of words, which begins at *S behind "IN"; false when another kind of
 * list stands there. */
static bool list_spelled_out(struct scanner *s, struct str word, struct buf *out)
{
    struct token token = token_solid(s);
    if (!is_sign(token, '('))
        return false;
    for (bool first = true; !is_sign(token, ')'); first = false) {
        token = token_solid(s);
        if (token.kind != TOKEN_QUOTED)
            return false;
        buf_addf(out, "%s" STR_FMT " = " STR_FMT, first ? "(" : " OR ", STR_ARG(word), STR_ARG(token.text));
        token = token_solid(s);
    }
    buf_add_c(out, ")");
    return true;
}

/* SQLite builds a table in memory for a list of three words and more, and would do so for each row that a CHECK looks at:
 * a fifth of what a row of ours costs. */
static struct str lists_spelled_out(struct program *p, const char *file, struct str text)
{
    struct scanner s = { .file = file, .rest = text, .line = 1 };
    struct buf out, list;
    buf_init(&out, p->mem, SQLC_FILE_BYTES);
    buf_init(&list, p->mem, SQLC_FILE_BYTES);
    for (struct token token = token_next(&s); token.kind != TOKEN_END; token = token_next(&s)) {
        struct scanner ahead = s;
        buf_clear(&list);
        if (token.kind == TOKEN_WORD && is_word_text(token_solid(&ahead), STR("IN")) && list_spelled_out(&ahead, token.text, &list)) {
            buf_add(&out, buf_str(&list));
            s = ahead;
        } else {
            buf_add(&out, token.text);
        }
    }
    return buf_str(&out);
}

/* A table whose key is no number lies in SQLite under its key, not under a hidden number with an index beside it: one tree
 * to write instead of two. */
static struct str keyed_by_itself(struct program *p, struct str table)
{
    if (str_find(table, STR("integer PRIMARY KEY"), 0) != SIZE_MAX)
        return table;
    return str_format(p->mem, STR_FMT " WITHOUT ROWID", STR_ARG(table));
}

static void read_script(struct program *p, const char *path, int dialect, struct script *script)
{
    struct scanner s = { .file = path, .rest = read_file(p, path), .line = 1 };
    struct script later = { NULL, 0 };
    struct buf text;
    bool in_trigger = false, after_end = false; /* the body of SQLite's triggers holds semicolons: BEGIN …; END; */
    buf_init(&text, p->mem, SQLC_FILE_BYTES);
    for (struct token token = token_next(&s); token.kind != TOKEN_END; token = token_next(&s)) {
        if (token.kind == TOKEN_PARAM)
            die(path, token.line, "a migration has no parameters");
        if (is_sign(token, ';') && (!in_trigger || after_end)) {
            struct str statement = str_trim(str_copy(p->mem, buf_str(&text)));
            bool table = str_starts_nocase(statement, STR("CREATE TABLE"));
            if (dialect == DIALECT_POSTGRES && table)
                statement = without_foreign_keys(p, path, statement, &later);
            if (dialect == DIALECT_SQLITE && table)
                statement = keyed_by_itself(p, lists_spelled_out(p, path, statement));
            script_add(p, script, statement);
            buf_clear(&text);
            in_trigger = false;
            continue;
        }
        if (token.kind == TOKEN_SPACE || token.kind == TOKEN_COMMENT) {
            if (text.len > 0 && !str_ends(buf_str(&text), STR(" ")))
                buf_add_char(&text, ' ');
            continue;
        }
        in_trigger = in_trigger || is_word_text(token, STR("BEGIN"));
        after_end = is_word_text(token, STR("END"));
        buf_add(&text, token.kind == TOKEN_WORD ? column_type(token.text, dialect) : token.text);
    }
    if (str_trim(buf_str(&text)).len > 0)
        die(path, s.line, "the last statement has no semicolon");
    for (size_t i = 0; i < later.count; i++)
        script_add(p, script, later.statements[i]);
}

/* ---- folders ---- */

static int is_sql(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && str_ends(str_from(entry->d_name), STR(".sql"));
}

/* The .sql files of FOLDER in the order of their names; a missing folder has none. */
static size_t list_files(struct program *p, const char *folder, char ***out)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, is_sql, alphasort);
    if (count < 0)
        return 0;
    *out = mem_need(talloc_zero_array(p->mem, char *, (unsigned)count + 1));
    for (int i = 0; i < count; i++) {
        (*out)[i] = mem_need(talloc_strdup(p->mem, entries[i]->d_name));
        free(entries[i]);
    }
    free(entries);
    buf_addf(&p->depends, " %s", folder); /* its time changes when a file comes or goes */
    return (size_t)count;
}

static void read_sql_folder(struct program *p, const char *folder, int dialect)
{
    char **files = NULL;
    size_t count = list_files(p, folder, &files);
    for (size_t i = 0; i < count; i++)
        read_statements(p, str_format(p->mem, "%s/%s", folder, files[i]).ptr, dialect);
}

static size_t read_migrations(struct program *p, const char *folder, struct migration **out)
{
    char **files = NULL;
    size_t count = list_files(p, folder, &files), made = 0;
    for (size_t i = 0; i < count; i++) {
        const char *path = str_format(p->mem, "%s/%s", folder, files[i]).ptr;
        struct str name = str_from(files[i]);
        struct migration *m = PUSH(p->mem, *out, made);
        if (!parse_i64(str_slice(name, 0, 4), 1, 9999, &m->version) || m->version != (int64_t)made)
            die(path, 1, "the name of a migration begins with its version: this one is %04zu", made);
        m->name = str_slice(name, 5, name.len - 9);
        for (int d = 0; d < DIALECT_COUNT; d++) {
            read_script(p, path, d, &m->script[d]);
            const char *beside = str_format(p->mem, "%s/%s/%s", folder, dialect_folders[d], files[i]).ptr;
            if (access(beside, F_OK) == 0)
                read_script(p, beside, d, &m->script[d]);
        }
    }
    return made;
}

/* ---- output ---- */

static void write_c_text(FILE *out, struct str s)
{
    fputc('"', out);
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '"' || s.ptr[i] == '\\')
            fprintf(out, "\\%c", s.ptr[i]);
        else if (s.ptr[i] == '\n')
            fputs("\\n", out);
        else
            fputc(s.ptr[i], out);
    }
    fputc('"', out);
}

static void write_upper(FILE *out, struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        fputc(toupper((unsigned char)s.ptr[i]), out);
}

static void write_header(FILE *out, const struct program *p)
{
    fputs("#pragma once\n/* Made by tools/sqlc from src/store/sql: every statement that the program can send. */\n\n"
          "enum query {\n", out);
    for (size_t i = 0; i < p->count; i++) {
        struct str comment = p->statements[i].comment;
        fputs("    Q_", out);
        write_upper(out, p->statements[i].name);
        fprintf(out, comment.len > 0 ? ", /* " STR_FMT " */\n" : "," STR_FMT "\n", STR_ARG(comment));
    }
    fputs("    Q_COUNT\n};\n", out);
}

static void write_form(FILE *out, const struct form *form)
{
    fputs("{ ", out);
    write_c_text(out, form->text);
    fprintf(out, ",\n        %zu, (const char *const[]){ ", form->param_count);
    for (size_t i = 0; i < form->param_count; i++)
        fprintf(out, "\"" STR_FMT "\", ", STR_ARG(form->params[i]));
    fputs("NULL } }", out);
}

static void write_table(FILE *out, const struct program *p, const struct migration *migrations, size_t count)
{
    fputs("/* Made by tools/sqlc. */\n#include \"store/query_table.h\"\n\n"
          "const struct query_text query_table[Q_COUNT] = {\n", out);
    for (size_t i = 0; i < p->count; i++) {
        fputs("    [Q_", out);
        write_upper(out, p->statements[i].name);
        fprintf(out, "] = { \"" STR_FMT "\",\n      ", STR_ARG(p->statements[i].name));
        write_form(out, &p->statements[i].form[DIALECT_SQLITE]);
        fputs(",\n      ", out);
        write_form(out, &p->statements[i].form[DIALECT_POSTGRES]);
        fputs(" },\n", out);
    }
    fputs("};\n\nconst struct migration migration_table[] = {\n", out);
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "    { %lld, \"" STR_FMT "\",\n", (long long)migrations[i].version, STR_ARG(migrations[i].name));
        for (int d = 0; d < DIALECT_COUNT; d++) {
            fputs("      (const char *const[]){\n", out);
            for (size_t n = 0; n < migrations[i].script[d].count; n++) {
                fputs("        ", out);
                write_c_text(out, migrations[i].script[d].statements[n]);
                fputs(",\n", out);
            }
            fputs("        NULL },\n", out);
        }
        fputs("    },\n", out);
    }
    fprintf(out, "};\nconst int migration_count = %zu;\n", count);
}

static FILE *output(const char *path)
{
    FILE *out = fopen(path, "wb");
    if (out == NULL)
        die(path, 1, "cannot be written: %s", strerror(errno));
    return out;
}

static void finish(FILE *out, const char *path)
{
    bool failed = ferror(out) != 0;
    if (fclose(out) != 0 || failed)
        die(path, 1, "cannot be written");
}

int main(int argc, char **argv)
{
    if (argc != 6) {
        fputs("usage: sqlc SQL_DIR MIGRATION_DIR OUT.h OUT.c DEPFILE\n", stderr);
        return 2;
    }
    const char *sql = argv[1], *migration_folder = argv[2];
    struct program p = { .mem = talloc_new(NULL) };
    buf_init(&p.depends, p.mem, SQLC_FILE_BYTES);

    read_sql_folder(&p, sql, DIALECT_COUNT);
    for (int d = 0; d < DIALECT_COUNT; d++)
        read_sql_folder(&p, str_format(p.mem, "%s/%s", sql, dialect_folders[d]).ptr, d);
    check_pairs(&p);
    struct migration *migrations = NULL;
    size_t count = read_migrations(&p, migration_folder, &migrations);

    FILE *header = output(argv[3]);
    write_header(header, &p);
    finish(header, argv[3]);
    FILE *table = output(argv[4]);
    write_table(table, &p, migrations, count);
    finish(table, argv[4]);
    FILE *depfile = output(argv[5]);
    fprintf(depfile, "%s %s:%s\n", argv[3], argv[4], buf_str(&p.depends).ptr);
    finish(depfile, argv[5]);
    talloc_free(p.mem);
    return 0;
}
