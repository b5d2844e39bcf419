/* Statements, parameters and rows over any driver. */
#include <assert.h>
#include <limits.h>

#include "base/mem.h"
#include "store/db_driver.h"

/* ---- values ---- */

struct db_value db_int(int64_t number)
{
    return (struct db_value){ .kind = DB_INT, .number = number };
}

struct db_value db_id(int64_t id)
{
    return (struct db_value){ .kind = id == 0 ? DB_NULL : DB_INT, .number = id };
}

struct db_value db_time(time_ms at)
{
    return db_id(at);
}

struct db_value db_bool(bool yes)
{
    return (struct db_value){ .kind = DB_BOOL, .number = yes };
}

struct db_value db_text(struct str text)
{
    return (struct db_value){ .kind = text.ptr == NULL ? DB_NULL : DB_TEXT, .text = text };
}

struct db_value db_bytes(struct str bytes)
{
    return (struct db_value){ .kind = bytes.ptr == NULL ? DB_NULL : DB_BYTES, .text = bytes };
}

struct db_value db_word(const char *word)
{
    return db_text(str_from(word));
}

/* ---- running ---- */

/* The parameter called NAME. Callers mostly list them in the statement's order, so the search goes on where the
 * last one was found, and once around. */
static const struct db_value *param_named(const struct db_param *params, size_t *place, const char *name, enum query query)
{
    size_t start = *place;
    for (size_t i = start; params[i].name != NULL; i++) {
        if (strcmp(params[i].name, name) == 0) {
            *place = i + 1;
            return &params[i].value;
        }
    }
    for (size_t i = 0; i < start; i++) {
        if (strcmp(params[i].name, name) == 0) {
            *place = i + 1;
            return &params[i].value;
        }
    }
    fprintf(stderr, "statement %s needs the parameter %s\n", query_table[query].name, name);
    assert(false && "a parameter of the statement is missing");
    return NULL;
}

static enum status bind_all(struct tx *tx, struct rows_state *state, const struct db_param *params, struct err *err)
{
    const struct query_form *form = tx->db->driver->form(state->query);
    size_t place = 0;
    for (int i = 0; i < form->param_count; i++) {
        const struct db_value *value = param_named(params, &place, form->params[i], state->query);
        TRY(tx->db->driver->bind(tx, state, i + 1, value, err));
    }
    return STATUS_OK;
}

enum status query_rows(struct rows *rows, struct tx *tx, enum query query, const struct db_param *params, struct err *err)
{
    assert(tx->open && rows->state == NULL);
    const struct db_driver *driver = tx->db->driver;
    if (tx->state->failed)
        return FAIL(err, STATUS_CONFLICT, "db.failed_unit", "a part of this could not be done, so nothing was");
    struct rows_state *state;
    enum status status = driver->start(tx, query, &state, err);
    if (status == STATUS_OK) {
        status = bind_all(tx, state, params, err);
        if (status != STATUS_OK)
            driver->finish(tx, state);
    }
    if (status != STATUS_OK) {
        tx->state->failed = true;
        return status;
    }
    tx->state->open_rows++;
    *rows = (struct rows){ .tx = tx, .state = state };
    return STATUS_OK;
}

enum status rows_next(struct rows *rows, bool *row, struct err *err)
{
    enum status status = rows->tx->db->driver->step(rows->tx, rows->state, row, err);
    if (status != STATUS_OK)
        rows->tx->state->failed = true;
    return status;
}

void rows_done(struct rows *rows)
{
    if (rows->state == NULL)
        return;
    rows->tx->db->driver->finish(rows->tx, rows->state);
    rows->tx->state->open_rows--;
    rows->state = NULL;
}

/* ---- columns ---- */

static struct db_value column(const struct rows *rows, int place, enum db_kind wanted)
{
    assert(place >= 0 && place < rows->state->column_count);
    return rows->tx->db->driver->column(rows->state, place, wanted);
}

int64_t row_int(const struct rows *rows, int place)
{
    return column(rows, place, DB_INT).number;
}

bool row_bool(const struct rows *rows, int place)
{
    return column(rows, place, DB_BOOL).number != 0;
}

struct str row_view(const struct rows *rows, int place)
{
    struct db_value value = column(rows, place, DB_TEXT);
    return value.kind == DB_NULL ? STR_NONE : value.text;
}

struct str row_text(const struct rows *rows, TALLOC_CTX *mem, int place)
{
    struct str view = row_view(rows, place);
    return view.ptr == NULL ? STR_NONE : str_copy(mem, view);
}

bool row_is_null(const struct rows *rows, int place)
{
    return column(rows, place, DB_TEXT).kind == DB_NULL;
}

/* ---- rows to structs ---- */

static int field_named(const struct shape *shape, const char *name)
{
    for (size_t i = 0; i < shape->field_count; i++)
        if (strcmp(shape->fields[i].name, name) == 0)
            return (int)i;
    return -1;
}

static void map_columns(const struct rows *rows, const struct shape *shape)
{
    struct rows_state *state = rows->state;
    for (int i = 0; i < state->column_count; i++) {
        const char *name = rows->tx->db->driver->column_name(state, i);
        int field = field_named(shape, name);
        if (field < 0 || shape->fields[field].type == FIELD_LIST)
            fprintf(stderr, "statement %s: %s has no field for the column %s\n", query_table[state->query].name, shape->name, name);
        assert(field >= 0 && field <= SCHAR_MAX && shape->fields[field].type != FIELD_LIST);
        state->map[i] = (signed char)field;
    }
    state->shape = shape;
}

