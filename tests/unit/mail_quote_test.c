#include "mail/quote_fold.h"

#include "check.h"
#include "mail_check.h"

static const struct {
    const char *name, *text, *visible;
} cases[] = {
    { "nothing is quoted", "Hello\n\nAda\n", "Hello\n\nAda\n" },
    { "Gmail, English", "Yes\n\nOn Mon, Apr 2, 2012 at 6:26 PM, Bo <bo@x.example> wrote:\n> Hi\n> there\n", "Yes\n" },
    { "Gmail, wrapped", "Yes\n\nOn Mon, Apr 2, 2012 at 6:26 PM, Bo <\nbo@x.example> wrote:\n\n> Hi\n> there\n", "Yes\n" },
    { "Gmail, German", "Ja\n\nAm Mo., 2. Apr. 2012 um 18:26 Uhr schrieb Bo <bo@x.example>:\n\n> Hallo\n> du\n", "Ja\n" },
    { "Apple, French", "Oui\n\nLe 3 avr. 2012 à 16:19, Bo <bo@x.example> a écrit :\n\n> Salut\n> toi\n", "Oui\n" },
    { "Gmail, Spanish", "Sí\n\nEl lun, 2 abr 2012 a las 18:26, Bo (<bo@x.example>) escribió:\n\n> Hola\n> tú\n", "Sí\n" },
    { "Gmail, Italian", "Sì\n\nIl giorno lun 2 apr 2012 alle ore 18:26 Bo <bo@x.example> ha scritto:\n\n> Ciao\n> a\n", "Sì\n" },
    { "Gmail, Portuguese", "Sim\n\nEm seg., 2 de abr. de 2012 às 18:26, Bo <bo@x.example> escreveu:\n\n> Oi\n> a\n", "Sim\n" },
    { "Gmail, Dutch", "Ja\n\nOp ma 2 apr. 2012 om 18:26 schreef Bo <bo@x.example>:\n\n> Hoi\n> a\n", "Ja\n" },
    { "Thunderbird, Polish", "Tak\n\nW dniu 2.04.2012 o 18:26, Bo pisze:\n> Hej\n> a\n", "Tak\n" },
    { "Gmail, Swedish", "Ja\n\nDen mån 2 apr. 2012 kl 18:26 skrev Bo <bo@x.example>:\n\n> Hej\n> a\n", "Ja\n" },
    { "Gmail, Russian", "Да\n\nпн, 2 апр. 2012 г. в 18:26, Bo <bo@x.example>:\n\n> Привет\n> a\n", "Да\n" },
    { "Gmail, Japanese", "はい\n\n2012年4月2日(月) 18:26 Bo <bo@x.example>:\n\n> こんにちは\n> a\n", "はい\n" },
    { "Gmail, Chinese", "好\n\nBo <bo@x.example> 于2012年4月2日周一 18:26写道：\n\n> 你好\n> a\n", "好\n" },
    { "Outlook, English", "Yes\n\nFrom: Bo\nSent: Monday, 2 April 2012 18:26\nTo: Ada\nSubject: Hi\n\nHello\n", "Yes\n" },
    { "Outlook, German", "Ja\n\nVon: Bo\nGesendet: Montag, 2. April 2012 18:26\nAn: Ada\nBetreff: Hi\n\nHallo\n", "Ja\n" },
    { "Outlook, French", "Oui\n\nDe : Bo\nEnvoyé : lundi 2 avril 2012 18:26\nÀ : Ada\nObjet : Hi\n\nSalut\n", "Oui\n" },
    { "Outlook, Turkish", "Evet\n\nGönderen: Bo\nGönderildi: 2 Nisan 2012\nKime: Ada\nKonu: Hi\n\nMerhaba\n", "Evet\n" },
    { "Outlook, Chinese", "好\n\n发件人： Bo\n发送时间： 2012年4月2日\n收件人： Ada\n主题： Hi\n\n你好\n", "好\n" },
    { "Outlook, with a rule", "Yes\n\n________________________________\nFrom: Bo\nSent: Monday\nTo: Ada\nSubject: Hi\n\nHello\n",
      "Yes\n" },
    { "Outlook, old", "Yes\n\n-----Original Message-----\nFrom: Bo\nHello\n", "Yes\n" },
    { "phone, German", "Ja\n\n-------- Ursprüngliche Nachricht --------\nVon: Bo\nHallo\n", "Ja\n" },
    { "Zoho", "Yes\n\n---- On Wed, 24 Feb 2021 14:02:50 +0530 bo@x.example wrote ----\n\nHello\n", "Yes\n" },
    { "words between quotes stay", "> First?\n> Really?\nNo.\n\n> Second?\nYes.\n", "No.\n\nYes.\n" },
    { "words below a quote stay", "On 2.4.2012 18:26, Bo wrote:\n> Hi\n> there\n\nMy answer\n", "My answer\n" },
    { "a lone arrow is no quote", "It is\n> 5 years old\nby now\n", "It is\n> 5 years old\nby now\n" },
    { "a lone label is no header", "From: Bo\nHello\n", "From: Bo\nHello\n" },
    { "a sentence with a date is no introduction", "I wrote on 2.4.2012:\nno answer came\n", "I wrote on 2.4.2012:\nno answer came\n" },
    { "what was forwarded stays", "See below\n\n---------- Forwarded message ----------\nFrom: Bo\nDate: Monday\nSubject: Hi\n\nHello\n",
      "See below\n\n---------- Forwarded message ----------\nFrom: Bo\nDate: Monday\nSubject: Hi\n\nHello\n" },
    { "a signature is folded", "Hello\n-- \nAda\nExample Ltd\n", "Hello\n" },
    { "a mail of nothing but a quote is shown", "> Hi\n> there\n", "> Hi\n> there\n" },
};

static void what_the_sender_wrote_is_visible(void **state)
{
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct quote_fold fold;
        quote_fold(*state, &(struct quote_input){ .text = str_from(cases[i].text) }, &fold);
        assert_same(cases[i].name, fold.visible, cases[i].visible);
    }
}

static size_t words(struct str s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.len; i++)
        count += s.ptr[i] > ' ';
    return count;
}

static void nothing_is_deleted(void **state)
{
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct quote_fold fold;
        struct str text = str_from(cases[i].text);
        quote_fold(*state, &(struct quote_input){ .text = text }, &fold);
        assert_int_equal(words(text), words(fold.visible) + words(fold.folded));
    }
}

static void a_carried_message_is_folded(void **state)
{
    struct quote_fold fold;
    quote_fold(*state, &(struct quote_input){ STR("See the attached mail\n"), STR("Subject: Hi\n\nHello\n"), false },
               &fold);
    assert_str(fold.visible, "See the attached mail\n");
    assert_str(fold.folded, "Subject: Hi\n\nHello\n");
}

static void what_is_passed_on_stays_visible(void **state)
{
    struct quote_fold fold;
    struct str text = STR("Please look\n\nFrom: Bo\nSent: Monday\nTo: Ada\nSubject: Hi\n\nHello\n");
    assert_true(quote_is_forward(*state, STR("WG: Hi")));
    assert_false(quote_is_forward(*state, STR("AW: WG: Hi")));
    quote_fold(*state, &(struct quote_input){ text, STR(""), true }, &fold);
    assert_same("forward", fold.visible, text.ptr);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_the_sender_wrote_is_visible),
        TEST(nothing_is_deleted),
        TEST(a_carried_message_is_folded),
        TEST(what_is_passed_on_stays_visible),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
