#include "app/dkim.h"

#include "app/may.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/seal.h"
#include "base/zone.h"
#include "mail/send_address.h"
#include "store/dkim_store.h"

enum { SELECTOR_BYTES = 60 }; /* a label of DNS has 63 */

static const char seal_purpose[] = "dkim";
static const char pair_suffix[] = "-ed";

/* DOMAIN as DNS knows it. */
static enum status domain_read(TALLOC_CTX *mem, struct str domain, struct str *out, struct err *err)
{
    struct str address;
    if (send_address(mem, str_format(mem, "a@" STR_FMT, STR_ARG(str_trim(domain))), &address, err) != STATUS_OK)
        return FAIL_FIELD(err, STATUS_INVALID, "dkim.domain", "domain", "\"" STR_FMT "\" is no domain",
                          STR_ARG(utf8_clip(domain, 80)));
    *out = str_lower(mem, str_slice(address, 2, SIZE_MAX));
    return STATUS_OK;
}

static enum status selector_check(struct str selector, struct err *err)
{
    bool good = selector.len > 0 && selector.len <= SELECTOR_BYTES;
    for (size_t i = 0; i < selector.len && good; i++) {
        char c = selector.ptr[i];
        good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '-' && i > 0);
    }
    if (!good)
        return FAIL_FIELD(err, STATUS_INVALID, "dkim.selector", "selector", "a selector has letters a-z, digits and \"-\"");
    return STATUS_OK;
}

/* "desk202611": a new one for each month in which keys are made. */
static struct str selector_of_month(TALLOC_CTX *mem, time_ms now)
{
    static const struct zone_step utc_step = { 0, 0 };
    static const struct zone utc = { "UTC", &utc_step, 1 };
    struct local_time day = zone_local(&utc, now);
    return str_format(mem, "desk%04d%02d", day.year, day.month);
}

static struct str selector_for(TALLOC_CTX *mem, struct str selector, enum dkim_algorithm algorithm)
{
    return str_format(mem, STR_FMT "%s", STR_ARG(selector), algorithm == DKIM_ED25519 ? pair_suffix : "");
}

/* ---- making ---- */

static enum status one_make(struct app *app, struct tx *tx, TALLOC_CTX *mem, struct str pem, struct dkim_view *view,
                            struct err *err)
{
    const struct dkim_row row = {
        .domain = view->domain, .selector = view->selector, .algorithm = (int)view->algorithm,
        .secret = seal(mem, app->random, app->secret, seal_purpose, pem),
    };
    TRY(dkim_key_record(mem, view->algorithm, pem, &view->record, err));
    enum status status = dkim_insert(tx, &row, err);
    if (status == STATUS_CONFLICT)
        return FAIL(err, STATUS_CONFLICT, "dkim.exists", "this domain has a key with the selector " STR_FMT " already",
                    STR_ARG(view->selector));
    return status;
}

enum status dkim_make(struct app *app, TALLOC_CTX *mem, const struct who *who, struct str domain, struct str selector,
                      struct list *out, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    struct dkim_view *views = MEM_ARRAY(mem, struct dkim_view, DKIM_ALGORITHM_COUNT);
    struct str pems[DKIM_ALGORITHM_COUNT], name;
    TRY(may_at_desk(who, ACTION_CONFIGURE, err));
    TRY(domain_read(mem, domain, &name, err));
    if (selector.len == 0)
        selector = selector_of_month(mem, app->clock->now(app->clock));
    TRY(selector_check(selector, err));
    for (int i = 0; i < DKIM_ALGORITHM_COUNT; i++) /* before the unit of work: it takes its time */
        TRY(dkim_key_make(mem, (enum dkim_algorithm)i, &pems[i], err));
    TRY(tx_begin_write(&tx, app->db, err));
    for (int i = 0; i < DKIM_ALGORITHM_COUNT; i++) {
        enum dkim_algorithm algorithm = (enum dkim_algorithm)i;
        views[i] = (struct dkim_view){ .domain = name, .selector = selector_for(mem, selector, algorithm), .algorithm = algorithm };
        TRY(one_make(app, &tx, mem, pems[i], &views[i], err));
    }
    TRY(journal_add(&tx, who_actor(who), "setting.changed", (ticket_id){ 0 }, STR_NONE, err));
    TRY(tx_commit(&tx, err));
    *out = (struct list){ views, DKIM_ALGORITHM_COUNT };
    return STATUS_OK;
}

