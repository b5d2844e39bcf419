#pragma once
/* The words of an SQL file, and what sqlc's files share: folders, growing arrays, and how a mistake ends the build. */
#include "base/buf.h"
#include "base/mem.h"

enum { SQLC_FILE_BYTES = 16 * 1024 * 1024 }; /* an SQL file, and what is generated: far above what anybody writes */

void __attribute__((noreturn)) PRINTF_LIKE(3, 4) die(const char *file, int line, const char *format, ...);

/* A place behind the last of ARRAY, zeroed. */
#define PUSH(mem, array, count)                                                                                  \
    ((array) = mem_need(talloc_realloc_size((mem), (array), ((count) + 1) * sizeof(*(array)))), \
     memset(&(array)[(count)], 0, sizeof(*(array))), &(array)[(count)++])

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

/* The next token of S; TOKEN_END again and again behind the last. */
struct token token_next(struct scanner *s);
struct token token_solid(struct scanner *s); /* the next that is no space */
bool is_sign(struct token token, char c);
bool is_word_text(struct token token, struct str word); /* upper and lower case alike */
bool is_word(char c); /* may stand in a word */

/* All of a file. DEPENDS gets its path, for the depfile. */
struct str read_file(TALLOC_CTX *mem, const char *path, struct buf *depends);
/* The .sql files of FOLDER in the order of their names; a missing folder has none. */
size_t list_files(TALLOC_CTX *mem, const char *folder, struct buf *depends, char ***out);
