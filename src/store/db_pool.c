#include "store/db_pool.h"

#include <assert.h>

#include "base/mem.h"

void pool_init(struct pool *pool, int max, enum status (*open)(void *owner, void **conn, struct err *err), void *owner)
{
    assert(max > 0);
    *pool = (struct pool){ .max = max, .open = open, .owner = owner };
    pool->free_conns = MEM_ARRAY(NULL, void *, max);
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->returned, NULL);
}

enum status pool_take(struct pool *pool, void **conn, struct err *err)
{
    pthread_mutex_lock(&pool->lock);
    while (pool->free_count == 0 && pool->open_count == pool->max)
        pthread_cond_wait(&pool->returned, &pool->lock);
    if (pool->free_count > 0) {
        *conn = pool->free_conns[--pool->free_count];
        pthread_mutex_unlock(&pool->lock);
        return STATUS_OK;
    }
    pool->open_count++;
    pthread_mutex_unlock(&pool->lock);

    enum status status = pool->open(pool->owner, conn, err);
    if (status != STATUS_OK) {
        pthread_mutex_lock(&pool->lock);
        pool->open_count--;
        pthread_cond_signal(&pool->returned);
        pthread_mutex_unlock(&pool->lock);
    }
    return status;
}

void pool_return(struct pool *pool, void *conn)
{
    pthread_mutex_lock(&pool->lock);
    assert(pool->free_count < pool->open_count);
    pool->free_conns[pool->free_count++] = conn; /* last in, first out: its cache is the warmest */
    pthread_cond_signal(&pool->returned);
    pthread_mutex_unlock(&pool->lock);
}

void pool_done(struct pool *pool, void (*close)(void *conn))
{
    if (pool->max == 0)
        return;
    assert(pool->free_count == pool->open_count);
    for (int i = 0; i < pool->free_count; i++)
        close(pool->free_conns[i]);
    pthread_cond_destroy(&pool->returned);
    pthread_mutex_destroy(&pool->lock);
    talloc_free(pool->free_conns);
    *pool = (struct pool){ .max = 0 };
}
