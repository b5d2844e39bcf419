#include "app/desk_facts.h"
#include "app/may.h"
#include "app/ticket_reply.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/promise_find.h"
#include "core/wording.h"
#include "store/ticket_store.h"

static const struct field found_promise_fields[] = {
    FIELD(struct found_promise, start, INT, REQUIRED, 0),
    FIELD(struct found_promise, length, INT, REQUIRED, 0),
    FIELD(struct found_promise, phrase, TEXT, REQUIRED, 0),
    FIELD(struct found_promise, text, TEXT, REQUIRED, 0),
    FIELD(struct found_promise, due_ms, TIME, REQUIRED, 0),
};
static const struct shape found_promise_shape = SHAPE("FoundPromise", struct found_promise, found_promise_fields);

static const struct field found_hint_fields[] = {
    FIELD(struct found_hint, start, INT, REQUIRED, 0),
    FIELD(struct found_hint, length, INT, REQUIRED, 0),
    FIELD(struct found_hint, phrase, TEXT, REQUIRED, 0),
    FIELD(struct found_hint, reason, TEXT, REQUIRED, 0),
    FIELD(struct found_hint, better, TEXT, REQUIRED, 0),
};
static const struct shape found_hint_shape = SHAPE("FoundHint", struct found_hint, found_hint_fields);

static const struct field text_read_fields[] = {
    FIELD_OF_LIST(struct text_read, promises, 0, LIMIT_PROMISES_PER_MESSAGE, &found_promise_shape),
    FIELD_OF_LIST(struct text_read, hints, 0, WORDING_HINTS_MOST, &found_hint_shape),
    FIELD(struct text_read, acknowledges, BOOL, REQUIRED, 0),
    FIELD(struct text_read, says_what, BOOL, REQUIRED, 0),
    FIELD(struct text_read, says_when, BOOL, REQUIRED, 0),
    FIELD(struct text_read, explains, BOOL, REQUIRED, 0),
    FIELD(struct text_read, thanks, BOOL, REQUIRED, 0),
};
const struct shape text_read_shape = SHAPE("TextRead", struct text_read, text_read_fields);

static const struct field text_input_fields[] = { FIELD(struct text_input, text, TEXT, OPTIONAL,
                                                        LIMIT_REPLY_BODY_BYTES) };
const struct shape text_input_shape = SHAPE("TextInput", struct text_input, text_input_fields);

/* How a browser counts: UTF-16 units. */
static int64_t utf16_units(struct str text)
{
    int64_t units = 0;
    uint32_t character;
    while (utf8_next(&text, &character))
        units += character > 0xffff ? 2 : 1;
    return units;
}

static void place(struct str text, size_t start, size_t len, int64_t *start_out, int64_t *length_out)
{
    *start_out = utf16_units(str_slice(text, 0, start));
    *length_out = utf16_units(str_slice(text, start, len));
}

static struct list promises_of(TALLOC_CTX *mem, struct str text, struct list found)
{
    const struct promise_found *from = found.items;
    struct found_promise *to = MEM_ARRAY(mem, struct found_promise, found.count + 1);
    for (size_t i = 0; i < found.count; i++) {
        to[i] = (struct found_promise){ .phrase = str_slice(text, from[i].start, from[i].len),
                                        .text = from[i].text,
                                        .due_ms = from[i].due };
        place(text, from[i].start, from[i].len, &to[i].start, &to[i].length);
    }
    return (struct list){ to, found.count };
}

static struct list hints_of(TALLOC_CTX *mem, struct str text, struct list found)
{
    const struct wording_hint *from = found.items;
    struct found_hint *to = MEM_ARRAY(mem, struct found_hint, found.count + 1);
    for (size_t i = 0; i < found.count; i++) {
        to[i] = (struct found_hint){ .phrase = str_slice(text, from[i].start, from[i].len),
                                     .reason = str_from(from[i].phrase->reason),
                                     .better = str_from(from[i].phrase->better) };
        place(text, from[i].start, from[i].len, &to[i].start, &to[i].length);
    }
    return (struct list){ to, found.count };
}

enum status ticket_text_read(struct app *app, TALLOC_CTX *mem, const struct who *who, ticket_id ticket, struct str text,
                             struct text_read *out, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct ticket about;
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(may(&tx, who, ACTION_READ, ticket, err));
    TRY(desk_facts_get(app, &tx, &facts, err));
    TRY(ticket_load(&tx, mem, ticket, &about, err));
    const struct colleague_facts *writer = desk_colleague(facts, who->colleague);
    const struct zone *zone = writer == NULL ? &facts->zone : &writer->zone;
    struct wording_checks checks = wording_check(mem, text, about.language, zone, tx.now);
    *out = (struct text_read){
        .promises = promises_of(mem, text, promise_find(mem, text, about.language, zone, tx.now)),
        .hints = hints_of(mem, text, wording_find(mem, text)),
        .acknowledges = checks.acknowledges, .says_what = checks.says_what, .says_when = checks.says_when,
        .explains = checks.explains, .thanks = checks.thanks,
    };
    return STATUS_OK;
}
