#include "mail/mime_read.h"

#include "check.h"
#include "mail_check.h"

#include "base/buf.h"
#include "base/digest.h"
#include "base/limits.h"
#include "mail/charset.h"
#include "mail/file_name.h"
#include "mail/mime_param.h"
#include "mail/mime_word.h"

static struct mail read_mail(void *mem, struct str raw)
{
    struct err err = { 0 };
    struct mime_reader *reader;
    struct mail mail;
    assert_ok(digest_start(&err));
    assert_ok(mime_reader_new(mem, STR("mx.example.com"), &reader, &err));
    mime_read(reader, mem, raw, &mail);
    return mail;
}

static bool has_problem(const struct mail *mail, const char *key)
{
    const struct mail_problem *items = mail->problems.items;
    for (size_t i = 0; i < mail->problems.count; i++)
        if (str_equal(items[i].key, str_from(key)))
            return true;
    return false;
}

static const struct {
    const char *name, *value, *want;
} word_cases[] = {
    { "plain text", "Hello  there ", "Hello there" },
    { "two words are one text (RFC 2047 section 6.2)", "=?utf-8?q?a?= =?utf-8?q?b?= c", "ab c" },
    { "a character cut in two", "=?utf-8?q?Caf=C3?= =?utf-8?q?=A9?=", "Café" },
    { "a word torn by a fold", "=?utf-8?q?Caf=C3=A9 and\r\n tea?=", "Café and tea" },
    { "ISO-2022-JP", "=?ISO-2022-JP?B?GyRCJF4kXyRgGyhC?=", "まみむ" },
    { "GB2312 that is GBK", "=?gb2312?B?xOO6ww==?=", "你好" },
    { "raw 8 bit", "Caf\xe9 cr\xe8me br\xfbl\xe9" "e", "Café crème brûlée" },
    { "raw UTF-8", "Café", "Café" },
    { "UTF-7 hides no markup (AC-038)", "=?utf-7?Q?+ADw-b+AD4-?=", "\xef\xbf\xbd" "b\xef\xbf\xbd" },
    { "adjacent words in two sets", "=?iso-8859-1?Q?Gr=FC?= =?utf-8?B?w59l?=", "Grüße" },
    { "a character cut between Q and B", "=?utf-8?Q?=E6=97?= =?utf-8?B?pQ==?=", "日" },
    { "base64 without padding", "=?utf-8?B?R3LDvMOfZQ?=", "Grüße" },
    { "base64 padded in its middle", "=?utf-8?B?R3LDvA==w59l?=", "Grüße" },
    { "a word that is cut off", "=?utf-8?Q?Gr=C3=BC", "Grü" },
    { "a word without a set", "=??Q?Gr=FC=DFe?=", "Grüße" },
    { "a set with a space", "=?utf-8 ?Q?Gr=C3=BC?=", "Grü" },
    { "a set in quotes", "=?\"utf-8\"?Q?Gr=C3=BC?=", "Grü" },
    { "a word with a language (RFC 2231)", "=?utf-8*de?Q?Gr=C3=BC?=", "Grü" },
    { "half-width letters in ISO-2022-JP", "=?iso-2022-jp?B?GyhJQz1EGyhC?=", "ﾃｽﾄ" },
    { "no word after all", "=?utf-8?x?abc?= =?", "=?utf-8?x?abc?= =?" },
    { "a line break cannot be smuggled in", "=?utf-8?q?a=0D=0Ab?=", "a b" },
};

static void header_text_is_decoded(void **state)
{
    for (size_t i = 0; i < sizeof(word_cases) / sizeof(word_cases[0]); i++)
        assert_same(word_cases[i].name, mime_word_text(*state, str_from(word_cases[i].value), STR("")),
                    word_cases[i].want);
}

