/* Calls the target and holds each input to its bounds: memory by the allocator's hooks, time by the thread's own clock, which
 * a busy machine does not move. */
#include <sanitizer/allocator_interface.h>
#include <time.h>

#include "base/limits.h"
#include "fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct { size_t now, most; } heap; /* bytes; of the one thread that tests */

static void allocated(const volatile void *ptr, size_t size)
{
    (void)ptr;
    heap.now += size;
    heap.most = heap.now > heap.most ? heap.now : heap.most;
}

static void freed(const volatile void *ptr)
{
    size_t size = ptr == NULL ? 0 : __sanitizer_get_allocated_size(ptr);
    heap.now = size < heap.now ? heap.now - size : 0;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    __sanitizer_install_malloc_and_free_hooks(allocated, freed);
    return 0;
}

static int64_t cpu_ms(void)
{
    struct timespec at;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
    return (int64_t)at.tv_sec * 1000 + at.tv_nsec / 1000000;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    heap.now = heap.most = 0;
    int64_t start = cpu_ms();
    int result = fuzz_one(data, size);
    FUZZ_ASSERT(heap.most <= LIMIT_PARSE_MEMORY_BYTES);
    FUZZ_ASSERT(cpu_ms() - start <= LIMIT_PARSE_CPU_MS);
    return result;
}
