#include "mail/tnef_read.h"

#include "check.h"
#include "mail_check.h"

#include "base/buf.h"
#include "base/digest.h"
#include "base/limits.h"
#include "mail/mime_read.h"

/* MS-OXTNEF: attributes of the message (1) and of an attachment (2). */
enum { LEVEL_MESSAGE = 1, LEVEL_FILE = 2, ATTRIBUTE_BODY = 0x0002800c, ATTRIBUTE_START = 0x00069002,
       ATTRIBUTE_TITLE = 0x00018010, ATTRIBUTE_DATA = 0x0006800f };

static void add_number(struct buf *out, uint32_t number, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buf_add_char(out, (char)(number >> (8 * i)));
}

static void add_attribute(struct buf *out, int level, uint32_t id, struct str data)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < data.len; i++)
        sum += (unsigned char)data.ptr[i];
    buf_add_char(out, (char)level);
    add_number(out, id, 4);
    add_number(out, (uint32_t)data.len, 4);
    buf_add(out, data);
    add_number(out, sum & 0xffff, 2);
}

static struct str winmail(void *mem)
{
    struct buf out;
    buf_init(&out, mem, LIMIT_MAIL_BYTES);
    add_number(&out, 0x223e9f78, 4);
    add_number(&out, 1, 2);
    add_attribute(&out, LEVEL_MESSAGE, ATTRIBUTE_BODY, STR("The only words\0"));
    add_attribute(&out, LEVEL_FILE, ATTRIBUTE_START, STR("\1\0\0\0\0\0\0\0\0\0\0\0\0\0"));
    add_attribute(&out, LEVEL_FILE, ATTRIBUTE_TITLE, STR("bill.pdf\0"));
    add_attribute(&out, LEVEL_FILE, ATTRIBUTE_DATA, STR("%PDF-1.4\n\1\2"));
    return buf_str(&out);
}

static void the_files_inside_are_found(void **state)
{
    struct tnef tnef;
    assert_true(tnef_read(*state, winmail(*state), &tnef));
    assert_int_equal(tnef.files.count, 1);
    const struct tnef_file *files = tnef.files.items;
    assert_str(files[0].name, "bill.pdf");
    assert_str(files[0].bytes, "%PDF-1.4\n\1\2");
    assert_str(tnef.text, "The only words");
}

static void what_is_no_tnef_is_refused(void **state)
{
    struct tnef tnef;
    assert_false(tnef_read(*state, STR("hello"), &tnef));
    assert_false(tnef_read(*state, STR(""), &tnef));
}

static void a_mail_with_winmail_dat_shows_what_is_inside(void **state)
{
    struct err err = { 0 };
    struct mime_reader *reader;
    struct mail mail;
    struct buf raw;
    struct str bytes;
    assert_ok(digest_start(&err));
    assert_ok(mime_reader_new(*state, STR(""), &reader, &err));
    buf_init(&raw, *state, LIMIT_MAIL_BYTES);
    buf_add_c(&raw, "From: a@x.example\nContent-Type: application/ms-tnef; name=winmail.dat\n"
                    "Content-Transfer-Encoding: base64\n\n");
    buf_add_base64(&raw, winmail(*state));
    mime_read(reader, *state, buf_str(&raw), &mail);
    const struct mail_attachment *attachments = mail.attachments.items;
    assert_int_equal(mail.attachments.count, 1);
    assert_str(attachments[0].name, "bill.pdf");
    assert_str(attachments[0].type, "application/pdf");
    assert_str(mail.text, "The only words");
    assert_ok(mime_read_part(*state, buf_str(&raw), attachments[0].part, &bytes, &err));
    assert_str(bytes, "%PDF-1.4\n\1\2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_files_inside_are_found),
        TEST(what_is_no_tnef_is_refused),
        TEST(a_mail_with_winmail_dat_shows_what_is_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
