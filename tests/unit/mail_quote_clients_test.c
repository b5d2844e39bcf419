/* The marks of mail programs in the languages that they speak: an answer above a quote stays alone. */
#include "mail/quote_fold.h"

#include "base/mem.h"
#include "fold_check.h"
#include "mail_check.h"

#define ANSWER "It is 31.8 mm."

struct introduction { const char *language, *line; };

static const struct introduction gmail[] = {
    { "en", "On Fri, 20 Nov 2026 at 10:00, Cedar & Spoke <help@desk.example> wrote:" },
    { "de", "Am Fr., 20. Nov. 2026 um 10:00 Uhr schrieb Cedar & Spoke <help@desk.example>:" },
    { "fr", "Le ven. 20 nov. 2026 à 10:00, Cedar & Spoke <help@desk.example> a écrit :" },
    { "es", "El vie, 20 nov 2026 a las 10:00, Cedar & Spoke (<help@desk.example>) escribió:" },
    { "it", "Il giorno ven 20 nov 2026 alle ore 10:00 Cedar & Spoke <help@desk.example> ha scritto:" },
    { "pt", "Em sex., 20 de nov. de 2026 às 10:00, Cedar & Spoke <help@desk.example> escreveu:" },
    { "nl", "Op vr 20 nov 2026 om 10:00 schreef Cedar & Spoke <help@desk.example>:" },
    { "sv", "Den fre 20 nov. 2026 kl 10:00 skrev Cedar & Spoke <help@desk.example>:" },
    { "da", "Den fre. 20. nov. 2026 kl. 10.00 skrev Cedar & Spoke <help@desk.example>:" },
    { "no", "fre. 20. nov. 2026 kl. 10:00 skrev Cedar & Spoke <help@desk.example>:" },
    { "fi", "pe 20. marrask. 2026 klo 10.00 Cedar & Spoke (help@desk.example) kirjoitti:" },
    { "pl", "pt., 20 lis 2026 o 10:00 Cedar & Spoke <help@desk.example> napisał(a):" },
    { "cs", "pá 20. 11. 2026 v 10:00 odesílatel Cedar & Spoke <help@desk.example> napsal:" },
    { "sk", "pi 20. 11. 2026 o 10:00 Cedar & Spoke <help@desk.example> napísal(a):" },
    { "hu", "Cedar & Spoke <help@desk.example> ezt írta (időpont: 2026. nov. 20., P, 10:00):" },
    { "ro", "În vin., 20 nov. 2026 la 10:00, Cedar & Spoke <help@desk.example> a scris:" },
    { "tr", "Cedar & Spoke <help@desk.example>, 20 Kas 2026 Cum, 10:00 tarihinde şunu yazdı:" },
    { "ru", "пт, 20 нояб. 2026 г. в 10:00, Cedar & Spoke <help@desk.example>:" },
    { "uk", "пт, 20 лист. 2026 р. о 10:00 Cedar & Spoke <help@desk.example> пише:" },
    { "el", "Στις Παρ 20 Νοε 2026 στις 10:00 π.μ., ο/η Cedar & Spoke <help@desk.example> έγραψε:" },
    { "ja", "2026年11月20日(金) 10:00 Cedar & Spoke <help@desk.example>:" },
    { "zh", "Cedar & Spoke <help@desk.example> 于2026年11月20日周五 10:00写道：" },
    { "zht", "Cedar & Spoke <help@desk.example> 於 2026年11月20日 週五 上午10:00寫道：" },
    { "ko", "2026년 11월 20일 (금) 오전 10:00, Cedar & Spoke <help@desk.example>님이 작성:" },
    { "vi", "Vào Th 6, 20 thg 11, 2026 vào lúc 10:00 Cedar & Spoke <help@desk.example> đã viết:" },
    { "id", "Pada Jum, 20 Nov 2026 pukul 10.00 Cedar & Spoke <help@desk.example> menulis:" },
    { "he", "‫בתאריך יום ו׳, 20 בנוב׳ 2026 ב-10:00 מאת ‪Cedar & Spoke‬‏ <‪help@desk.example‬‏>:‬" },
    { "ar", "في الجمعة، 20 نوفمبر 2026 في 10:00 ص تمت كتابة ما يلي بواسطة Cedar & Spoke <help@desk.example>:" },
    { "ca", "Missatge de Cedar & Spoke <help@desk.example> del dia dv., 20 de nov. 2026 a les 10:00:" },
    { "hr", "pet, 20. stu 2026. u 10:00 Cedar & Spoke <help@desk.example> napisao je:" },
    { "bg", "На пт, 20.11.2026 г. в 10:00 ч. Cedar & Spoke <help@desk.example> написа:" },
    { "th", "เมื่อ ศ. 20 พ.ย. 2026 เวลา 10:00 Cedar & Spoke <help@desk.example> เขียนว่า:" },
};
static const struct introduction apple[] = {
    { "en", "On 20 Nov 2026, at 10:00, Cedar & Spoke <help@desk.example> wrote:" },
    { "de", "Am 20.11.2026 um 10:00 schrieb Cedar & Spoke <help@desk.example>:" },
    { "fr", "Le 20 nov. 2026 à 10:00, Cedar & Spoke <help@desk.example> a écrit :" },
    { "es", "El 20 nov 2026, a las 10:00, Cedar & Spoke <help@desk.example> escribió:" },
    { "it", "Il giorno 20 nov 2026, alle ore 10:00, Cedar & Spoke <help@desk.example> ha scritto:" },
    { "nl", "Op 20 nov. 2026, om 10:00 heeft Cedar & Spoke <help@desk.example> het volgende geschreven:" },
    { "sv", "20 nov. 2026 kl. 10:00 skrev Cedar & Spoke <help@desk.example>:" },
    { "da", "Den 20. nov. 2026 kl. 10.00 skrev Cedar & Spoke <help@desk.example>:" },
    { "no", "20. nov. 2026 kl. 10:00 skrev Cedar & Spoke <help@desk.example>:" },
    { "fi", "Cedar & Spoke <help@desk.example> kirjoitti 20.11.2026 kello 10.00:" },
    { "pt", "No dia 20 de nov de 2026, às 10:00, Cedar & Spoke <help@desk.example> escreveu:" },
    { "pl", "Wiadomość napisana przez Cedar & Spoke <help@desk.example> w dniu 20.11.2026, o godz. 10:00:" },
    { "ja", "2026/11/20 10:00、Cedar & Spoke <help@desk.example>のメール:" },
    { "ru", "20 нояб. 2026 г., в 10:00, Cedar & Spoke <help@desk.example> написал(а):" },
    { "zh", "在 2026年11月20日，上午10:00，Cedar & Spoke <help@desk.example> 写道：" },
    { "cs", "20. 11. 2026 v 10:00, Cedar & Spoke <help@desk.example>:" },
    { "tr", "20 Kas 2026 tarihinde 10:00 saatinde, Cedar & Spoke <help@desk.example> şunları yazdı:" },
};
static const struct introduction thunderbird[] = {
    { "en", "On 11/20/26 10:00, Cedar & Spoke wrote:" },
    { "de", "Am 20.11.26 um 10:00 schrieb Cedar & Spoke:" },
    { "fr", "Le 20/11/2026 à 10:00, Cedar & Spoke a écrit :" },
    { "es", "El 20/11/26 a las 10:00, Cedar & Spoke escribió:" },
    { "it", "Il 20/11/26 10:00, Cedar & Spoke ha scritto:" },
    { "nl", "Op 20-11-2026 om 10:00 schreef Cedar & Spoke:" },
    { "pl", "W dniu 20.11.2026 o 10:00, Cedar & Spoke pisze:" },
    { "pt", "Em 20/11/2026 10:00, Cedar & Spoke escreveu:" },
    { "ru", "20.11.2026 10:00, Cedar & Spoke пишет:" },
    { "cs", "Dne 20. 11. 26 v 10:00 Cedar & Spoke napsal(a):" },
    { "ja", "On 2026/11/20 10:00, Cedar & Spoke wrote:" },
    { "hu", "2026. 11. 20. 10:00 keltezéssel, Cedar & Spoke írta:" },
    { "sv", "Den 2026-11-20 kl. 10:00, skrev Cedar & Spoke:" },
    { "fi", "Cedar & Spoke kirjoitti 20.11.2026 klo 10.00:" },
    { "tr", "20.11.2026 10:00 tarihinde Cedar & Spoke yazdı:" },
};
/* The labels of a header block: from, sent, to, subject. */
static const struct { const char *language, *labels[4]; } outlook[] = {
    { "en", { "From", "Sent", "To", "Subject" } },
    { "de", { "Von", "Gesendet", "An", "Betreff" } },
    { "fr", { "De", "Envoyé", "À", "Objet" } },
    { "es", { "De", "Enviado", "Para", "Asunto" } },
    { "it", { "Da", "Inviato", "A", "Oggetto" } },
    { "pt", { "De", "Enviado", "Para", "Assunto" } },
    { "nl", { "Van", "Verzonden", "Aan", "Onderwerp" } },
    { "sv", { "Från", "Skickat", "Till", "Ämne" } },
    { "da", { "Fra", "Sendt", "Til", "Emne" } },
    { "fi", { "Lähettäjä", "Lähetetty", "Vastaanottaja", "Aihe" } },
    { "pl", { "Od", "Wysłane", "Do", "Temat" } },
    { "cs", { "Od", "Odesláno", "Komu", "Předmět" } },
    { "hu", { "Feladó", "Elküldve", "Címzett", "Tárgy" } },
    { "ro", { "De la", "Trimis", "Către", "Subiect" } },
    { "tr", { "Kimden", "Gönderildi", "Kime", "Konu" } },
    { "ru", { "От", "Отправлено", "Кому", "Тема" } },
    { "el", { "Από", "Στάλθηκε", "Προς", "Θέμα" } },
    { "ja", { "差出人", "送信日時", "宛先", "件名" } },
    { "zh", { "发件人", "发送时间", "收件人", "主题" } },
    { "ko", { "보낸 사람", "보낸 날짜", "받는 사람", "제목" } },
    { "he", { "מאת", "נשלח", "אל", "נושא" } },
    { "ar", { "من", "تم الإرسال", "إلى", "الموضوع" } },
    { "sk", { "Od", "Odoslané", "Komu", "Predmet" } },
    { "sl", { "Od", "Poslano", "Za", "Zadeva" } },
    { "uk", { "Від", "Надіслано", "Кому", "Тема" } },
    { "lt", { "Nuo", "Išsiųsta", "Kam", "Tema" } },
    { "et", { "Saatja", "Saadetud", "Adressaat", "Teema" } },
    { "lv", { "No", "Nosūtīts", "Kam", "Tēma" } },
    { "hr", { "Šalje", "Poslano", "Prima", "Predmet" } },
    { "pt-br", { "De", "Enviada em", "Para", "Assunto" } },
    { "no", { "Fra", "Sendt", "Til", "Emne" } },
    { "bg", { "От", "Изпратено", "До", "Относно" } },
    { "sr", { "Od", "Poslato", "Za", "Naslov" } },
    { "ca", { "De", "Enviat", "Per a", "Assumpte" } },
    { "zh-tw", { "寄件者", "寄件日期", "收件者", "主旨" } },
    { "zh-hk", { "寄件人", "傳送日期", "收件人", "主旨" } },
    { "vi", { "Từ", "Đã gửi", "Tới", "Chủ đề" } },
    { "id", { "Dari", "Dikirim", "Kepada", "Subjek" } },
    { "th", { "จาก", "ส่ง", "ถึง", "เรื่อง" } },
    { "fa", { "از", "ارسال شده", "به", "موضوع" } },
    { "hi", { "प्रेषक", "भेजा गया", "प्रति", "विषय" } },
};
static const struct { const char *name, *text; } others[] = {
    { "yahoo", "It is 31.8 mm.\n\n    On Friday, November 20, 2026 at 10:00:00 AM GMT+1, Cedar & Spoke <help@desk.example> wrote:  \n \n Which size is it?\n" },
    { "gmx", "It is 31.8 mm.\n\nGesendet: Freitag, 20. November 2026 um 10:00 Uhr\nVon: \"Cedar & Spoke\" <help@desk.example>\nAn: rosa@x.example\nBetreff: Re: Bell\n\nWhich size is it?\n" },
    { "webde-ruled", "It is 31.8 mm.\n \n\nGesendet: Freitag, 20. November 2026 um 10:00 Uhr\nVon: \"Cedar & Spoke\" <help@desk.example>\nAn: rosa@x.example\nBetreff: Re: Bell\nWhich size is it?\n" },
    { "lotus", "It is 31.8 mm.\n\n\n\nVon:    Cedar & Spoke <help@desk.example>\nAn:     rosa@x.example\nDatum:  20.11.2026 10:00\nBetreff:        Re: Bell\n\n\n\nWhich size is it?\n" },
    { "spark", "It is 31.8 mm.\nOn 20 Nov 2026, 10:00 +0100, Cedar & Spoke <help@desk.example>, wrote:\n> Which size is it?\n> Please.\n" },
    { "mailru", "It is 31.8 mm.\n\n>Пятница, 20 ноября 2026, 10:00 +03:00 от Cedar & Spoke <help@desk.example>:\n> \n>Which size is it?\n>Please\n" },
    { "yandex", "It is 31.8 mm.\n\n20.11.2026, 10:00, \"Cedar & Spoke\" <help@desk.example>:\n> Which size is it?\n> Please\n" },
    { "qq", "It is 31.8 mm.\n\n\n\n\n------------------ 原始邮件 ------------------\n发件人: \"Cedar & Spoke\"<help@desk.example>;\n发送时间: 2026年11月20日(星期五) 上午10:00\n收件人: \"Rosa\"<rosa@x.example>;\n主题: Re: Bell\n\n\n\nWhich size is it?\n" },
    { "163", "It is 31.8 mm.\n\n\n\n\n\n\n\n\nAt 2026-11-20 10:00:00, \"Cedar & Spoke\" <help@desk.example> wrote:\n\n>Which size is it?\n>Please\n" },
    { "163cn", "It is 31.8 mm.\n\n\n在 2026-11-20 10:00:00，\"Cedar & Spoke\" <help@desk.example> 写道：\n\nWhich size is it?\nPlease\n" },
    { "naver", "It is 31.8 mm.\n\n-----Original Message-----\nFrom: \"Cedar & Spoke\"<help@desk.example>\nTo: rosa\nCc:\nSent: 2026-11-20 (금) 10:00:00 (GMT+09:00)\nSubject: Re: Bell\n\nWhich size?\n" },
    { "hey", "It is 31.8 mm.\n\nOn November 20, 2026, Cedar & Spoke <help@desk.example> wrote:\n> Which size?\n> Please\n" },
};

