/* G5: bytes come back as they were put in, or not at all. */
#include "base/limits.h"
#include "desk.h"
#include "store/blob_store.h"

static int64_t put(struct desk *desk, struct str bytes)
{
    struct blob blob;
    struct err err;
    CLEANUP(tx_end) struct tx tx = { .open = false };
    assert_done(tx_begin_write(&tx, desk->db, &err), &err);
    const struct sha256 digest = sha256_of(bytes);
    assert_done(blob_insert(&tx, bytes, &digest, &blob, &err), &err);
    assert_done(tx_commit(&tx, &err), &err);
    return blob.id;
}

static enum status get(struct desk *desk, int64_t id, struct str *bytes, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { .open = false };
    TRY(tx_begin_read(&tx, desk->db, err));
    return blob_read(&tx, desk, id, bytes, err);
}

static void bytes_of_any_size_come_back(void **state)
{
    static const size_t sizes[] = { 0, 1, 1000, LIMIT_BLOB_CHUNK_BYTES - 1, LIMIT_BLOB_CHUNK_BYTES, LIMIT_BLOB_CHUNK_BYTES + 1, 3 * LIMIT_BLOB_CHUNK_BYTES + 7 };
    struct desk *desk = desk_new(*state);
    struct random *random = random_seeded(desk, 5);
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        char *bytes = talloc_size(desk, sizes[i] + 1);
        struct str back;
        struct err err;
        random->bytes(random, bytes, sizes[i]); /* NULs and all */
        int64_t id = put(desk, (struct str){ bytes, sizes[i] });
        assert_done(get(desk, id, &back, &err), &err);
        assert_int_equal(back.len, sizes[i]);
        assert_memory_equal(back.ptr, bytes, sizes[i]);
    }
}

static void damaged_bytes_are_told_and_not_handed_out_F_15(void **state)
{
    static const char *const damages[] = {
        "UPDATE blob_chunk SET bytes = (SELECT sha256 FROM blob) WHERE n = 1",
        "DELETE FROM blob_chunk WHERE n = 1",
        "UPDATE blob SET size = 3",
    };
    for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
        struct desk *desk = desk_new(*state);
        const char *const sqlite[] = { "DROP TRIGGER blob_stays", "DROP TRIGGER blob_chunk_stays", damages[i], NULL };
        const char *const postgres[] = { "DROP TRIGGER blob_stays ON blob", "DROP TRIGGER blob_chunk_stays ON blob_chunk", damages[i], NULL };
        struct str back, bytes = { talloc_zero_size(desk, LIMIT_BLOB_CHUNK_BYTES * 2), LIMIT_BLOB_CHUNK_BYTES * 2 };
        struct err err;
        int64_t id = put(desk, bytes);
        assert_int_equal(desk_try(desk, desk->postgres ? postgres : sqlite, NULL), STATUS_OK);
        assert_int_equal(get(desk, id, &back, &err), STATUS_BROKEN);
        assert_string_equal(err.key, "blob.damaged");
        talloc_free(desk);
    }
}

/* Desks before migration 13 kept the first piece among the others. */
static void what_an_older_desk_wrote_comes_back(void **state)
{
    static const char *const sqlite[] = { "DROP TRIGGER blob_stays", "INSERT INTO blob_chunk (blob_id, n, bytes) SELECT id, 0, head FROM blob",
                                          "UPDATE blob SET head = NULL", NULL };
    static const char *const postgres[] = { "DROP TRIGGER blob_stays ON blob", sqlite[1], sqlite[2], NULL };
    struct desk *desk = desk_new(*state);
    struct str back, bytes = { talloc_zero_size(desk, LIMIT_BLOB_CHUNK_BYTES * 2), LIMIT_BLOB_CHUNK_BYTES * 2 };
    struct err err;
    int64_t id = put(desk, bytes);
    assert_int_equal(desk_try(desk, desk->postgres ? postgres : sqlite, NULL), STATUS_OK);
    assert_done(get(desk, id, &back, &err), &err);
    assert_int_equal(back.len, bytes.len);
}

static void an_erased_blob_is_gone(void **state)
{
    struct desk *desk = desk_new(*state);
    struct str back;
    struct err err;
    int64_t id = put(desk, STR("a mail"));
    CLEANUP(tx_end) struct tx tx = { .open = false };
    assert_done(tx_begin_write(&tx, desk->db, &err), &err);
    assert_done(blob_delete(&tx, id, &err), &err);
    assert_done(tx_commit(&tx, &err), &err);
    assert_int_equal(get(desk, id, &back, &err), STATUS_NOT_FOUND);
    assert_int_equal(desk_ask(desk, "SELECT (SELECT count(*) FROM blob) + (SELECT count(*) FROM blob_chunk)"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(bytes_of_any_size_come_back),
        TEST(damaged_bytes_are_told_and_not_handed_out_F_15),
        TEST(what_an_older_desk_wrote_comes_back),
        TEST(an_erased_blob_is_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
