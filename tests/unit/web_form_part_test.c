#include "web/form_part.h"

#include "check.h"

#define TYPE "multipart/form-data; boundary=abc"

static const char form[] =
    "--abc\r\nContent-Disposition: form-data; name=\"from\"\r\n\r\na@b.example\r\n"
    "--abc\r\nContent-Disposition: form-data; name=\"upload\"; filename=\"email\"\r\nContent-Type: text/plain\r\n\r\nno mail\r\n"
    "--abc\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\nSubject: x\r\n\r\n--ab\r\n--abd is no end\r\n\r\n"
    "--abc--\r\n";

static void a_field_is_found_by_its_name_byte_for_byte(void **state)
{
    struct str out;
    assert_true(form_part(*state, STR(TYPE), str_from(form), STR("email"), &out));
    assert_str(out, "Subject: x\r\n\r\n--ab\r\n--abd is no end\r\n");
    assert_true(form_part(*state, STR("Multipart/Form-Data; charset=x; Boundary=\"abc\""), str_from(form), STR("from"), &out));
    assert_str(out, "a@b.example");
}

static void what_is_not_there_is_not_found(void **state)
{
    struct str out;
    assert_false(form_part(*state, STR(TYPE), str_from(form), STR("message"), &out));
    assert_false(form_part(*state, STR("multipart/form-data"), str_from(form), STR("email"), &out));
    assert_false(form_part(*state, STR("multipart/form-data; boundary="), str_from(form), STR("email"), &out));
    assert_false(form_part(*state, STR("multipart/form-data; boundary=other"), str_from(form), STR("email"), &out));
    assert_false(form_part(*state, STR(TYPE), STR(""), STR("email"), &out));
}

static void a_field_without_its_end_is_none(void **state)
{
    struct str whole = str_from(form), out;
    size_t begin = str_find(whole, STR("name=\"email\""), 0);
    for (size_t len = begin; len < str_find(whole, STR("--abc--"), 0); len++)
        assert_false(form_part(*state, STR(TYPE), str_slice(whole, 0, len), STR("email"), &out));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_field_is_found_by_its_name_byte_for_byte),
        TEST(what_is_not_there_is_not_found),
        TEST(a_field_without_its_end_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
