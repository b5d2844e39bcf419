#include "app/fill_moments.h"

#include "base/mem.h"

static bool before(const struct moment *a, const struct moment *b)
{
    return a->at != b->at ? a->at < b->at : a->story < b->story;
}

void moment_add(struct moments *m, struct moment moment)
{
    if (m->count == m->room) {
        m->room = m->room * 2 + 64;
        m->items = mem_need(talloc_realloc(m->mem, m->items, struct moment, (unsigned)m->room));
    }
    size_t i = m->count++;
    while (i > 0 && before(&moment, &m->items[(i - 1) / 2])) {
        m->items[i] = m->items[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    m->items[i] = moment;
}

struct moment moment_take(struct moments *m)
{
    struct moment first = m->items[0], last = m->items[--m->count];
    size_t i = 0;
    for (size_t child = 1; child < m->count; child = 2 * i + 1) {
        if (child + 1 < m->count && before(&m->items[child + 1], &m->items[child]))
            child++;
        if (!before(&m->items[child], &last))
            break;
        m->items[i] = m->items[child];
        i = child;
    }
    m->items[i] = last;
    return first;
}