static const struct {
    const char *name, *value, *want;
} param_cases[] = {
    { "quoted", "attachment; filename=\"a b.txt\"", "a b.txt" },
    { "unquoted with a space", "attachment; filename=a b.txt; size=3", "a b.txt" },
    { "RFC 2231", "attachment; filename*=utf-8'en'Caf%C3%A9.txt", "Café.txt" },
    { "RFC 2231, continued", "attachment; filename*1=.txt; filename*0*=utf-8''Caf%C3%A9", "Café.txt" },
    { "a section that is missing ends it", "attachment; filename*0=a; filename*2=c", "a" },
    { "RFC 2047, forbidden and common", "attachment; filename=\"=?utf-8?q?Caf=C3=A9?=.txt\"", "Café.txt" },
    { "RFC 2231, out of order and mixed", "attachment; filename*1=\"n.txt\"; filename*0*=utf-8''Gr%C3%BC", "Grün.txt" },
    { "RFC 2231 inside RFC 2047", "attachment; filename*0=\"=?utf-8?Q?Gr=C3=BC\"; filename*1=\"n.txt?=\"", "Grün.txt" },
    { "RFC 2231 wins over its substitute", "attachment; filename=\"Gr?n.txt\"; filename*=utf-8''Gr%C3%BCn.txt", "Grün.txt" },
    { "percent signs of the web", "attachment; filename=\"Gr%C3%BCn.txt\"", "Grün.txt" },
    { "a percent sign of a writer", "attachment; filename=\"100% sure.txt\"", "100% sure.txt" },
    { "a quote that is never closed", "attachment; filename=\"my file.txt", "my file.txt" },
    { "no such parameter", "attachment", "" },
};

static void parameters_are_read(void **state)
{
    for (size_t i = 0; i < sizeof(param_cases) / sizeof(param_cases[0]); i++)
        assert_same(param_cases[i].name, mime_param(*state, str_from(param_cases[i].value), "filename", STR("")),
                    param_cases[i].want);
}

static const struct {
    const char *name, *bytes, *label, *want;
} charset_cases[] = {
    { "UTF-8 called latin-1", "na\xc3\xafve", "iso-8859-1", "naïve" },
    { "windows-1252 called latin-1", "\x93quoted\x94", "iso-8859-1", "“quoted”" },
    { "windows-1251 called latin-1", "\xcf\xf0\xe8\xe2\xe5\xf2, \xea\xe0\xea \xe4\xe5\xeb\xe0", "iso-8859-1", "Привет, как дела" },
    { "latin-1 called UTF-8", "Gr\xfc\xdf" "e aus M\xfcnchen", "utf-8", "Grüße aus München" },
    { "Shift_JIS", "\x82\xdc\x82\xdd", "shift_jis", "まみ" },
    { "Big5", "\xa7\x41\xa6\x6e", "big5", "你好" },
    { "EUC-KR", "\xb0\xa1\xb3\xaa", "ks_c_5601-1987", "가나" },
    { "UTF-16 with a mark", "\xff\xfe" "a\0b", "utf-8", "a" },
    { "overlong UTF-8 stays broken (AC-038)", "a\xc0\xbc" "b", "utf-8", NULL },
};

static void character_sets_are_read_by_their_bytes(void **state)
{
    for (size_t i = 0; i < sizeof(charset_cases) / sizeof(charset_cases[0]); i++) {
        struct str text =
            charset_text(*state, str_from(charset_cases[i].bytes), str_from(charset_cases[i].label), NULL);
        assert_true(utf8_valid(text));
        assert_true(str_find(text, STR("<"), 0) == SIZE_MAX);
        if (charset_cases[i].want != NULL)
            assert_same(charset_cases[i].name, text, charset_cases[i].want);
    }
}

static void file_names_are_made_harmless_AC045(void **state)
{
    static const struct { const char *in, *want; } names[] = {
        { "../../etc/passwd", "passwd" },  { "/etc/x", "x" },        { "..\\..\\x", "x" },
        { "C:\\Users\\a\\b.doc", "b.doc" }, { ".htaccess", "htaccess" }, { "a\r\nb.txt", "ab.txt" },
        { "invoice 3/2026.pdf", "invoice 3_2026.pdf" }, { "\xe2\x80\xaegpj.exe", "gpj.exe" },
        { "\xe2\x80\x8b.htaccess", "htaccess" }, { "...", "" },
    };
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        assert_same(names[i].in, file_name_clean(*state, str_from(names[i].in)), names[i].want);
}

static void flowed_text_becomes_paragraphs_RFC3676(void **state)
{
    struct mail mail = read_mail(*state, STR("From: a@x.example\nContent-Type: text/plain; format=flowed\n\n"
                                             "One \nline.\n >stuffed\n> quoted \n> words\n-- \nAda\n"));
    assert_str(mail.text, "One line.\n>stuffed\n> quoted words\n-- \nAda\n");
}

static void an_alternative_is_one_text_in_two_forms(void **state)
{
    struct mail mail =
        read_mail(*state, STR("From: a@x.example\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\n"
                              "Plain\n--b\nContent-Type: text/html\n\n<p>Rich</p>\n--b--\n"));
    assert_str(mail.text, "Plain");
    assert_str(str_trim(mail.html), "<p>Rich</p>");
    assert_int_equal(mail.attachments.count, 0);
}

