#include "mail/parse_poison.h"

#include <fcntl.h>
#include <sys/socket.h>

static void act_crash(void)
{
    abort();
}

static void act_hang(void)
{
    for (volatile unsigned long turns = 0;; turns++)
        ;
}

/* Refused, or deadly: either way nothing was opened, and the caller sees a crash. */
static void act_open(void)
{
    if (open("/etc/passwd", O_RDONLY | O_CLOEXEC) < 0)
        abort();
}

static void act_connect(void)
{
    (void)socket(AF_INET, SOCK_STREAM, 0);
}

static void act_exec(void)
{
    char *const arguments[] = { (char[]){ "/bin/sh" }, NULL };
    (void)execv(arguments[0], arguments);
}

static void act_fork(void)
{
    (void)fork();
}

static const struct poison_row {
    const char *word;
    void (*act)(void);
} rows[] = {
    { "connect", act_connect }, { "crash", act_crash }, { "exec", act_exec },
    { "fork", act_fork },       { "hang", act_hang },   { "open", act_open },
};

bool parse_poison_is_on(void)
{
    const char *plan = getenv("BUCKSTOP_FAULT");
    return plan != NULL && plan[0] != '\0';
}

void parse_poison_act(struct str raw)
{
    size_t at = str_find_nocase(raw, STR("\nX-Buckstop-Test:"), 0);
    if (at == SIZE_MAX)
        return;
    struct str rest = str_slice(raw, at + strlen("\nX-Buckstop-Test:"), 64), line;
    if (!str_next(&rest, '\n', &line))
        return;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (str_equal(str_trim(line), str_from(rows[i].word)))
            rows[i].act();
}
