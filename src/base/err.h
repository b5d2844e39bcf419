#pragma once
/* One result for the whole program: a status for the code, an error value for people.
 *
 * A function that can fail returns enum status and fills the caller's struct err. The status row says
 * what the edges do with it: the web layer looks up `http`, the command line `exit`, the job runner
 * `retry`. Whoever discovers the failure fills the error; everybody above passes it on unchanged
 * (TRY), or adds context once (err_context). Only the edges log.
 */
#include <stdbool.h>
#include <stddef.h>

#define STATUS_LIST(X)                                  \
    /* name         http  exit  retry                */ \
    X(OK,           200,   0,   false)                  \
    X(INVALID,      422,  65,   false)                  \
    X(UNSIGNED,     401,  77,   false)                  \
    X(DENIED,       403,  77,   false)                  \
    X(NOT_FOUND,    404,  66,   false)                  \
    X(CONFLICT,     409,   1,   false)                  \
    X(TOO_LARGE,    413,  65,   false)                  \
    X(TOO_MANY,     429,  75,   true)                   \
    X(BUSY,         503,  75,   true)                   \
    X(FULL,         507,  75,   true)                   \
    X(UNAVAILABLE,  502,  75,   true)                   \
    X(BROKEN,       500,  70,   false)

enum status {
#define X(name, http, exit, retry) STATUS_##name,
    STATUS_LIST(X)
#undef X
    STATUS_COUNT
};

enum { ERR_MESSAGE_BYTES = 200, ERR_DETAIL_BYTES = 400 };

struct err {
    const char *key;                 /* stable, for clients and tests: "ticket.closed"; static storage */
    const char *field;               /* the input at fault, or NULL; static storage */
    char message[ERR_MESSAGE_BYTES]; /* for the user: one line, nothing secret */
    char detail[ERR_DETAIL_BYTES];   /* for the log only: SQL state, SMTP reply, path */
    const char *file;
    int line;
};

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(format_at, args_at) __attribute__((format(printf, format_at, args_at)))

/* The policy row of a status. */
int status_http(enum status status);
int status_exit(enum status status);
bool status_retry(enum status status);
const char *status_name(enum status status);

/* Fills ERR and returns STATUS. Use FAIL and FAIL_FIELD, which add the place. ERR may be NULL. */
enum status err_fill(struct err *err, enum status status, const char *key, const char *field,
                     const char *file, int line, const char *format, ...) PRINTF_LIKE(7, 8);

/* Sets the log-only detail, keeping the rest. */
void err_detail(struct err *err, const char *format, ...) PRINTF_LIKE(2, 3);

/* Puts "while FORMAT: " before the detail; adds to it, hides nothing. */
void err_context(struct err *err, const char *format, ...) PRINTF_LIKE(2, 3);

#define FAIL(err, status, key, ...) \
    err_failed(err_fill((err), (status), (key), NULL, __FILE__, __LINE__, __VA_ARGS__))
#define FAIL_FIELD(err, status, key, field, ...) \
    err_failed(err_fill((err), (status), (key), (field), __FILE__, __LINE__, __VA_ARGS__))

/* Tells the compiler that a failure is never OK, so that it knows after TRY that *out was written. */
static inline enum status err_failed(enum status status)
{
    if (status == STATUS_OK)
        __builtin_unreachable();
    return status;
}

/* Returns a failure unchanged. The only macro that hides a return: safe, because whatever the
 * function holds is held by CLEANUP or by its memory context. */
#define TRY(call)                               \
    do {                                        \
        enum status try_status_ = (call);       \
        if (try_status_ != STATUS_OK)           \
            return try_status_;                 \
    } while (0)

/* Runs FUNCTION(&variable) when the scope ends; FUNCTION accepts a zeroed object. */
#define CLEANUP(function) __attribute__((cleanup(function)))
