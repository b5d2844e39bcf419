#include "base/json.h"
#include "base/limits.h"
#include "check.h"

enum colour { RED, GREEN };
static const char *const colour_words[] = { "red", "green" };

struct part {
    struct str name;
};
static const struct field part_fields[] = { FIELD(struct part, name, TEXT, REQUIRED, 10) };
static const struct shape part_shape = SHAPE("Part", struct part, part_fields);

struct thing {
    int64_t version;
    ticket_id ticket_id;
    time_ms due_ms;
    bool open;
    struct str title, note;
    enum colour colour;
    struct list parts;
};
static const struct field thing_fields[] = {
    FIELD(struct thing, version, INT, REQUIRED, 100),
    FIELD_OF_ID(struct thing, ticket_id, OPTIONAL),
    FIELD(struct thing, due_ms, TIME, OPTIONAL, 0),
    FIELD(struct thing, open, BOOL, OPTIONAL, 0),
    FIELD(struct thing, title, TEXT, REQUIRED, 12),
    FIELD(struct thing, note, TEXT, OPTIONAL, 12),
    FIELD_OF_WORDS(struct thing, colour, OPTIONAL, colour_words, 2),
    FIELD_OF_LIST(struct thing, parts, OPTIONAL, 2, &part_shape),
};
static const struct shape thing_shape = SHAPE("Thing", struct thing, thing_fields);

static struct str written(TALLOC_CTX *mem, const struct thing *thing)
{
    struct buf buf;
    buf_init(&buf, mem, 10000);
    struct json_writer w = json_writer_on(&buf);
    json_shape(&w, &thing_shape, thing);
    return buf_str(&buf);
}

static void a_struct_is_written_by_its_shape(void **state)
{
    struct part parts[] = { { STR("wheel") }, { STR("bell") } };
    struct thing thing = { .version = 3, .ticket_id = { 7 }, .open = true, .title = STR("a \"b\"\n\x01"),
                           .colour = GREEN, .parts = { parts, 2 } };
    assert_str(written(*state, &thing),
               "{\"version\":3,\"ticket_id\":7,\"due_ms\":null,\"open\":true,\"title\":\"a \\\"b\\\"\\n\\u0001\","
               "\"note\":null,\"colour\":\"green\",\"parts\":[{\"name\":\"wheel\"},{\"name\":\"bell\"}]}");
}

static void what_was_written_is_read_back(void **state)
{
    struct part parts[] = { { STR("wheel") } };
    struct thing thing = { .version = 3, .due_ms = 1795000000000, .title = STR("Gr\xc3\xbc\xc3\x9f" "e \\"),
                           .parts = { parts, 1 } };
    struct thing again;
    struct str text = written(*state, &thing);
    assert_ok(json_read(*state, text, &thing_shape, &again, NULL));
    assert_true(str_equal(text, written(*state, &again)));
}

/* Texts are looked at eight bytes at a time: each byte, at each place of three such steps. */
static void each_byte_is_escaped_wherever_it_stands(void **state)
{
    enum { LENGTH = 20 };
    for (int c = 0; c < 256; c++)
        for (size_t place = 0; place < LENGTH; place++) {
            char text[LENGTH], escape[8];
            struct buf out, wanted;
            memset(text, 'a', LENGTH);
            text[place] = (char)c;
            const char *shortened = c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\t' ? "\\t" : c == '"' ? "\\\"" : c == '\\' ? "\\\\" : NULL;
            snprintf(escape, sizeof escape, c < 0x20 ? "\\u%04x" : "%c", c);
            buf_init(&wanted, *state, 100);
            buf_addf(&wanted, "\"%.*s", (int)place, "aaaaaaaaaaaaaaaaaaaa");
            buf_add(&wanted, shortened == NULL ? str_from(escape) : str_from(shortened));
            buf_addf(&wanted, "%.*s\"", (int)(LENGTH - place - 1), "aaaaaaaaaaaaaaaaaaaa");
            buf_init(&out, *state, 100);
            struct json_writer w = json_writer_on(&out);
            json_text(&w, (struct str){ text, LENGTH });
            assert_true(str_equal(buf_str(&out), buf_str(&wanted)));
        }
}

static void nested_values_are_composed_by_hand(void **state)
{
    struct buf buf;
    buf_init(&buf, *state, 1000);
    struct json_writer w = json_writer_on(&buf);
    struct part part = { STR("wheel") };
    json_open_object(&w);
    json_shape_fields(&w, &part_shape, &part);
    json_key(&w, "sizes");
    json_open_array(&w);
    json_int(&w, 26);
    json_open_array(&w);
    json_close_array(&w);
    json_write_null(&w);
    json_close_array(&w);
    json_field_bool(&w, "round", true);
    json_field_text(&w, "maker", STR_NONE);
    json_close_object(&w);
    assert_str(buf_str(&buf), "{\"name\":\"wheel\",\"sizes\":[26,[],null],\"round\":true,\"maker\":null}");
}

