#include "store/db_fault.h"

#include "store/db_driver.h"

static bool fails_now(struct db *db)
{
    struct db_fault *fault = db->fault;
    fault->calls++;
    return fault->at > 0 && (fault->calls == fault->at || (fault->forever && fault->calls > fault->at));
}

static enum status fail(struct db *db, struct err *err)
{
    return FAIL(err, db->fault->status, "db.fault", "the database failed, as the test wants");
}

static enum status fault_begin(struct tx *tx, struct err *err)
{
    return fails_now(tx->db) ? fail(tx->db, err) : tx->db->inner->begin(tx, err);
}

static enum status fault_commit(struct tx *tx, struct err *err)
{
    if (!fails_now(tx->db))
        return tx->db->inner->commit(tx, err);
    tx->db->inner->rollback(tx);
    return fail(tx->db, err);
}

static void fault_rollback(struct tx *tx)
{
    tx->db->inner->rollback(tx);
}

static enum status fault_script(struct tx *tx, const char *statement, struct err *err)
{
    return fails_now(tx->db) ? fail(tx->db, err) : tx->db->inner->script(tx, statement, err);
}

static enum status fault_start(struct tx *tx, enum query query, struct rows_state **out, struct err *err)
{
    return fails_now(tx->db) ? fail(tx->db, err) : tx->db->inner->start(tx, query, out, err);
}

static enum status fault_step(struct tx *tx, struct rows_state *rows, bool *row, struct err *err)
{
    return fails_now(tx->db) ? fail(tx->db, err) : tx->db->inner->step(tx, rows, row, err);
}

static enum status fault_generation(struct db *db, int64_t *out, struct err *err)
{
    return fails_now(db) ? fail(db, err) : db->inner->generation(db, out, err);
}

void db_fault_around(struct db *db, struct db_fault *fault)
{
    db->inner = db->driver;
    db->fault = fault;
    db->wrapped = *db->inner;
    db->wrapped.begin = fault_begin;
    db->wrapped.commit = fault_commit;
    db->wrapped.rollback = fault_rollback;
    db->wrapped.script = fault_script;
    db->wrapped.start = fault_start;
    db->wrapped.step = fault_step;
    db->wrapped.generation = fault_generation;
    db->driver = &db->wrapped;
}
