#include "mail/mime_write.h"

#include "base/buf.h"
#include "base/digest.h"
#include "base/mem.h"
#include "check.h"
#include "mail/mime_read.h"

static struct mime_mail simple(void)
{
    return (struct mime_mail){
        .from = { STR("help@cedar.example"), STR("Amara Okafor, Cedar & Spoke") },
        .reply_to = STR("help+abc@cedar.example"),
        .subject = STR("Your bell"),
        .message_id = STR("1234.abcd@cedar.example"),
        .date = STR("Mon, 16 Nov 2026 09:30:00 +0100"),
        .text = STR("Hello Tomás,\n\nit rings.\n"),
    };
}

static struct list list_of(struct mail_address *addresses, size_t count)
{
    return (struct list){ addresses, count };
}

/* A C string, for the assertions of cmocka. */
static const char *write_mail(TALLOC_CTX *mem, const struct mime_mail *mail)
{
    struct str bytes;
    struct err err = { 0 };
    if (mime_write(mem, mail, &bytes, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    return bytes.ptr;
}

static struct mail read_back(TALLOC_CTX *mem, const char *bytes)
{
    struct mime_reader *reader;
    struct mail mail;
    assert_ok(mime_reader_new(mem, STR(""), &reader, NULL));
    mime_read(reader, mem, str_from(bytes), &mail);
    return mail;
}

/* The value of the header NAME as it stands, with its folds; fails when it is there more or less than once. */
static struct str header(const char *bytes, const char *name)
{
    struct str all = str_from(bytes), found = STR_NONE;
    struct str head = str_slice(all, 0, str_find(all, STR("\r\n\r\n"), 0) + 2);
    for (size_t at = 0; at < head.len;) {
        size_t end = at;
        do
            end = str_find(head, STR("\r\n"), end) + 2;
        while (end < head.len && head.ptr[end] == ' ');
        struct str field = str_slice(head, at, end - at - 2);
        size_t colon = str_find(field, STR(":"), 0);
        if (str_equal_nocase(str_slice(field, 0, colon), str_from(name))) {
            assert_null(found.ptr);
            found = str_slice(field, colon + 2, SIZE_MAX);
        }
        at = end;
    }
    return found;
}

static void a_simple_mail_has_the_headers_of_rfc_5322(void **state)
{
    struct mail_address to = { STR("tomas@example.org"), STR("Tomás Herrera") };
    struct mime_mail mail = simple();
    mail.to = list_of(&to, 1);
    mail.in_reply_to = STR("one@example.org");
    mail.references = STR("zero@example.org one@example.org");
    const char *bytes = write_mail(*state, &mail);
    assert_str(header(bytes, "From"), "\"Amara Okafor, Cedar & Spoke\" <help@cedar.example>");
    assert_str(header(bytes, "To"), "=?UTF-8?Q?Tom=C3=A1s_Herrera?= <tomas@example.org>");
    assert_str(header(bytes, "Reply-To"), "help+abc@cedar.example");
    assert_str(header(bytes, "Subject"), "Your bell");
    assert_str(header(bytes, "Date"), "Mon, 16 Nov 2026 09:30:00 +0100");
    assert_str(header(bytes, "Message-ID"), "<1234.abcd@cedar.example>");
    assert_str(header(bytes, "In-Reply-To"), "<one@example.org>");
    assert_str(header(bytes, "References"), "<zero@example.org> <one@example.org>");
    assert_str(header(bytes, "MIME-Version"), "1.0");
    assert_null(header(bytes, "Auto-Submitted").ptr);
    assert_non_null(strstr(bytes, "Content-Transfer-Encoding: quoted-printable\r\n\r\nHello Tom=C3=A1s,\r\n\r\nit rings.\r\n"));
}

static void the_same_input_gives_the_same_bytes(void **state)
{
    struct mime_mail mail = simple();
    mail.html = STR("<p>it rings</p>");
    assert_string_equal(write_mail(*state, &mail), write_mail(*state, &mail));
}

static void automatic_mail_says_so_AC132(void **state)
{
    struct mime_mail mail = simple();
    mail.automatic = true;
    const char *notice = write_mail(*state, &mail);
    assert_str(header(notice, "Auto-Submitted"), "auto-generated");
    assert_str(header(notice, "X-Auto-Response-Suppress"), "All");
    mail.in_reply_to = STR("one@example.org");
    assert_str(header(write_mail(*state, &mail), "Auto-Submitted"), "auto-replied");
}

/* Each mail of ours answers one person, or tells one person what became of their own problem: there is no list to leave. */
static void nothing_that_we_write_is_bulk_AC132(void **state)
{
    for (int automatic = 0; automatic < 2; automatic++) {
        struct mime_mail mail = simple();
        mail.automatic = automatic == 1;
        const char *written = write_mail(*state, &mail);
        assert_null(strcasestr(written, "\nPrecedence:"));
        assert_null(strcasestr(written, "\nList-"));
        assert_int_equal(strcasestr(written, "\nAuto-Submitted:") != NULL, mail.automatic);
    }
}

/* AC-105: whatever a name, a subject, an id or a file name holds, no header is added and no recipient. */
static void nothing_makes_a_second_header_AC105(void **state)
{
    static const char *const evil[] = {
        "x\r\nBcc: all@example.org", "x\nBcc: all@example.org", "x\rBcc: all@example.org", "x\r\n\r\nbody",
        "x\xe2\x80\xa8" "Bcc: all@example.org", "x\xc2\x85" "Bcc: a@b", "=?UTF-8?Q?=0D=0ABcc:_all?=", "\"x\", all@example.org",
        "x\xff\r\nBcc: all@example.org", "a>, <all@example.org", "\r\n Bcc: folded",
    };
    for (size_t i = 0; i < sizeof evil / sizeof evil[0]; i++) {
        struct str text = str_from(evil[i]);
        struct mail_address to = { STR("tomas@example.org"), text };
        struct mime_file file = { text, text, STR("bytes"), text };
        struct mime_mail mail = simple();
        mail.from.name = mail.subject = mail.in_reply_to = mail.references = mail.date = text;
        mail.to = list_of(&to, 1);
        mail.html = STR("<p>x</p>");
        mail.files = (struct list){ &file, 1 };
        const char *bytes = write_mail(*state, &mail);
        assert_null(header(bytes, "Bcc").ptr);
        struct mail seen = read_back(*state, bytes);
        assert_int_equal(seen.to.count, 1);
        assert_str(((struct mail_address *)seen.to.items)[0].address, "tomas@example.org");
        assert_str(seen.from.address, "help@cedar.example");
        for (const char *line = bytes; *line != '\0'; line = strstr(line, "\r\n") + 2)
            assert_int_not_equal(strncmp(line, "Bcc", 3), 0);
    }
}

static void what_is_no_address_is_refused_AC105(void **state)
{
    static const char *const evil[] = {
        "", "tomas", "@example.org", "tomas@", "a@b, c@d", "a@b>\r\nBcc: <c@d", "a b@c", "a@b\n", "<a@b>", "a@b@c", "a@b (x)",
        "\"a@b", "a@b\xff", "a\xe2\x80\xa8@b", "a,b@c", "a;b@c",
    };
    for (size_t i = 0; i < sizeof evil / sizeof evil[0]; i++) {
        struct mail_address to = { str_from(evil[i]), STR("") };
        struct mime_mail mail = simple();
        mail.to = list_of(&to, 1);
        struct str bytes;
        struct err err = { 0 };
        if (mime_write(*state, &mail, &bytes, &err) != STATUS_INVALID)
            fail_msg("%s was taken", evil[i]);
    }
}

static void names_and_subjects_come_back_as_they_were(void **state)
{
    static const char *const texts[] = {
        "plain", "two  spaces", "=?UTF-8?Q?looks_encoded?=", "quote \" and \\ backslash", "comma, semicolon; <angle>",
        "Ünïcödé", "日本語の件名がとても長いので一行には入りきらないはずですしかも切れてはいけません",
        "mostly plain text with one é in a subject that goes on and on until it has to be folded onto the next line",
        "AVeryLongWordWithoutAnySpaceThatIsLongerThanALineMayBeAndThatIsThereforeEncodedSoThatItCanBeFoldedAtAll",
        "a subject of many plain words that is longer than a line and is folded at one of its spaces, as is usual", "🚲🔔",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct mail_address to = { STR("tomas@example.org"), str_from(texts[i]) };
        struct mime_mail mail = simple();
        mail.subject = to.name;
        mail.to = list_of(&to, 1);
        struct mail seen = read_back(*state, write_mail(*state, &mail));
        const char *want = i == 1 ? "two spaces" : texts[i]; /* a reader makes one of many */
        assert_string_equal(str_to_c(*state, seen.subject), want);
        assert_string_equal(str_to_c(*state, ((struct mail_address *)seen.to.items)[0].name), want);
    }
}

static void lines_stay_short(void **state)
{
    struct mime_mail mail = simple();
    struct buf text, references;
    buf_init(&text, *state, 1000000);
    buf_init(&references, *state, 1000000);
    for (int i = 0; i < 5000; i++)
        buf_add_c(&text, i % 7 == 0 ? "é" : "0123456789.");
    for (int i = 0; i < 500; i++)
        buf_addf(&references, "%d.a-rather-long-message-id@mail.example.org ", i);
    mail.text = mail.subject = buf_str(&text);
    mail.references = buf_str(&references);
    const char *bytes = write_mail(*state, &mail);
    for (const char *line = bytes; *line != '\0';) {
        const char *end = strstr(line, "\r\n");
        assert_true(end - line <= 78);
        line = end + 2;
    }
    struct str kept = header(bytes, "References");
    assert_true(str_starts(kept, STR("<0.a-rather")));
    assert_true(str_ends(kept, STR("<499.a-rather-long-message-id@mail.example.org>")));
}

/* AC-106: dots, bare line ends, trailing spaces, "From ", long lines arrive as they left. */
static void a_body_comes_back_byte_for_byte_AC106(void **state)
{
    char *wide = mem_need(talloc_size(*state, 10001));
    memset(wide, '=', 10000);
    wide[10000] = '\0';
    const char *const bodies[] = {
        ".", "..\n.\n", "a\n.\nb", "trailing \t \nnext", "From here\n>From there", "=20 and =_x", "tab\there", "", "\n\n\n", "é\n", wide,
        "--=_0123\nlooks like a boundary",
    };
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        struct mime_mail mail = simple();
        mail.text = str_from(bodies[i]);
        const char *bytes = write_mail(*state, &mail);
        assert_null(strstr(bytes, "\r\n.\r\n"));
        struct mail seen = read_back(*state, bytes);
        assert_string_equal(str_to_c(*state, str_trim(seen.text)), str_to_c(*state, str_trim(mail.text)));
    }
    struct mime_mail mail = simple();
    mail.text = STR("one\rtwo\r\nthree\nfour");
    assert_non_null(strstr(write_mail(*state, &mail), "\r\n\r\none\r\ntwo\r\nthree\r\nfour\r\n"));
}

static void text_html_pictures_and_files_find_their_places(void **state)
{
    struct mime_file files[] = {
        { STR("photo of the wheel.png"), STR("image/png"), STR("\x89PNG\r\n\x1a\n\0\0"), STR("wheel@cedar") },
        { STR("Rechnung für Tomás.pdf"), STR("application/pdf"), STR("%PDF-1.4 \x00\xff"), STR("") },
        { STR("forwarded.eml"), STR("message/rfc822"), STR("Subject: x\r\n\r\ny"), STR("") },
    };
    struct mime_mail mail = simple();
    mail.html = STR("<p>Hello Tomás, <img src=\"cid:wheel@cedar\"></p>");
    mail.files = (struct list){ files, 3 };
    struct mail seen = read_back(*state, write_mail(*state, &mail));
    assert_true(str_find(seen.text, STR("it rings"), 0) != SIZE_MAX);
    assert_true(str_find(seen.html, STR("Tomás"), 0) != SIZE_MAX);
    assert_int_equal(seen.attachments.count, 3);
    const struct mail_attachment *found = seen.attachments.items;
    bool inside = false;
    for (size_t i = 0; i < 3; i++) {
        for (size_t n = 0; n < 3; n++) {
            if (!str_equal(found[i].name, files[n].name))
                continue;
            struct sha256 digest = sha256_of(files[n].bytes);
            assert_true(str_equal(found[i].sha256, sha256_hex(*state, &digest)));
            inside = inside || (n == 0 && found[i].is_inline && str_equal(found[i].cid, files[n].cid));
        }
    }
    assert_true(inside);
}

static void a_domain_in_any_script_is_sent_as_a_labels(void **state)
{
    struct mail_address to = { STR("info@bücher.example"), STR("") };
    struct mime_mail mail = simple();
    mail.to = list_of(&to, 1);
    assert_str(header(write_mail(*state, &mail), "To"), "info@xn--bcher-kva.example");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_simple_mail_has_the_headers_of_rfc_5322),
        TEST(the_same_input_gives_the_same_bytes),
        TEST(automatic_mail_says_so_AC132),
        TEST(nothing_that_we_write_is_bulk_AC132),
        TEST(nothing_makes_a_second_header_AC105),
        TEST(what_is_no_address_is_refused_AC105),
        TEST(names_and_subjects_come_back_as_they_were),
        TEST(lines_stay_short),
        TEST(a_body_comes_back_byte_for_byte_AC106),
        TEST(text_html_pictures_and_files_find_their_places),
        TEST(a_domain_in_any_script_is_sent_as_a_labels),
    };
    return digest_start(NULL) == STATUS_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