static void a_mail_of_html_alone_has_a_text(void **state)
{
    struct mail mail = read_mail(*state, STR("From: a@x.example\nContent-Type: text/html\n\n<p>Rich<br>words</p>\n"));
    assert_str(mail.text, "Rich\nwords\n");
    assert_str(mail.visible, "Rich\nwords\n");
}

static void a_forwarded_mail_is_kept_and_shown(void **state)
{
    struct mail mail = read_mail(
        *state, STR("From: a@x.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSee\n--b\n"
                    "Content-Type: message/rfc822\n\nFrom: c@x.example\nSubject: Inner\n\nOriginal\n--b--\n"));
    const struct mail_attachment *attachment = mail.attachments.items;
    assert_int_equal(mail.attachments.count, 1);
    assert_str(attachment->name, "Inner.eml");
    assert_str(attachment->type, "message/rfc822");
    assert_int_equal(attachment->size, strlen("From: c@x.example\nSubject: Inner\n\nOriginal"));
    assert_str(mail.visible, "See\n");
    assert_true(str_find(mail.folded, STR("Original"), 0) != SIZE_MAX);
}

static void an_invitation_is_shown_as_text_AC035(void **state)
{
    struct mail mail = read_mail(*state, STR("From: a@x.example\nContent-Type: text/calendar; method=REQUEST\n\n"
                                             "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=\"a:b\":20261124T140000Z\n"
                                             "SUMMARY:Test ride\\, <b>new\n  wheel</b>\nEND:VEVENT\nEND:VCALENDAR\n"));
    assert_str(mail.text, "Invitation: Test ride, <b>new wheel</b>\nBegins: 2026-11-24 14:00 UTC\n");
    assert_null(mail.html.ptr);
    assert_int_equal(mail.attachments.count, 1);
}

static void an_invitation_beside_words_is_told_below_them(void **state)
{
    struct mail mail = read_mail(*state, STR("From: a@x.example\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\nCome!\n--b\n"
                                             "Content-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\n"
                                             "ATTENDEE;PARTSTAT=DECLINED:mailto:a@x.example\nDTSTART;TZID=Europe/Berlin:20261124T140000\n"
                                             "SUMMARY:Test ride\nEND:VEVENT\nEND:VCALENDAR\n--b--\n"));
    assert_str(mail.text, "Come!\n\nDeclined: Test ride\nBegins: 2026-11-24 14:00 (Europe/Berlin)\n");
}

/* ---- mails that are broken ---- */

static const struct {
    const char *name, *raw, *text;
} broken_cases[] = {
    { "of two types the multipart counts", "Content-Type: text/plain\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nwords\n--b--\n", "words" },
    { "in any order", "Content-Type: multipart/mixed;\n boundary=b\nContent-Type: text/plain\n\n--b\n\nwords\n--b--\n", "words" },
    { "a multipart whose boundary never comes is none", "Content-Type: text/plain\nContent-Type: multipart/mixed; boundary=c\n\nwords\n", "words\n" },
    { "of two encodings the one that decodes counts", "Content-Transfer-Encoding: 8bit\nContent-Transfer-Encoding: base64\n\nd29yZHM=\n", "words" },
    { "a type without a half is text", "Content-Type: text\n\nwords\n", "words\n" },
    { "html alone is text/html", "Content-Type: html\n\n<p>words</p>\n", "words\n" },
    { "lines of an old Macintosh", "Subject: s\r\rwords\rmore\r", "words\nmore\n" },
    { "no header at all", "just words\nand more\n", "just words\nand more\n" },
    { "two CR before each LF", "Subject: s\r\r\nContent-Type: multipart/mixed; boundary=b\r\r\n\r\r\n--b\r\r\n\r\r\nwords\r\r\n--b--\r\r\n", "words" },
    { "blank lines before the header", "\r\n\r\nFrom: a@x.example\r\nSubject: s\r\n\r\nwords\r\n", "words\n" },
    { "a stray line before the header", "stray\nFrom: a@x.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nwords\n--b--\n", "words" },
    { "a stray line among the headers", "From: a@x.example\nstray\nContent-Type: text/html\n\n<p>words</p>\n", "words\n" },
    { "no blank line behind the header", "From: a@x.example\nSubject: s\nHello there\nand more\n", "Hello there\nand more\n" },
    { "a boundary without its name", "Content-Type: multipart/mixed\n\n--b\nContent-Type: text/plain\n\nwords\n--b--\n", "words" },
    { "a boundary in single quotes", "Content-Type: multipart/mixed; boundary='b'\n\n--b\nContent-Type: text/plain\n\nwords\n--b--\n", "words" },
    { "a type that is none", "Content-Type: ;;;\n\nwords\n", "words\n" },
    { "base64 without padding", "Content-Transfer-Encoding: base64\n\nd29yZA\n", "word" },
    { "base64 padded piece by piece", "Content-Transfer-Encoding: base64\n\nd29yZA==\nd29yZA==\n", "wordword" },
    { "base64 with junk", "Content-Transfer-Encoding: base64\n\nd2!9y\n*ZA==\n", "word" },
    { "base64 with a footer in plain text", "Content-Transfer-Encoding: base64\n\nd29yZA==\n\n_____\nA list, http://l.example/\n", "word" },
    { "words that are called base64", "Content-Transfer-Encoding: base64\n\nthese are words as they stand here\n", "these are words as they stand here\n" },
    { "white space behind a soft break", "Content-Transfer-Encoding: quoted-printable\n\nwo= \t\nrds=\n", "words" },
    { "escapes that are none", "Content-Transfer-Encoding: quoted-printable\n\n1 = 2 =ZZ =41\n", "1 = 2 =ZZ A\n" },
    { "an encoding by another name", "Content-Transfer-Encoding: quoted_printable\n\nwo=72ds\n", "words\n" },
    { "a boundary that is never named", "Content-Type: multipart/mixed\n\nwords\n", "words\n" },
};