/* ---- using, removing ---- */

typedef enum status (*pair_step)(struct tx *tx, const struct dkim_row *row, struct err *err);

static enum status delete_step(struct tx *tx, const struct dkim_row *row, struct err *err)
{
    bool found;
    return dkim_delete(tx, row->domain, row->selector, &found, err);
}

/* Does STEP to each key of the pair. */
static enum status pair_do(struct app *app, const struct who *who, struct str domain, struct str selector, pair_step step,
                           struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(tx_end) struct tx tx = { 0 };
    struct list rows;
    struct str name;
    size_t done = 0;
    TRY(may_at_desk(who, ACTION_CONFIGURE, err));
    TRY(domain_read(mem, domain, &name, err));
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(dkim_list(&tx, mem, name, &rows, err));
    const struct dkim_row *all = rows.items;
    for (size_t i = 0; i < rows.count; i++) {
        if (!str_equal(all[i].selector, selector_for(mem, selector, (enum dkim_algorithm)all[i].algorithm)))
            continue;
        TRY(step(&tx, &all[i], err));
        done++;
    }
    if (done == 0)
        return FAIL(err, STATUS_NOT_FOUND, "dkim.unknown", STR_FMT " has no key with the selector " STR_FMT, STR_ARG(name),
                    STR_ARG(utf8_clip(selector, 60)));
    TRY(journal_add(&tx, who_actor(who), "setting.changed", (ticket_id){ 0 }, STR_NONE, err));
    return tx_commit(&tx, err);
}

enum status dkim_start(struct app *app, const struct who *who, struct str domain, struct str selector, struct err *err)
{
    return pair_do(app, who, domain, selector, dkim_use, err);
}

enum status dkim_remove(struct app *app, const struct who *who, struct str domain, struct str selector, struct err *err)
{
    return pair_do(app, who, domain, selector, delete_step, err);
}

/* ---- reading ---- */

static enum status open_key(struct app *app, TALLOC_CTX *mem, const struct dkim_row *row, struct str *pem, struct err *err)
{
    if (!unseal(mem, app->secret, seal_purpose, row->secret, pem))
        return FAIL(err, STATUS_UNSIGNED, "dkim.secret", "the key of " STR_FMT " was sealed by another desk; make a new one",
                    STR_ARG(row->domain));
    return STATUS_OK;
}

enum status dkim_views(struct app *app, TALLOC_CTX *mem, struct list *out, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    struct list rows;
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(dkim_list(&tx, mem, STR(""), &rows, err));
    const struct dkim_row *all = rows.items;
    struct dkim_view *views = MEM_ARRAY(mem, struct dkim_view, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++) {
        struct str pem;
        views[i] = (struct dkim_view){ all[i].domain, all[i].selector, (enum dkim_algorithm)all[i].algorithm, STR(""), all[i].used_ms };
        TRY(open_key(app, mem, &all[i], &pem, err));
        TRY(dkim_key_record(mem, views[i].algorithm, pem, &views[i].record, err));
    }
    *out = (struct list){ views, rows.count };
    return STATUS_OK;
}

enum status dkim_signers_for(struct app *app, struct tx *tx, TALLOC_CTX *mem, struct str from, struct list *out,
                             struct err *err)
{
    struct list rows;
    struct str address = STR("");
    *out = (struct list){ .count = 0 };
    if (send_address(mem, from, &address, NULL) != STATUS_OK)
        return STATUS_OK; /* such a mail does not leave */
    struct str domain = str_lower(mem, str_slice(address, str_find(address, STR("@"), 0) + 1, SIZE_MAX));
    TRY(dkim_list(tx, mem, domain, &rows, err));
    const struct dkim_row *all = rows.items;
    struct dkim_signer *signers = MEM_ARRAY(mem, struct dkim_signer, rows.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < rows.count; i++) {
        if (all[i].used_ms == 0)
            continue;
        signers[count] = (struct dkim_signer){ all[i].domain, all[i].selector, all[i].algorithm, STR("") };
        TRY(open_key(app, mem, &all[i], &signers[count].pem, err));
        count++;
    }
    *out = (struct list){ signers, count };
    return STATUS_OK;
}
