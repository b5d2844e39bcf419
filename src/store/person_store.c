#include "store/person_store.h"

#include "base/mem.h"

static const struct field person_fields[] = {
    FIELD_OF_ID(struct person, id, 0),
    FIELD(struct person, name, TEXT, 0, 0),
    FIELD(struct person, language, TEXT, 0, 0),
    FIELD(struct person, time_zone, TEXT, 0, 0),
    FIELD(struct person, address, TEXT, 0, 0),
    FIELD(struct person, organization, TEXT, 0, 0),
    FIELD(struct person, undeliverable_ms, TIME, 0, 0),
};
static const struct shape person_shape = SHAPE("Person", struct person, person_fields);

struct str address_lookup(TALLOC_CTX *mem, struct str address)
{
    struct str text = str_trim(address);
    size_t at = text.len;
    while (at > 0 && text.ptr[at - 1] != '@')
        at--;
    struct str domain = str_lower(mem, str_slice(text, at, text.len));
    return str_format(mem, STR_FMT STR_FMT, STR_ARG(str_slice(text, 0, at)), STR_ARG(domain));
}

enum status person_load(struct tx *tx, TALLOC_CTX *mem, person_id id, struct person *out, struct err *err)
{
    return query_one(tx, mem, Q_PERSON_BY_ID, PARAMS({ "id", db_id(id.v) }), &person_shape, out, "person.unknown", err);
}

enum status person_by_address(struct tx *tx, TALLOC_CTX *mem, struct str address, person_id *out, struct err *err)
{
    int64_t id;
    TRY(query_int(tx, Q_PERSON_BY_ADDRESS, PARAMS({ "lookup", db_text(address_lookup(mem, address)) }), &id, err));
    out->v = id;
    return STATUS_OK;
}

static const struct field bringer_fields[] = {
    FIELD_OF_ID(struct bringer, id, 0),
    FIELD(struct bringer, name, TEXT, 0, 0),
    FIELD(struct bringer, language, TEXT, 0, 0),
    FIELD(struct bringer, spam_ms, TIME, 0, 0),
};
static const struct shape bringer_shape = SHAPE("Bringer", struct bringer, bringer_fields);

enum status person_bringer(struct tx *tx, TALLOC_CTX *mem, struct str address, struct bringer *out, struct err *err)
{
    CLEANUP(rows_done) struct rows rows = { 0 };
    bool have;
    *out = (struct bringer){ .name = STR(""), .language = STR("") };
    TRY(query_rows(&rows, tx, Q_PERSON_BRINGER, PARAMS({ "lookup", db_text(address_lookup(mem, address)) }), err));
    TRY(rows_next(&rows, &have, err));
    return have ? row_read(&rows, mem, &bringer_shape, out, err) : STATUS_OK;
}

enum status person_spam_save(struct tx *tx, person_id id, time_ms at, struct err *err)
{
    return query_run(tx, Q_PERSON_SPAM_SAVE, PARAMS({ "id", db_id(id.v) }, { "spam_ms", db_time(at) }), NULL, err);
}

enum status person_insert(struct tx *tx, TALLOC_CTX *mem, struct str name, struct str language, struct str address,
                          person_id *out, struct err *err)
{
    int64_t id;
    TRY(id_new(tx, &id, err));
    TRY(query_run(tx, Q_PERSON_INSERT,
                  PARAMS({ "id", db_id(id) }, { "name", db_text(name.ptr == NULL ? STR("") : name) },
                         { "language", db_text(language) }, { "created_ms", db_time(tx->now) }),
                  NULL, err));
    if (address.len > 0) {
        int64_t identity;
        TRY(id_new(tx, &identity, err));
        TRY(query_run(tx, Q_IDENTITY_INSERT,
                      PARAMS({ "id", db_id(identity) }, { "person_id", db_id(id) }, { "address", db_text(address) },
                             { "lookup", db_text(address_lookup(mem, address)) }),
                      NULL, err));
    }
    out->v = id;
    return STATUS_OK;
}

enum status person_name_save(struct tx *tx, person_id id, struct str name, struct err *err)
{
    int64_t changed;
    TRY(query_run(tx, Q_PERSON_NAME_SAVE, PARAMS({ "id", db_id(id.v) }, { "name", db_text(name) }), &changed, err));
    if (changed == 0)
        return STATUS_OK;
    return query_run(tx, Q_TICKETS_PERSON_NAMED, PARAMS({ "person_id", db_id(id.v) }, { "name", db_text(name) }), NULL,
                     err);
}

enum status person_language_save(struct tx *tx, person_id id, struct str language, struct err *err)
{
    return query_run(tx, Q_PERSON_LANGUAGE_SAVE, PARAMS({ "id", db_id(id.v) }, { "language", db_text(language) }), NULL, err);
}

enum status person_undeliverable_save(struct tx *tx, person_id id, time_ms at, struct err *err)
{
    return query_run(tx, Q_PERSON_UNDELIVERABLE_SAVE,
                     PARAMS({ "id", db_id(id.v) }, { "undeliverable_ms", db_time(at) }), NULL, err);
}
