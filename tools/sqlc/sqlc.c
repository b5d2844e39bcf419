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
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "schema.h"

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

    read_sql(&p, sql);
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
