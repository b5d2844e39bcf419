#include "cli/mail_input.h"

#include <errno.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"

enum { READ_BYTES = 64 * 1024 };

enum status mail_input_read(TALLOC_CTX *mem, struct str *out, struct err *err)
{
    struct buf raw;
    buf_init(&raw, mem, LIMIT_MAIL_BYTES);
    char *piece = mem_need(talloc_size(mem, READ_BYTES));
    for (ssize_t n = 1; n != 0;) {
        n = read(STDIN_FILENO, piece, READ_BYTES);
        if (n < 0 && errno != EINTR)
            return FAIL(err, STATUS_UNAVAILABLE, "ingest.read", "could not read the mail: %s", strerror(errno));
        if (n > 0)
            buf_add(&raw, (struct str){ piece, (size_t)n });
    }
    TRY(buf_end(&raw, "ingest.too_large", out, err));
    if (out->len == 0)
        return FAIL(err, STATUS_INVALID, "ingest.empty", "there is no mail on standard input");
    return STATUS_OK;
}