static void broken_mails_show_their_words_G4(void **state)
{
    for (size_t i = 0; i < sizeof(broken_cases) / sizeof(broken_cases[0]); i++)
        assert_same(broken_cases[i].name, read_mail(*state, str_from(broken_cases[i].raw)).text, broken_cases[i].text);
}

static void a_NUL_in_a_header_hides_nothing_AC011(void **state)
{
    static const char raw[] = "From: a\0@x.example\nSubject: one\0two\n\nwords\n";
    struct mail mail = read_mail(*state, (struct str){ raw, sizeof(raw) - 1 });
    assert_str(mail.subject, "one two");
    assert_int_equal(mail.from.address.len, 0);
    assert_str(mail.text, "words\n");
}

static void a_message_packed_in_base64_is_shown_and_kept(void **state)
{
    struct mail mail = read_mail(*state, STR("From: a@x.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSee\n--b\n"
                                             "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
                                             "U3ViamVjdDogSW5uZXIKCk9yaWdpbmFsIHdvcmRzCg==\n--b--\n"));
    const struct mail_attachment *attachment = mail.attachments.items;
    assert_int_equal(mail.attachments.count, 1);
    assert_str(attachment->name, "Inner.eml");
    assert_int_equal(attachment->size, strlen("Subject: Inner\n\nOriginal words\n"));
    assert_true(str_find(mail.folded, STR("Subject: Inner\n\nOriginal words"), 0) != SIZE_MAX);
}

/* ---- sealed and signed ---- */

static const struct {
    const char *name, *raw, *problem, *visible;
} sealed_cases[] = {
    { "S/MIME, encrypted", "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n\nMIAG\n", "encrypted", "" },
    { "S/MIME, signed", "Content-Type: multipart/signed; boundary=q\n\n--q\n\nwords\n--q\nContent-Type: application/pkcs7-signature\n\nMIAG\n--q--\n",
      "signed", "words\n" },
    { "PGP/MIME", "Content-Type: multipart/encrypted; boundary=q\n\n--q\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--q\n"
      "Content-Type: application/octet-stream\n\nabc\n--q--\n", "encrypted", "" },
    { "PGP in the text", "Subject: s\n\n-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----\n", "encrypted",
      "-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----\n" },
    { "PGP, signed in the text", "Subject: s\n\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nwords\n- -- \nAda\n"
      "-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n", "signed", "words\n" },
};

static void sealed_and_signed_mails_say_so_AC014(void **state)
{
    for (size_t i = 0; i < sizeof(sealed_cases) / sizeof(sealed_cases[0]); i++) {
        struct mail mail = read_mail(*state, str_from(sealed_cases[i].raw));
        if (!has_problem(&mail, sealed_cases[i].problem))
            fail_msg("%s is not told to be %s", sealed_cases[i].name, sealed_cases[i].problem);
        assert_same(sealed_cases[i].name, mail.visible, sealed_cases[i].visible);
    }
}