static void check(const char *name, struct str text, const char *visible)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = talloc_new(NULL);
    struct quote_fold fold;
    quote_fold(mem, &(struct quote_input){ .text = text }, &fold);
    assert_same(name, str_trim(fold.visible), visible);
}

/* LAYOUT as fold_check.h has it, with INTRODUCTION for its $. */
static void check_layout(const char *name, const char *layout, const char *introduction)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = talloc_new(NULL);
    struct buf pattern;
    buf_init(&pattern, mem, 1 << 16);
    for (const char *c = layout; *c != '\0'; c++) {
        if (*c == '$')
            buf_add_c(&pattern, introduction);
        else
            buf_add_char(&pattern, *c);
    }
    struct quote_fold fold;
    quote_fold(mem, &(struct quote_input){ .text = fold_lines(mem, buf_str(&pattern), "+-") }, &fold);
    if (!fold_same_words(fold.visible, fold_lines(mem, buf_str(&pattern), "+"))
        || !fold_same_words(fold.folded, fold_lines(mem, buf_str(&pattern), "-")))
        fail_msg("%s in\n" STR_FMT "\nshown:\n" STR_FMT, name, STR_ARG(buf_str(&pattern)), STR_ARG(fold.visible));
}

/* Where people write in a mail that has quote marks. */
static const char *const layouts[] = {
    "+" ANSWER "\n+\n-$\n-\n-> Which size?\n-> Please tell.\n",
    "+" ANSWER "\n-$\n-> Which size?\n-> Please tell.\n",
    "+" ANSWER "\n+\n-$\n-> Which size?\n",
    "-$\n-> Which size?\n-> Please tell.\n-\n+" ANSWER "\n",
    "+Hello,\n+\n-$\n-> Which size?\n+" ANSWER "\n-> And the colour?\n+Black.\n",
    "+" ANSWER "\n+\n--- \n-Rosa Lind\n-Tel. 030 123\n-\n-$\n-\n-> Which size?\n-> Please tell.\n",
    "+" ANSWER "\n+\n-$\n-> Good.\n->\n-> $\n->> Hello\n->> there\n",
    "-$\n-> Which size?\n-> Please tell.\n-\n+" ANSWER "\n+\n--- \n-Rosa Lind\n",
    "+" ANSWER "\n+\n+Rosa Lind\n+Example Ltd, 10115 Berlin\n+\n-$\n-> Which size?\n-> Please tell.\n",
};

