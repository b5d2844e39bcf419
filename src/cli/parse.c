#include "cli/parse.h"

#include <sys/stat.h>

#include "mail/parse_worker.h"

enum status parse_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    struct stat input;
    (void)mem;
    if (fstat(STDIN_FILENO, &input) != 0 || !S_ISSOCK(input.st_mode))
        return FAIL(err, STATUS_INVALID, "parse.input", "buckstop starts this command itself, and gives it a socket");
    parse_worker_run(STDIN_FILENO, in->operands[0]);
}
