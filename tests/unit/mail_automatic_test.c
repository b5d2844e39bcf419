/* What no human wrote, and what must not be taken for it. */
#include "mail/mime_read.h"

#include "check.h"
#include "mail_check.h"

#include "base/digest.h"

static const char *word_of(TALLOC_CTX *mem, const char *headers)
{
    struct err err = { 0 };
    struct mime_reader *reader;
    struct mail mail;
    assert_ok(digest_start(&err));
    assert_ok(mime_reader_new(mem, STR(""), &reader, &err));
    mime_read(reader, mem, str_format(mem, "%s\nwords\n", headers), &mail);
    return mail_automatic_words[mail.automatic];
}

static const char *const notices[] = {
    "Automatic reply: Bell",
    "Out of Office: Bell",
    "Out of office",
    "Autoreply: Bell",
    "Auto Reply: Re: Bell",
    "I am on vacation",
    "Automatische Antwort: Klingel",
    "Abwesenheitsnotiz",
    "Abwesenheit: Klingel",
    "Abwesenheitsassistent",
    "Automatische Abwesenheitsnotiz",
    "AUTO: Rosa ist außer Haus",
    "Ich bin im Urlaub",
    "Réponse automatique : Sonnette",
    "Absence du bureau",
    "Respuesta automática: Timbre",
    "Fuera de oficina",
    "Fuera de la oficina: Timbre",
    "Risposta automatica: Campanello",
    "Fuori sede",
    "Resposta automática: Campainha",
    "Fora do escritório",
    "Ausência temporária",
    "Automatisch antwoord: Bel",
    "Afwezigheidsbericht",
    "Afwezig: Bel",
    "Autosvar: Klocka",
    "Frånvaro: Klocka",
    "Automatiskt svar: Klocka",
    "Automatisk svar: Klokke",
    "Fraværende",
    "Fravær: Klokke",
    "Automaattinen vastaus: Kello",
    "Poissa: Kello",
    "Automatyczna odpowiedź: Dzwonek",
    "Autoodpowiedź: Dzwonek",
    "Nieobecność",
    "Automatická odpověď: Zvonek",
    "Nepřítomnost",
    "Automatická odpoveď: Zvonček",
    "Automatikus válasz: Csengő",
    "Házon kívül",
    "Otomatik yanıt: Zil",
    "Ofis dışında",
    "Αυτόματη απάντηση: Κουδούνι",
    "Автоматический ответ: Звонок",
    "Автоответ: Звонок",
    "Нет на месте",
    "Автоматична відповідь: Дзвінок",
    "自动答复: 铃",
    "自动回复：铃",
    "自動回覆: 鈴",
    "自動応答: ベル",
    "自動返信：ベル",
    "不在通知",
    "자동 회신: 벨",
    "부재중",
    "Trả lời tự động: Chuông",
    "Balasan otomatis: Bel",
    "תשובה אוטומטית: פעמון",
    "رد تلقائي: جرس",
    "Răspuns automat: Sonerie",
    "Resposta automàtica: Timbre",
    "Automatski odgovor: Zvono",
    "Samodejni odgovor: Zvonec",
    "Automatinis atsakymas",
    "Automātiska atbilde",
    "Automaatvastus",
    "Автоматичен отговор",
    "ตอบกลับอัตโนมัติ",
    "Bo is out of the office.",
    "Bo is out of the office until 01/12/2026",
    "Bo ist außer Haus (Rückkehr am 01.12.2026)",
    "Bo est absent(e) du bureau.",
    "Rosa está fuera de la oficina",
    "Bo non è in ufficio",
    "Bo is niet op kantoor",
    "I'm away from the office Re: Bell",
    "[Auto-Reply] Bell",
    "**Autoreply** Bell",
    "Re: Bell [Automatic reply]",
    "Thank you for your mail (Auto Reply)",
    "OOO",
};

static void a_vacation_notice_is_known_by_its_subject_RFC3834(void **state)
{
    for (size_t i = 0; i < sizeof(notices) / sizeof(notices[0]); i++)
        assert_same(notices[i], str_from(word_of(*state, talloc_asprintf(*state, "From: a@x.example\nSubject: %s\n", notices[i]))), "auto-reply");
}