static void check_layouts(const struct introduction *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < sizeof layouts / sizeof layouts[0]; k++)
            check_layout(rows[i].language, layouts[k], rows[i].line);
}

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static void gmail_is_folded_in_each_language(void **state)
{
    (void)state;
    check_layouts(gmail, COUNT(gmail));
    for (size_t i = 0; i < COUNT(gmail); i++)
        check_layout(gmail[i].language, "+" ANSWER "\n+\n-$\n-\n-Which size?\n-Please tell.\n", gmail[i].line);
}

static void apple_mail_is_folded_in_each_language(void **state)
{
    (void)state;
    check_layouts(apple, COUNT(apple));
    for (size_t i = 0; i < COUNT(apple); i++)
        check_layout(apple[i].language, "+" ANSWER "\n+\n-> $\n->\n-> Which size?\n-> Please tell.\n", apple[i].line);
}

static void thunderbird_is_folded_in_each_language(void **state)
{
    (void)state;
    check_layouts(thunderbird, COUNT(thunderbird));
}

/* Programs break long lines at a space: here at each beyond the first words, one after the other. */
static void an_introduction_may_be_broken_at_any_space(void **state)
{
    enum { FIRST_BREAK = 40 }; /* bytes */
    for (size_t i = 0; i < COUNT(gmail); i++) {
        for (const char *space = strchr(gmail[i].line + FIRST_BREAK, ' '); space != NULL; space = strchr(space + 1, ' ')) {
            const char *broken = talloc_asprintf(*state, "%.*s\n-%s", (int)(space - gmail[i].line), gmail[i].line, space + 1);
            check_layout(gmail[i].language, layouts[0], broken);
            check_layout(gmail[i].language, layouts[1], broken);
        }
    }
}