static void flowed_text_may_delete_its_spaces_RFC3676(void **state)
{
    struct mail mail = read_mail(*state, STR("Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n\n你好 \n我的\nEnd\n"));
    assert_str(mail.text, "你好我的\nEnd\n");
}

static void a_picture_in_the_text_keeps_its_cid_RFC2392(void **state)
{
    struct mail mail = read_mail(*state, STR("Content-Type: multipart/related; boundary=q\n\n--q\nContent-Type: text/html\n\n<img src=\"cid:p@x\">\n"
                                             "--q\nContent-Type: image/png\nContent-ID: <p@x>\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--q--\n"));
    const struct mail_attachment *attachment = mail.attachments.items;
    assert_int_equal(mail.attachments.count, 1);
    assert_true(attachment->is_inline);
    assert_str(attachment->cid, "p@x");
    assert_true(str_find(mail.html, STR("cid:p@x"), 0) != SIZE_MAX);
}

static void a_raw_header_is_read_by_the_set_of_the_body(void **state)
{
    struct mail mail = read_mail(*state, STR("Subject: \xe7\xe5\xeb\xee\nContent-Type: text/plain; charset=windows-1251\n\nx\n"));
    assert_str(mail.subject, "зело");
}

static void a_claimed_picture_that_is_a_page_is_a_page_AC034(void **state)
{
    struct mail mail = read_mail(*state, STR("From: a@x.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
                                             "Content-Type: image/png; name=a.png\n\n<!DOCTYPE html><html><body>x</body></html>\n--b--\n"));
    const struct mail_attachment *attachment = mail.attachments.items;
    assert_int_equal(mail.attachments.count, 1);
    assert_str(attachment->type, "text/html");
}