static enum status read_word(const struct field *field, struct db_value value, int *out, struct err *err)
{
    *out = 0;
    if (value.kind == DB_NULL)
        return STATUS_OK;
    for (size_t i = 0; i < field->word_count; i++) {
        if (str_equal(value.text, str_from(field->words[i]))) {
            *out = (int)i;
            return STATUS_OK;
        }
    }
    return FAIL_FIELD(err, STATUS_BROKEN, "db.word", field->name, "the database holds a word that this program does not know");
}

/* Texts of rows that are read together share allocations: a list of tickets would otherwise make hundreds. */
struct row_texts {
    TALLOC_CTX *mem;
    char *place;
    size_t left;
};
enum { ROW_TEXTS_BYTES = 1024 };

static char *room_for_text(struct row_texts *texts, size_t bytes)
{
    if (bytes > texts->left && bytes > ROW_TEXTS_BYTES / 2)
        return mem_need(talloc_size(texts->mem, bytes));
    if (bytes > texts->left) {
        texts->place = mem_need(talloc_size(texts->mem, ROW_TEXTS_BYTES));
        texts->left = ROW_TEXTS_BYTES;
    }
    char *room = texts->place;
    texts->place += bytes;
    texts->left -= bytes;
    return room;
}

static struct str keep_text(struct row_texts *texts, struct db_value value)
{
    if (value.kind == DB_NULL)
        return STR_NONE;
    if (value.text.len == 0)
        return STR("");
    char *kept = room_for_text(texts, value.text.len + 1);
    memcpy(kept, value.text.ptr, value.text.len);
    kept[value.text.len] = '\0';
    return (struct str){ kept, value.text.len };
}

static enum status read_field(const struct rows *rows, int place, const struct field *field, struct row_texts *texts, void *target, struct err *err)
{
    switch (field->type) {
    case FIELD_INT:
    case FIELD_ID:
    case FIELD_TIME:
        *(int64_t *)target = row_int(rows, place);
        return STATUS_OK;
    case FIELD_BOOL:
        *(bool *)target = row_bool(rows, place);
        return STATUS_OK;
    case FIELD_TEXT:
        *(struct str *)target = keep_text(texts, column(rows, place, DB_TEXT));
        return STATUS_OK;
    case FIELD_ENUM:
        return read_word(field, column(rows, place, DB_TEXT), target, err);
    case FIELD_LIST:
    case FIELD_TYPE_COUNT:
        break;
    }
    assert(false && "a column cannot be a list");
    return STATUS_BROKEN;
}

static enum status read_row(const struct rows *rows, struct row_texts *texts, const struct shape *shape, void *out, struct err *err)
{
    if (rows->state->shape != shape)
        map_columns(rows, shape);
    for (int i = 0; i < rows->state->column_count; i++) {
        const struct field *field = &shape->fields[rows->state->map[i]];
        TRY(read_field(rows, i, field, texts, (char *)out + field->offset, err));
    }
    return STATUS_OK;
}

enum status row_read(const struct rows *rows, TALLOC_CTX *mem, const struct shape *shape, void *out, struct err *err)
{
    struct row_texts texts = { .mem = mem };
    return read_row(rows, &texts, shape, out, err);
}

/* ---- shorthands ---- */

enum status query_run(struct tx *tx, enum query query, const struct db_param *params, int64_t *changed, struct err *err)
{
    CLEANUP(rows_done) struct rows rows = { .state = NULL };
    TRY(query_rows(&rows, tx, query, params, err));
    for (bool row = true; row;)
        TRY(rows_next(&rows, &row, err));
    if (changed != NULL)
        *changed = tx->db->driver->changed(tx, rows.state);
    return STATUS_OK;
}

enum status query_one(struct tx *tx, TALLOC_CTX *mem, enum query query, const struct db_param *params,
                      const struct shape *shape, void *out, const char *key, struct err *err)
{
    bool row;
    CLEANUP(rows_done) struct rows rows = { .state = NULL };
    TRY(query_rows(&rows, tx, query, params, err));
    TRY(rows_next(&rows, &row, err));
    if (!row)
        return FAIL(err, STATUS_NOT_FOUND, key, "this was not found");
    return row_read(&rows, mem, shape, out, err);
}

enum status query_int(struct tx *tx, enum query query, const struct db_param *params, int64_t *out, struct err *err)
{
    bool row;
    CLEANUP(rows_done) struct rows rows = { .state = NULL };
    TRY(query_rows(&rows, tx, query, params, err));
    TRY(rows_next(&rows, &row, err));
    *out = row ? row_int(&rows, 0) : 0;
    return STATUS_OK;
}

enum status query_list(struct tx *tx, TALLOC_CTX *mem, enum query query, const struct db_param *params,
                       const struct shape *shape, size_t limit, struct list *out, struct err *err)
{
    enum { FIRST_ROOM = 8 };
    size_t count = 0, room = FIRST_ROOM;
    bool row;
    struct row_texts texts = { .mem = mem };
    CLEANUP(rows_done) struct rows rows = { .state = NULL };
    TRY(query_rows(&rows, tx, query, params, err));
    char *items = NULL;
    TRY(rows_next(&rows, &row, err));
    while (row) {
        if (count == limit)
            return FAIL(err, STATUS_TOO_LARGE, "db.too_many_rows", "the list is too long to be shown");
        if (items == NULL || count == room) {
            room = items == NULL ? room : room * 2;
            items = mem_need(talloc_realloc_size(mem, items, room * shape->size));
        }
        memset(items + count * shape->size, 0, shape->size);
        TRY(read_row(&rows, &texts, shape, items + count * shape->size, err));
        count++;
        TRY(rows_next(&rows, &row, err));
    }
    *out = (struct list){ .items = items, .count = count };
    return STATUS_OK;
}
