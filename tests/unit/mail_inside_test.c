/* What lies inside of parts: files in a text, what a signature encloses, the messages of a digest, words of unknown kinds. */
#include "mail_check.h"
#include "mail_read.h"

#include "mail/uu_read.h"

static struct str part_of(void *mem, const char *raw, int64_t part)
{
    struct err err = { 0 };
    struct str bytes;
    assert_ok(mime_read_part(mem, str_from(raw), part, &bytes, &err));
    return bytes;
}

/* ---- uuencode ---- */

#define FILE_OF(name, line) "begin 644 " name "\n" line "\n`\nend\n"

static void files_in_a_text_are_attachments(void **state)
{
    static const char raw[] = "From: a@x.example\n\nSee this\n" FILE_OF("a.txt", "%:&5L;&\\") "and\n" FILE_OF("b.txt", "#=V]W") "Bye\n";
    struct mail mail = read_mail(*state, raw);
    const struct mail_attachment *items = mail.attachments.items;
    assert_str(mail.text, "See this\nand\nBye\n");
    assert_int_equal(mail.attachments.count, 2);
    assert_str(items[0].name, "a.txt");
    assert_str(part_of(*state, raw, items[0].part), "hello");
    assert_str(items[1].name, "b.txt");
    assert_str(part_of(*state, raw, items[1].part), "wow");
}

static void a_uuencoded_part_is_decoded(void **state)
{
    static const char raw[] = "From: a@x.example\nContent-Type: application/octet-stream; name=a.txt\n"
                              "Content-Transfer-Encoding: x-uuencode\n\n" FILE_OF("a.txt", "%:&5L;&\\");
    struct mail mail = read_mail(*state, raw);
    assert_int_equal(mail.attachments.count, 1);
    assert_str(part_of(*state, raw, 0), "hello");
}

static void words_that_begin_with_begin_are_words(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "begin 644 of something\nyes it is\nend\n", "begin 644 a.txt\n%:&5L;&\\\n", "we begin 644 a.txt\n%:&5L;&\\\nend\n", "begin 644 a.txt\nend\n",
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct uu_file file;
        if (uu_next(str_from(texts[i]), 0, &file))
            fail_msg("taken for a file: %s", texts[i]);
    }
}

static void white_space_at_the_end_of_a_line_may_be_lost(void **state)
{
    struct uu_file file;
    assert_true(uu_next(STR("begin 644 zeros\r\n#\r\n\r\nend\r\n"), 0, &file));
    struct str bytes = uu_bytes(*state, &file);
    assert_int_equal(bytes.len, 3);
    assert_memory_equal(bytes.ptr, "\0\0\0", 3);
}

/* ---- S/MIME ---- */

#define SIGNED "MIIBQgYJKoZIhvcNAQcCoIIBMzCCAS8CAQExDTALBglghkgBZQMEAgEwgYoGCSqGSIb3DQEHAaB9BHtDb250ZW50LVR5cGU6IG11\n" \
               "bHRpcGFydC9taXhlZDsgYm91bmRhcnk9cQoKLS1xCgpTaWduZWQgd29yZHMKLS1xCkNvbnRlbnQtVHlwZTogYXBwbGljYXRpb24v\n" \
               "cGRmOyBuYW1lPWEucGRmCgolUERGLTEuNAotLXEtLQoxgY0wgYoCAQEwJDAMMQowCAYDVQQDDAFBAhR/9/704xIbMStu9N58g0p6\n" \
               "6BNodDALBglghkgBZQMEAgEwCgYIKoZIzj0EAwIERjBEAiBb9693BxzzsghJO9iQ7Q8YhDdP1QqoZfKYIf+0j6C/LQIgFkQyBrIS\n" \
               "uxgq4sR9kMB/4Ol3nirq3cvoWwS4n2A9OMs=\n"

