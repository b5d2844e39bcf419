#pragma once
/* A pool of connections that are opened when first needed and lent to one thread at a time.
 * Private to the drivers. Safe from several threads.
 */
#include <pthread.h>

#include "base/err.h"

struct pool {
    pthread_mutex_t lock;
    pthread_cond_t returned;
    void **free_conns;
    int free_count;
    int open_count;
    int max;
    enum status (*open)(void *owner, void **conn, struct err *err);
    void *owner;
};

void pool_init(struct pool *pool, int max, enum status (*open)(void *owner, void **conn, struct err *err), void *owner);

/* Lends a connection; waits while all are lent. */
MUST_CHECK enum status pool_take(struct pool *pool, void **conn, struct err *err);
void pool_return(struct pool *pool, void *conn);

/* Closes what was returned with CLOSE; nothing may be lent any more. */
void pool_done(struct pool *pool, void (*close)(void *conn));
