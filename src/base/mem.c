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