/* From, sent, to, subject; $1 … $4 stand for the labels. */
static const char *const blocks[] = {
    "$1: Cedar <help@desk.example>\n-$2: Friday, November 20, 2026 10:00\n-$3: Rosa\n-$4: Re: Bell",
    "$1: Cedar\n-$2: 20/11/2026 10:00:00\n-$3: Rosa\n-Cc: Ada; Jonas;\n-Amara\n-$4: Re: Bell",
    "*$1:* Cedar <help@desk.example>\n-*$2:* 2026-11-20 10:00\n-*$3:* Rosa\n-*$4:* Re: Bell",
    "$1 : Cedar <help@desk.example>\n-$2 : 20.11.2026 10:00\n-$3 : Rosa\n-$4 : Re: Bell",
    "$1:\tCedar <help@desk.example>\n-$2:\t20.11.2026 10:00\n-$3:\tRosa\n-$4:\tRe: Bell",
    "$2: 20.11.2026 10:00\n-$1: Cedar <help@desk.example>\n-$3: Rosa\n-$4: Re: Bell",
    "$4: Re: Bell\n-$2: 20.11.2026 10:00\n-$1: Cedar <help@desk.example>\n-$3: Rosa",
    "________________________________\n-$1: Cedar <help@desk.example>\n-$2: 20.11.2026 10:00\n-$3: Rosa\n-$4: Re: Bell",
    "-----8<-----\n-\n-$1: Cedar <help@desk.example>\n-$2: 20.11.2026 10:00\n-$3: Rosa\n-$4: Re: Bell",
};
static const char *const block_layouts[] = {
    "+" ANSWER "\n+\n-$\n-\n-Which size is it?\n-\n-> What?\n-> Bo\n",
    "+" ANSWER "\n-$\n-Which size is it?\n",
    "+" ANSWER "\n+\n--- \n-Rosa Lind\n-\n-$\n-\n-Which size is it?\n",
    "+" ANSWER "\n+\n+Rosa Lind\n+Example Ltd\n+Tel.: 030 123\n+\n-$\n-\n-Which size is it?\n-\n-$\n-\n-Hello\n",
    "-$\n-\n-> Which size?\n-> Please tell.\n-\n+" ANSWER "\n",
};

