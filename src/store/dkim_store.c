#include "store/dkim_store.h"

enum { DKIM_ROWS = 1000 }; /* as in the statements */

const char *const dkim_row_algorithm_words[] = { "rsa", "ed25519" };
_Static_assert(sizeof dkim_row_algorithm_words / sizeof dkim_row_algorithm_words[0] == DKIM_ROW_ALGORITHMS, "a word for each");

static const struct field row_fields[] = {
    FIELD(struct dkim_row, domain, TEXT, 0, 0),
    FIELD(struct dkim_row, selector, TEXT, 0, 0),
    FIELD_OF_WORDS(struct dkim_row, algorithm, 0, dkim_row_algorithm_words, DKIM_ROW_ALGORITHMS),
    FIELD(struct dkim_row, secret, TEXT, 0, 0),
    FIELD(struct dkim_row, made_ms, TIME, 0, 0),
    FIELD(struct dkim_row, used_ms, TIME, 0, 0),
};
static const struct shape row_shape = SHAPE("DkimRow", struct dkim_row, row_fields);

enum status dkim_insert(struct tx *tx, const struct dkim_row *row, struct err *err)
{
    return query_run(tx, Q_DKIM_INSERT,
                     PARAMS({ "domain", db_text(row->domain) }, { "selector", db_text(row->selector) },
                            { "algorithm", db_word(dkim_row_algorithm_words[row->algorithm]) },
                            { "secret", db_bytes(row->secret) }, { "made_ms", db_time(tx->now) }),
                     NULL, err);
}

enum status dkim_use(struct tx *tx, const struct dkim_row *row, struct err *err)
{
    return query_run(tx, Q_DKIM_USE,
                     PARAMS({ "domain", db_text(row->domain) }, { "selector", db_text(row->selector) },
                            { "algorithm", db_word(dkim_row_algorithm_words[row->algorithm]) }, { "now", db_time(tx->now) }),
                     NULL, err);
}

enum status dkim_delete(struct tx *tx, struct str domain, struct str selector, bool *found, struct err *err)
{
    int64_t changed;
    TRY(query_run(tx, Q_DKIM_DELETE, PARAMS({ "domain", db_text(domain) }, { "selector", db_text(selector) }), &changed, err));
    *found = changed > 0;
    return STATUS_OK;
}

enum status dkim_list(struct tx *tx, TALLOC_CTX *mem, struct str domain, struct list *out, struct err *err)
{
    if (domain.len == 0)
        return query_list(tx, mem, Q_DKIM_ALL, NO_PARAMS, &row_shape, DKIM_ROWS, out, err);
    return query_list(tx, mem, Q_DKIM_OF_DOMAIN, PARAMS({ "domain", db_text(domain) }), &row_shape, DKIM_ROWS, out, err);
}
