#include "base/mem.h"

void *mem_need(void *ptr)
{
    if (ptr == NULL) {
        static const char last_words[] = "event=memory.none\n";
        ssize_t written = write(STDERR_FILENO, last_words, sizeof(last_words) - 1);
        (void)written;
        abort();
    }
    return ptr;
}

void mem_done(TALLOC_CTX **mem)
{
    talloc_free(*mem);
}

/* talloc marks memory limits as deprecated without offering anything else; this is the one place that knows. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
void mem_limit(TALLOC_CTX *mem, size_t bytes)
{
    if (talloc_set_memlimit(mem, bytes) != 0)
        abort();
}
#pragma GCC diagnostic pop