static void outlook_is_folded_in_each_language(void **state)
{
    for (size_t i = 0; i < COUNT(outlook); i++) {
        for (size_t k = 0; k < COUNT(blocks); k++) {
            struct buf block;
            buf_init(&block, *state, 4096);
            for (const char *c = blocks[k]; *c != '\0'; c++) {
                if (*c == '$')
                    buf_add_c(&block, outlook[i].labels[*++c - '1']);
                else
                    buf_add_char(&block, *c);
            }
            for (size_t n = 0; n < COUNT(block_layouts); n++)
                check_layout(outlook[i].language, block_layouts[n], block.ptr);
        }
    }
}

static void other_programs_are_folded(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(others); i++)
        check(others[i].name, str_from(others[i].text), ANSWER);
}

static void an_order_is_no_header(void **state)
{
    (void)state;
    static const char order[] = "Order\nFrom: Berlin\nTo: Paris\nDate: Monday\n\nPlease book it.";
    check("an order", str_from(order), order);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(gmail_is_folded_in_each_language),
        TEST(apple_mail_is_folded_in_each_language),
        TEST(thunderbird_is_folded_in_each_language),
        TEST(an_introduction_may_be_broken_at_any_space),
        TEST(outlook_is_folded_in_each_language),
        TEST(other_programs_are_folded),
        TEST(an_order_is_no_header),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
