#include "scan.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void die(const char *file, int line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "%s:%d: error: ", file, line);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

/* ---- tokens ---- */

static char at(struct str s, size_t i)
{
    return i < s.len ? s.ptr[i] : '\0';
}

bool is_word(char c)
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

struct token token_next(struct scanner *s)
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

bool is_sign(struct token token, char c)
{
    return token.kind == TOKEN_SIGN && token.text.len == 1 && token.text.ptr[0] == c;
}

bool is_word_text(struct token token, struct str word)
{
    return token.kind == TOKEN_WORD && str_equal_nocase(token.text, word);
}

struct token token_solid(struct scanner *s)
{
    struct token token = token_next(s);
    return token.kind == TOKEN_SPACE ? token_next(s) : token;
}

/* ---- files ---- */

struct str read_file(TALLOC_CTX *mem, const char *path, struct buf *depends)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        die(path, 1, "cannot be read: %s", strerror(errno));
    struct buf text;
    buf_init(&text, mem, SQLC_FILE_BYTES);
    char piece[4096];
    for (size_t n = fread(piece, 1, sizeof(piece), file); n > 0; n = fread(piece, 1, sizeof(piece), file))
        buf_add(&text, (struct str){ piece, n });
    if (ferror(file) != 0 || text.over)
        die(path, 1, "cannot be read");
    fclose(file);
    buf_addf(depends, " %s", path);
    return buf_str(&text);
}

static int is_sql(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && str_ends(str_from(entry->d_name), STR(".sql"));
}

size_t list_files(TALLOC_CTX *mem, const char *folder, struct buf *depends, char ***out)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, is_sql, alphasort);
    if (count < 0)
        return 0;
    *out = mem_need(talloc_zero_array(mem, char *, (unsigned)count + 1));
    for (int i = 0; i < count; i++) {
        (*out)[i] = mem_need(talloc_strdup(mem, entries[i]->d_name));
        free(entries[i]);
    }
    free(entries);
    buf_addf(depends, " %s", folder); /* its time changes when a file comes or goes */
    return (size_t)count;
}
