#include "base/json.h"
#include "base/limits.h"
#include "fuzz.h"

struct part {
    struct str name;
};
static const struct field part_fields[] = { FIELD(struct part, name, TEXT, REQUIRED, 100) };
static const struct shape part_shape = SHAPE("Part", struct part, part_fields);

static const char *const colour_words[] = { "red", "green" };

struct thing {
    int64_t a;
    time_ms b;
    bool c;
    struct str d;
    int e;
    struct list f;
};
static const struct field thing_fields[] = {
    FIELD(struct thing, a, INT, OPTIONAL, 0),
    FIELD(struct thing, b, TIME, OPTIONAL, 0),
    FIELD(struct thing, c, BOOL, OPTIONAL, 0),
    FIELD(struct thing, d, TEXT, OPTIONAL, 1000),
    FIELD_OF_WORDS(struct thing, e, OPTIONAL, colour_words, 2),
    FIELD_OF_LIST(struct thing, f, OPTIONAL, 100, &part_shape),
};
static const struct shape thing_shape = SHAPE("Thing", struct thing, thing_fields);

static struct str written(TALLOC_CTX *mem, const struct thing *thing)
{
    struct buf buf;
    struct str text;
    buf_init(&buf, mem, LIMIT_ANSWER_BYTES);
    struct json_writer w = json_writer_on(&buf);
    json_shape(&w, &thing_shape, thing);
    FUZZ_ASSERT(buf_end(&buf, "json", &text, NULL) == STATUS_OK);
    return text;
}

/* What is read is written, read again and written to the same text. */
int fuzz_one(const uint8_t *data, size_t size)
{
    TALLOC_CTX *mem = talloc_new(NULL);
    struct thing thing, again;
    if (json_read(mem, FUZZ_INPUT(data, size), &thing_shape, &thing, NULL) == STATUS_OK) {
        struct str text = written(mem, &thing);
        FUZZ_ASSERT(utf8_valid(text));
        FUZZ_ASSERT(json_read(mem, text, &thing_shape, &again, NULL) == STATUS_OK);
        FUZZ_ASSERT(str_equal(text, written(mem, &again)));
    }
    talloc_free(mem);
    return 0;
}