/* Who keeps a customer's mail apart loses a customer. */
static const char *const humans[] = {
    "Re: Out of Office",
    "On vacation bike rental?",
    "Abwesenheit meines Kollegen - Frage",
    "Absence of my order confirmation",
    "Away from home, can you deliver?",
    "Absent parts in my delivery",
    "I am out of brake pads",
    "Auto: kaputt",
    "En congé lundi, livraison mardi ?",
    "Estoy fuera de plazo",
    "Bo is out of the office? Nobody answers",
    "Automatische Schaltung defekt",
};

static void a_customer_who_writes_of_absence_is_no_machine(void **state)
{
    for (size_t i = 0; i < sizeof(humans) / sizeof(humans[0]); i++)
        assert_same(humans[i], str_from(word_of(*state, talloc_asprintf(*state, "From: a@x.example\nSubject: %s\n", humans[i]))), "no");
}

static const struct {
    const char *headers, *want;
} marks[] = {
    { "Auto-Submitted: auto-generated\n", "auto-reply" },
    { "Auto-Submitted: auto-notified; owner-email=\"a@b\"\n", "auto-reply" },
    { "Auto-Submitted: No\n", "no" },
    { "Auto-Submitted: no (really)\n", "no" },
    { "X-Autoreply: yes\n", "auto-reply" },
    { "X-Autorespond: 1\n", "auto-reply" },
    { "Precedence: auto-reply\n", "auto-reply" },
    { "Precedence: bulk\n", "list" },
    { "Precedence: first-class\n", "no" },
    { "List-Unsubscribe: <mailto:x@y>\n", "list" },
    { "List-Id: A <a.b>\n", "list" },
    { "X-MS-Has-Attach: yes\nX-Auto-Response-Suppress: DR, RN, NRN\n", "no" },
    { "X-JIRA-FingerPrint: abc\nAuto-Submitted: auto-generated\n", "auto-reply" },
    { "X-Loop: me\n", "auto-reply" },
    { "X-Autoreply: yes\nPrecedence: bulk\nAuto-Submitted: auto-replied\n", "auto-reply" },
    { "X-Auto-Reply: 1\n", "auto-reply" },
    { "X-OTRS-Loop: yes\n", "auto-reply" },
    { "X-Cron-Env: <SHELL=/bin/sh>\n", "auto-reply" },
    { "X-BeenThere: a@l.example\n", "list" },
    { "List-Archive: <http://l.example/>\n", "list" },
    { "X-Zendesk-From-Account-Id: 1\nAuto-Submitted: auto-generated\n", "auto-reply" },
    { "X-Auto-Response-Suppress: All\nList-Unsubscribe: <x>\n", "list" },
};

static void headers_tell_machines_RFC3834(void **state)
{
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
        assert_same(marks[i].headers, str_from(word_of(*state, talloc_asprintf(*state, "From: a@x.example\n%s", marks[i].headers))), marks[i].want);
}

static void nobody_reads_such_an_address(void **state)
{
    static const struct { const char *from, *want; } senders[] = {
        { "no-reply@x.example", "auto-reply" },   { "donotreply-123@x.example", "auto-reply" },
        { "news@noreply.x.example", "auto-reply" }, { "noreplying@x.example", "no" },
        { "bouncer@x.example", "no" },
        { "orders-noreply@x.example", "auto-reply" }, { "no.reply@x.example", "auto-reply" },
        { "nicht-antworten@x.example", "auto-reply" }, { "ne-pas-repondre@x.example", "auto-reply" },
    };
    for (size_t i = 0; i < sizeof(senders) / sizeof(senders[0]); i++)
        assert_same(senders[i].from, str_from(word_of(*state, talloc_asprintf(*state, "From: %s\n", senders[i].from))), senders[i].want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_vacation_notice_is_known_by_its_subject_RFC3834),
        TEST(a_customer_who_writes_of_absence_is_no_machine),
        TEST(headers_tell_machines_RFC3834),
        TEST(nobody_reads_such_an_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