static void what_a_signature_encloses_is_shown_AC014(void **state)
{
    static const char raw[] = "From: a@x.example\nContent-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\n"
                              "Content-Transfer-Encoding: base64\n\n" SIGNED;
    struct mail mail = read_mail(*state, raw);
    const struct mail_attachment *attachment = mail.attachments.items;
    const struct mail_problem *problem = mail.problems.items;
    assert_str(mail.visible, "Signed words\n");
    assert_int_equal(mail.attachments.count, 1);
    assert_str(attachment->name, "a.pdf");
    assert_str(part_of(*state, raw, attachment->part), "%PDF-1.4");
    assert_int_equal(mail.problems.count, 1);
    assert_str(problem->key, "signed");
}

static void parts_behind_a_signed_one_keep_their_places(void **state)
{
    static const char raw[] = "From: a@x.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/pkcs7-mime\n"
                              "Content-Transfer-Encoding: base64\n\n" SIGNED "--b\nContent-Type: text/csv; name=b.csv\n\n1;2\n--b--\n";
    struct mail mail = read_mail(*state, raw);
    const struct mail_attachment *items = mail.attachments.items;
    assert_int_equal(mail.attachments.count, 2);
    assert_str(items[1].name, "b.csv");
    assert_str(part_of(*state, raw, items[1].part), "1;2");
}

static void what_cannot_be_opened_is_kept_AC058(void **state)
{
    struct mail mail = read_mail(*state, "From: a@x.example\nContent-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\n\nMIAG\n");
    const struct mail_attachment *attachment = mail.attachments.items;
    assert_int_equal(mail.attachments.count, 1);
    assert_str(attachment->name, "smime.p7m");
}

/* ---- kinds of text ---- */

static void the_messages_of_a_digest_are_whole_RFC2046(void **state)
{
    static const char raw[] = "From: a@x.example\nContent-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: one\n\nfirst\n"
                              "--b\n\nSubject: two\n\nsecond\n--b--\n";
    struct mail mail = read_mail(*state, raw);
    const struct mail_attachment *items = mail.attachments.items;
    assert_int_equal(mail.attachments.count, 2);
    assert_str(part_of(*state, raw, items[0].part), "Subject: one\n\nfirst");
    assert_str(part_of(*state, raw, items[1].part), "Subject: two\n\nsecond");
}

static void a_text_of_an_unknown_kind_is_shown_RFC2046(void **state)
{
    struct mail mail = read_mail(*state, "From: a@x.example\nContent-Type: text/x-markdown\n\nwords\n");
    assert_str(mail.text, "words\n");
    assert_int_equal(mail.attachments.count, 0);
}

static void words_for_cards_are_neither_shown_nor_attached(void **state)
{
    struct mail mail = read_mail(*state, "From: a@x.example\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\nwords\n--b\n"
                                         "Content-Type: text/x-amp-html\n\n<html amp4email></html>\n--b\nContent-Type: text/html\n\n<p>words</p>\n--b--\n");
    assert_str(mail.text, "words");
    assert_int_equal(mail.attachments.count, 0);
}

static void bytes_without_a_signature_keep_their_type_AC034(void **state)
{
    struct mail mail = read_mail(*state, "From: a@x.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/octet-stream; name=f.bin\n"
                                         "Content-Transfer-Encoding: base64\n\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4v\n--b--\n");
    const struct mail_attachment *attachment = mail.attachments.items;
    assert_str(attachment->type, "application/octet-stream");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(files_in_a_text_are_attachments),
        TEST(a_uuencoded_part_is_decoded),
        TEST(words_that_begin_with_begin_are_words),
        TEST(white_space_at_the_end_of_a_line_may_be_lost),
        TEST(what_a_signature_encloses_is_shown_AC014),
        TEST(parts_behind_a_signed_one_keep_their_places),
        TEST(what_cannot_be_opened_is_kept_AC058),
        TEST(the_messages_of_a_digest_are_whole_RFC2046),
        TEST(a_text_of_an_unknown_kind_is_shown_RFC2046),
        TEST(words_for_cards_are_neither_shown_nor_attached),
        TEST(bytes_without_a_signature_keep_their_type_AC034),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
