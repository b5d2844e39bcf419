#include "schema.h"

#include <string.h>
#include <unistd.h>

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
    struct scanner s = { .file = path, .rest = read_file(p->mem, path, &p->depends), .line = 1 };
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

size_t read_migrations(struct program *p, const char *folder, struct migration **out)
{
    char **files = NULL;
    size_t count = list_files(p->mem, folder, &p->depends, &files), made = 0;
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