static void an_error_names_the_field(void **state)
{
    static const struct {
        const char *text, *key, *field;
    } cases[] = {
        { "{\"version\":1,\"title\":\"x\"}", NULL, NULL },
        { "{\"version\":1,\"title\":\"x\",\"note\":null}", NULL, NULL },
        { "", "json.syntax", NULL },
        { "{\"version\":1,\"title\":\"x\"} x", "json.syntax", NULL },
        { "[1]", "json.type", NULL },
        { "{\"title\":\"x\"}", "json.missing", "version" },
        { "{\"version\":null,\"title\":\"x\"}", "json.missing", "version" },
        { "{\"version\":1,\"title\":\"\"}", "json.missing", "title" },
        { "{\"version\":\"1\",\"title\":\"x\"}", "json.type", "version" },
        { "{\"version\":1.5,\"title\":\"x\"}", "json.type", "version" },
        { "{\"version\":101,\"title\":\"x\"}", "json.range", "version" },
        { "{\"version\":1,\"title\":7}", "json.type", "title" },
        { "{\"version\":1,\"title\":\"1234567890123\"}", "json.long", "title" },
        { "{\"version\":1,\"title\":\"x\",\"ticket_id\":-1}", "json.range", "ticket_id" },
        { "{\"version\":1,\"title\":\"x\",\"open\":1}", "json.type", "open" },
        { "{\"version\":1,\"title\":\"x\",\"colour\":\"blue\"}", "json.word", "colour" },
        { "{\"version\":1,\"title\":\"x\",\"parts\":[{},{}]}", "json.missing", "name" },
        { "{\"version\":1,\"title\":\"x\",\"parts\":[1]}", "json.type", NULL },
        { "{\"version\":1,\"title\":\"x\",\"parts\":[{\"name\":\"a\"},{\"name\":\"a\"},{\"name\":\"a\"}]}", "json.long",
          "parts" },
        { "{\"version\":1,\"title\":\"x\",\"owner\":1}", "json.unknown", NULL },
        { "{\"version\":1,\"version\":2,\"title\":\"x\"}", "json.duplicate", NULL },
        { "{\"version\":1,\"title\":\"\\u0000\"}", "json.syntax", NULL },
        { "{\"version\":1,\"title\":\"\xff\"}", "json.syntax", NULL },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct thing thing;
        struct err err = { 0 };
        enum status status = json_read(*state, str_from(cases[i].text), &thing_shape, &thing, &err);
        bool as_wanted = cases[i].key == NULL ? status == STATUS_OK
                                              : status == STATUS_INVALID && strcmp(err.key, cases[i].key) == 0;
        bool named = cases[i].field == NULL ? err.field == NULL
                                            : err.field != NULL && strcmp(err.field, cases[i].field) == 0;
        if (!as_wanted || !named)
            fail_msg("%s gives %s %s", cases[i].text, err.key, err.message);
    }
}

static void what_others_wrote_may_hold_more_than_we_know(void **state)
{
    struct part part;
    struct str text = STR("{\"name\":\"bolt\",\"weight\":3,\"of\":{\"a\":[]}}");
    assert_int_equal(json_read(*state, text, &part_shape, &part, NULL), STATUS_INVALID);
    assert_ok(json_read_known(*state, text, &part_shape, &part, NULL));
    assert_str(part.name, "bolt");
    assert_int_equal(json_read_known(*state, STR("{\"name\":3}"), &part_shape, &part, NULL), STATUS_INVALID);
    assert_int_equal(json_read_known(*state, STR("[]"), &part_shape, &part, NULL), STATUS_INVALID);
    assert_int_equal(json_read_known(*state, STR("<html>"), &part_shape, &part, NULL), STATUS_INVALID);
}

static void depth_is_refused_before_it_is_read(void **state)
{
    struct buf buf;
    buf_init(&buf, *state, 3000000);
    for (int i = 0; i < 1000000; i++)
        buf_add_char(&buf, '[');
    struct thing thing;
    struct err err;
    assert_int_equal(json_read(*state, buf_str(&buf), &thing_shape, &thing, &err), STATUS_INVALID);
    assert_string_equal(err.key, "json.depth");
}

static void brackets_in_a_text_are_not_depth(void **state)
{
    struct thing thing;
    struct str text = STR("{\"version\":1,\"title\":\"[[\\\"[[[[\"}");
    assert_ok(json_read(*state, text, &thing_shape, &thing, NULL));
    assert_str(thing.title, "[[\"[[[[");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_struct_is_written_by_its_shape),
        TEST(what_was_written_is_read_back),
        TEST(each_byte_is_escaped_wherever_it_stands),
        TEST(nested_values_are_composed_by_hand),
        TEST(an_error_names_the_field),
        TEST(what_others_wrote_may_hold_more_than_we_know),
        TEST(depth_is_refused_before_it_is_read),
        TEST(brackets_in_a_text_are_not_depth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
