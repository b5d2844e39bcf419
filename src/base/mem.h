#pragma once
/* Allocation that cannot be refused.
 *
 * Everything large grows in a buf, whose maximum is an ordinary error (TOO_LARGE). What is left are small
 * pieces: when the machine has no memory for one of these, the process stops and the supervisor starts
 * it again. Nothing that was acknowledged is lost by that, and no caller needs a branch that no test
 * ever runs.
 */
#include <stddef.h>
#include <talloc.h>

/* Returns PTR; stops the process when it is NULL. */
void *mem_need(void *ptr) __attribute__((returns_nonnull));

#define MEM_NEW(mem, type) ((type *)mem_need(talloc_zero((mem), type)))
#define MEM_ARRAY(mem, type, count) ((type *)mem_need(talloc_zero_array((mem), type, (unsigned)(count))))

/* A ceiling for all that hangs from MEM. Past it a buf is over (TOO_LARGE); a small piece stops the process. */
void mem_limit(TALLOC_CTX *mem, size_t bytes);

/* For CLEANUP: frees the context of a unit of work. */
void mem_done(TALLOC_CTX **mem);