static void only_our_own_results_above_our_received_count_AC012(void **state)
{
    static const struct { const char *raw, *want; } cases[] = {
        { "Authentication-Results: mx.example.com; spf=pass; dmarc=pass (p=none)\nReceived: by mx.example.com\nFrom: a@x\n\n", "pass" },
        { "Authentication-Results: mx.example.com; dmarc=fail\nReceived: by mx.example.com\nFrom: a@x\n\n", "fail" },
        { "Received: by mx.example.com with LMTP\nAuthentication-Results: mx.example.com; dmarc=pass\nReceived: x\n\n", "pass" },
        { "Received: by mx.example.com\nAuthentication-Results: mx.example.com; dmarc=pass\nFrom: a@x\n\n", "" },
        { "Authentication-Results: mx.evil.example; dmarc=pass\nReceived: x\n\n", "" },
        { "Authentication-Results: mx.example.com.evil.example; dmarc=pass\nReceived: x\n\n", "" },
        { "Authentication-Results: mx.example.com; spf=fail (dmarc=pass)\nReceived: x\n\n", "" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_same(cases[i].raw, read_mail(*state, str_from(cases[i].raw)).auth_results, cases[i].want);
}

static void two_senders_make_it_doubtful_AC011(void **state)
{
    struct mail mail = read_mail(*state, STR("From: a@x.example\nFrom: b@x.example\n\nx\n"));
    assert_false(mail.from_is_sure);
    assert_true(has_problem(&mail, "duplicate_from"));
}

static void references_are_in_order_and_once(void **state)
{
    struct mail mail = read_mail(
        *state, STR("From: a@x.example\nReferences: <1@x> <2@x>\n <1@x>\nIn-Reply-To: Your mail <2@x>\n\nx\n"));
    const struct mail_reference *items = mail.references.items;
    assert_int_equal(mail.references.count, 2);
    assert_str(items[0].message_id, "1@x");
    assert_str(items[1].message_id, "2@x");
    assert_str(mail.in_reply_to, "2@x");
}

static const struct {
    const char *value, *last;
    size_t count;
} id_cases[] = {
    { "<1@x>,<2@x>, <3@x>", "3@x", 3 },
    { "<1@x><2@x>", "2@x", 2 },
    { "1@x 2@x", "2@x", 2 },
    { "<1@x>\n\t<long\n .id@x>", "long.id@x", 2 },
    { "< 1@x >", "1@x", 1 },
    { "<<1@x>>", "1@x", 1 },
    { "=?utf-8?Q?=3C1=40x=3E?=\n =?utf-8?Q?_=3C2=40x=3E?=", "2@x", 2 },
    { "<1@x> <2@x> <3@", "2@x", 2 },
    { "st@x> <2@x>", "2@x", 1 },
};

static void references_are_found_as_programs_write_them(void **state)
{
    for (size_t i = 0; i < sizeof(id_cases) / sizeof(id_cases[0]); i++) {
        struct mail mail = read_mail(*state, str_format(*state, "From: a@x.example\nReferences: %s\n\nx\n", id_cases[i].value));
        const struct mail_reference *items = mail.references.items;
        assert_int_equal(mail.references.count, id_cases[i].count);
        assert_same(id_cases[i].value, items[id_cases[i].count - 1].message_id, id_cases[i].last);
    }
}

static void a_date_is_told_with_its_offset(void **state)
{
    struct mail mail = read_mail(*state, STR("From: a@x.example\nDate: Fri, 21 Nov 1997 09:55:06 -0600\n\nx\n"));
    assert_str(mail.date, "1997-11-21T09:55:06-06:00");
    assert_int_equal(mail.date_ms, 880127706000);
}

/* AC-052: what is too much is named, and the mail is still there. */
static void repeat(struct buf *out, const char *text, size_t times)
{
    for (size_t i = 0; i < times; i++)
        buf_add_c(out, text);
}

static void too_many_parts_are_named_AC052(void **state)
{
    struct buf raw;
    buf_init(&raw, *state, LIMIT_MAIL_BYTES);
    buf_add_c(&raw, "From: a@x.example\nSubject: s\nContent-Type: multipart/mixed; boundary=b\n\n");
    repeat(&raw, "--b\nContent-Disposition: attachment\n\nx\n", 2000);
    struct mail mail = read_mail(*state, buf_str(&raw));
    assert_true(has_problem(&mail, "too_many_parts"));
    assert_str(mail.subject, "s");
    repeat(&raw, "--b\n\nx\n", 20000);
    mail = read_mail(*state, buf_str(&raw));
    assert_true(has_problem(&mail, "too_complex"));
    assert_str(mail.subject, "s");
    assert_true(mail.text.len > 0);
}

static void too_deep_parts_are_named_AC052(void **state)
{
    struct buf raw;
    buf_init(&raw, *state, LIMIT_MAIL_BYTES);
    buf_add_c(&raw, "From: a@x.example\n");
    for (int i = 0; i < 500; i++)
        buf_addf(&raw, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i);
    struct mail mail = read_mail(*state, buf_str(&raw));
    assert_true(has_problem(&mail, "too_deep"));
    assert_str(mail.from.address, "a@x.example");
}

static void endless_headers_are_named_AC052(void **state)
{
    struct buf raw;
    buf_init(&raw, *state, LIMIT_MAIL_BYTES);
    buf_add_c(&raw, "From: a@x.example\n");
    repeat(&raw, "X-A: b\n", 100 * 1000);
    buf_add_c(&raw, "\nbody\n");
    struct mail mail = read_mail(*state, buf_str(&raw));
    assert_true(has_problem(&mail, "too_complex"));
    assert_str(mail.from.address, "a@x.example");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(header_text_is_decoded),
        TEST(parameters_are_read),
        TEST(character_sets_are_read_by_their_bytes),
        TEST(file_names_are_made_harmless_AC045),
        TEST(flowed_text_becomes_paragraphs_RFC3676),
        TEST(an_alternative_is_one_text_in_two_forms),
        TEST(a_mail_of_html_alone_has_a_text),
        TEST(a_forwarded_mail_is_kept_and_shown),
        TEST(an_invitation_is_shown_as_text_AC035),
        TEST(an_invitation_beside_words_is_told_below_them),
        TEST(broken_mails_show_their_words_G4),
        TEST(a_NUL_in_a_header_hides_nothing_AC011),
        TEST(a_message_packed_in_base64_is_shown_and_kept),
        TEST(sealed_and_signed_mails_say_so_AC014),
        TEST(flowed_text_may_delete_its_spaces_RFC3676),
        TEST(a_picture_in_the_text_keeps_its_cid_RFC2392),
        TEST(a_raw_header_is_read_by_the_set_of_the_body),
        TEST(a_claimed_picture_that_is_a_page_is_a_page_AC034),
        TEST(only_our_own_results_above_our_received_count_AC012),
        TEST(two_senders_make_it_doubtful_AC011),
        TEST(references_are_in_order_and_once),
        TEST(references_are_found_as_programs_write_them),
        TEST(a_date_is_told_with_its_offset),
        TEST(too_many_parts_are_named_AC052),
        TEST(too_deep_parts_are_named_AC052),
        TEST(endless_headers_are_named_AC052),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
