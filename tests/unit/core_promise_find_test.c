#include "core/promise_find.h"

#include "at.h"

/* The writer sits in Madrid; it is Monday 16 November 2026, 10:42. */
#define NOW "2026-11-16 10:42"

struct found_case {
    const char *text;
    const char *phrase; /* NULL: nothing is promised */
    const char *due;
    const char *what;   /* NULL: not looked at */
};

static const struct found_case english[] = {
    { "Hola Tomás, thank you for the photos. I’ll send you a prepaid label by Tuesday 14:00.", "by Tuesday 14:00", "2026-11-17 14:00",
      "send you a prepaid label" },
    { "I will call you by 2pm tomorrow.", "by 2pm tomorrow", "2026-11-17 14:00", "call you" },
    { "You will hear from me within two hours.", "within two hours", "2026-11-16 12:42", "You will hear from me" },
    { "I'll tell you by Tuesday 14:00 which wheel arrives.", "by Tuesday 14:00", "2026-11-17 14:00", "tell you which wheel arrives" },
    { "I'll let you know by Friday whether it fits, and call.", "by Friday", "2026-11-20 17:00", "let you know whether it fits" },
    { "I'll write to you tomorrow about the price.", "tomorrow", "2026-11-17 17:00", "write to you about the price" },
    { "I'll send it by Friday and call you then.", "by Friday", "2026-11-20 17:00", "send it" },
    { "I'll look into it tomorrow morning", "tomorrow morning", "2026-11-17 12:00", "look into it" },
    { "We will refund it by the end of the day.", "by the end of the day", "2026-11-16 17:00", "refund it" },
    { "We will refund it by the end of the week.", "by the end of the week", "2026-11-20 17:00", "refund it" },
    { "I will write to you on Friday.", "on Friday", "2026-11-20 17:00", "write to you" },
    { "I'll get back to you in 3 days.", "in 3 days", "2026-11-19 17:00", "get back to you" },
    { "The rims will be back by 24 November.", "by 24 November", "2026-11-24 17:00", "The rims will be back" },
    { "The rims will be back by November 24th, 2026.", "by November 24th, 2026", "2026-11-24 17:00", NULL },
    { "The rims will be back on the 2nd of December", "on the 2nd of December", "2026-12-02 17:00", NULL },
    { "I'll send it next week.", "next week", "2026-11-27 17:00", "send it" },
    { "I'll have an answer by 2026-11-18.", "by 2026-11-18", "2026-11-18 17:00", "have an answer" },
    { "By Thursday 12:00 I will have the wheel at the club house.", "By Thursday 12:00", "2026-11-19 12:00",
      "have the wheel at the club house" },
    { "Tomorrow I'll ask the workshop and let you know.", "Tomorrow", "2026-11-17 17:00", "ask the workshop and let you know" },
    { "I'll call you today at 3.", "today at 3", "2026-11-16 15:00", "call you" },
    { "I'll call you at 3:30 pm.", "at 3:30 pm", "2026-11-16 15:30", "call you" },
    { "I'll call you at 9am.", "at 9am", "2026-11-17 09:00", "call you" },
    { "I'll call you at 9 a.m. tomorrow", "at 9 a.m. tomorrow", "2026-11-17 09:00", "call you" },
    { "I'll call you this afternoon.", "this afternoon", "2026-11-16 17:00", "call you" },
    { "I'll do it tonight.", "tonight", "2026-11-16 22:00", "do it" },
    { "I'll call you in half an hour.", "in half an hour", "2026-11-16 11:12", "call you" },
    { "I'll send it within the next 24 hours", "within the next 24 hours", "2026-11-17 10:42", "send it" },
    { "Our workshop will check it within 3 working days.", "within 3 working days", "2026-11-19 17:00", NULL },
    { "We will reply within five business days.", "within five business days", "2026-11-23 17:00", NULL },
    { "I'll be in touch by Monday.", "by Monday", "2026-11-23 17:00", "be in touch" },
    { "I'll be in touch by Monday 16:00.", "by Monday 16:00", "2026-11-16 16:00", NULL },
    { "I'm sending the label tomorrow.", "tomorrow", "2026-11-17 17:00", NULL },
    { "The label goes out by Tuesday noon.", "by Tuesday noon", "2026-11-17 12:00", NULL },
    { "Your wheel will be repaired by Wednesday evening", "by Wednesday evening", "2026-11-18 20:00", "Your wheel will be repaired" },
    { "Label by Tuesday 14:00.", "by Tuesday 14:00", "2026-11-17 14:00", "Label" },
    { "Please leave the wheel on the wall, I will collect it by Tuesday.", "by Tuesday", "2026-11-17 17:00", "collect it" },
    { "If all goes well, I will send it by Tuesday.", "by Tuesday", "2026-11-17 17:00", "send it" },
    { "I'll send the invoice no later than Friday, 12:00.", "no later than Friday, 12:00", "2026-11-20 12:00", "send the invoice" },
    { "I called you on Monday and will send the label by Wednesday.", "by Wednesday", "2026-11-18 17:00", NULL },
    { "I'll have it for you the day after tomorrow.", "the day after tomorrow", "2026-11-18 17:00", NULL },
    { "I will be back with news by EOD", "by EOD", "2026-11-16 17:00", "be back with news" },
    { "You will get it in two weeks.", "in two weeks", "2026-11-30 17:00", NULL },
    { "We'll fix that by the end of the month.", "by the end of the month", "2026-11-30 17:00", NULL },
    /* times that promise nothing */
    { "I called you on Monday.", NULL, NULL, NULL },
    { "You wrote on Friday that the hub cracked.", NULL, NULL, NULL },
    { "You ordered it on 3 November.", NULL, NULL, NULL },
    { "Can you be at home by Tuesday 14:00?", NULL, NULL, NULL },
    { "Would Thursday 12:00 suit you?", NULL, NULL, NULL },
    { "Please send me a photo by Friday.", NULL, NULL, NULL },
    { "Let me know by Friday.", NULL, NULL, NULL },
    { "If you send it by Friday, that helps.", NULL, NULL, NULL },
    { "I cannot send it by Tuesday.", NULL, NULL, NULL },
    { "A new wheel before Friday is something I cannot promise.", NULL, NULL, NULL },
    { "I won't make it by Tuesday.", NULL, NULL, NULL },
    { "The shop was closed on Saturday.", NULL, NULL, NULL },
    { "We are open on Saturday from 10:00.", NULL, NULL, NULL },
    { "I am away until Monday.", NULL, NULL, NULL },
    { "I will check the orders from last Tuesday.", NULL, NULL, NULL },
    { "> I'll send it by Tuesday 14:00", NULL, NULL, NULL },
    { "You said “I will call by Tuesday” and nobody did.", NULL, NULL, NULL },
    { "As promised on Monday, the label is attached.", NULL, NULL, NULL },
    { "The wheel has 32 spokes and weighs 2 kg.", NULL, NULL, NULL },
    { "I will do my best.", NULL, NULL, NULL },
    { "The hub broke two days ago.", NULL, NULL, NULL },
    { "I'll write to Monday Cycles.", NULL, NULL, NULL },
    { "I'll send it by 31 February.", NULL, NULL, NULL },
    { "I'll send it by 24 October.", NULL, NULL, NULL }, /* it is past, and next year's is not meant */
    { "Thank you for waiting since Tuesday.", NULL, NULL, NULL },
    { "", NULL, NULL, NULL },
};

static const struct found_case german[] = {
    { "Ich schicke Ihnen bis Dienstag 14 Uhr ein Versandetikett.", "bis Dienstag 14 Uhr", "2026-11-17 14:00",
      "Ich schicke Ihnen ein Versandetikett" },
    { "Ich melde mich bis Freitag.", "bis Freitag", "2026-11-20 17:00", "Ich melde mich" },
    { "Sie hören innerhalb von zwei Stunden von mir.", "innerhalb von zwei Stunden", "2026-11-16 12:42", NULL },
    { "Morgen früh rufe ich Sie an.", "Morgen früh", "2026-11-17 12:00", NULL },
    { "Wir werden das bis Ende der Woche prüfen.", "bis Ende der Woche", "2026-11-20 17:00", NULL },
    { "Ich rufe Sie am Freitag um 14.30 Uhr an.", "am Freitag um 14.30 Uhr", "2026-11-20 14:30", NULL },
    { "Sie bekommen das Rad spätestens am 24. November.", "spätestens am 24. November", "2026-11-24 17:00", NULL },
    { "Ich gebe Ihnen in 3 Tagen Bescheid.", "in 3 Tagen", "2026-11-19 17:00", NULL },
    { "Das Paket wird bis zum 24.11.2026 geliefert.", "bis zum 24.11.2026", "2026-11-24 17:00", NULL },
    { "Ich melde mich heute Nachmittag.", "heute Nachmittag", "2026-11-16 17:00", NULL },
    { "Wir schicken es nächste Woche los.", "nächste Woche", "2026-11-27 17:00", NULL },
    { "Ich habe Sie am Montag angerufen.", NULL, NULL, NULL },
    { "Bitte schicken Sie mir bis Freitag ein Foto.", NULL, NULL, NULL },
    { "Passt Ihnen Donnerstag um 12 Uhr?", NULL, NULL, NULL },
    { "Ich schaffe es bis Dienstag leider nicht.", NULL, NULL, NULL },
    { "Das Rad wurde am Freitag abgeholt.", NULL, NULL, NULL },
    { "Samstag haben wir geöffnet.", NULL, NULL, NULL },
};

static const struct found_case french[] = {
    { "Je vous envoie une étiquette d'ici mardi 14h.", "d'ici mardi 14h", "2026-11-17 14:00", NULL },
    { "Je vous rappelle demain matin.", "demain matin", "2026-11-17 12:00", "Je vous rappelle" },
    { "Vous aurez une réponse avant vendredi.", "avant vendredi", "2026-11-20 17:00", NULL },
    { "Nous allons vérifier dans les deux heures.", "dans les deux heures", "2026-11-16 12:42", NULL },
    { "Je vous écrirai le 24 novembre à 14h30.", "le 24 novembre à 14h30", "2026-11-24 14:30", NULL },
    { "Je m'en occupe avant la fin de la semaine.", "avant la fin de la semaine", "2026-11-20 17:00", NULL },
    { "Je vous ai appelé lundi.", NULL, NULL, NULL },
    { "J'ai reçu votre colis vendredi.", NULL, NULL, NULL },
    { "Pouvez-vous passer mardi ?", NULL, NULL, NULL },
    { "Je ne peux pas le faire avant mardi.", NULL, NULL, NULL },
    { "Merci de m'envoyer une photo avant vendredi.", NULL, NULL, NULL },
};

static const struct found_case spanish[] = {
    { "Le enviaré una etiqueta antes del martes a las 14:00.", "antes del martes a las 14:00", "2026-11-17 14:00", NULL },
    { "Te llamo mañana por la mañana.", "mañana por la mañana", "2026-11-17 12:00", "Te llamo" },
    { "Voy a comprobarlo en las próximas dos horas.", "en las próximas dos horas", "2026-11-16 12:42", NULL },
    { "Recibirá la rueda el 24 de noviembre.", "el 24 de noviembre", "2026-11-24 17:00", NULL },
    { "Le escribo a más tardar el viernes.", "a más tardar el viernes", "2026-11-20 17:00", NULL },
    { "Le llamé el lunes.", NULL, NULL, NULL },
    { "¿Puede venir el martes?", NULL, NULL, NULL },
    { "No llegará antes del martes.", NULL, NULL, NULL },
    { "Por favor, envíeme una foto antes del viernes.", NULL, NULL, NULL },
};

static void check(void *mem, const struct found_case *cases, size_t count, const char *language)
{
    struct zone zone = zone_named(mem, "Europe/Madrid");
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        const struct found_case *want = &cases[i];
        struct list list = promise_find(mem, str_from(want->text), str_from(language), &zone, at(&zone, NOW));
        const struct promise_found *found = list.items;
        const char *phrase = list.count == 0 ? NULL : talloc_strndup(mem, want->text + found->start, found->len);
        const char *due = list.count == 0 ? NULL : text_of(mem, &zone, found->due);
        const char *what = list.count == 0 ? NULL : str_to_c(mem, found->text);
        bool right = list.count == (want->phrase == NULL ? 0 : 1);
        if (right && want->phrase != NULL)
            right = strcmp(phrase, want->phrase) == 0 && strcmp(due, want->due) == 0 &&
                    (want->what == NULL || strcmp(what, want->what) == 0);
        if (!right)
            print_error("%s\n    found %zu: %s | %s | %s\n", want->text, list.count, phrase, due, what);
        wrong += !right;
    }
    assert_int_equal(wrong, 0);
}

#define CHECK(table, language) check(*state, table, sizeof table / sizeof table[0], language)

static void promised_times_are_found_in_english(void **state) { CHECK(english, "en"); } /* P4 */
static void promised_times_are_found_in_german(void **state) { CHECK(german, "de"); }
static void promised_times_are_found_in_french(void **state) { CHECK(french, "fr"); }
static void promised_times_are_found_in_spanish(void **state) { CHECK(spanish, "es"); }

static void the_language_is_only_a_hint(void **state) /* P4 */
{
    CHECK(german, "en");
    check(*state, english, 20, "es");
}

static void several_promises_are_found_in_order(void **state) /* P4 */
{
    struct zone zone = zone_named(*state, "Europe/Madrid");
    struct str text = STR(
        "Hi Ana,\n\nI'll send the label by Tuesday 14:00. The new wheel will be with you by Friday.\n\nBest, Amara");
    struct list list = promise_find(*state, text, STR("en"), &zone, at(&zone, NOW));
    const struct promise_found *found = list.items;
    assert_int_equal(list.count, 2);
    assert_str(found[0].text, "send the label");
    assert_str(found[1].text, "The new wheel will be with you");
    assert_true(found[0].start < found[1].start);
}

static void a_time_is_the_writers_local_time_also_over_the_clock_change(void **state) /* P4 */
{
    struct zone zone = zone_named(*state, "Europe/Madrid");
    struct list list =
        promise_find(*state, STR("I'll call you tomorrow at 10:00."), STR("en"), &zone, at(&zone, "2026-10-24 12:00"));
    assert_int_equal(list.count, 1);
    assert_string_equal(text_of(*state, &zone, ((const struct promise_found *)list.items)->due), "2026-10-25 10:00");
}

static void a_long_text_ends_in_good_time(void **state)
{
    struct zone zone = zone_named(*state, "Europe/Madrid");
    char *text = talloc_zero_size(*state, 400001);
    for (size_t i = 0; i < 400000; i += 4)
        memcpy(text + i, "at 1", 4);
    struct list list = promise_find(*state, (struct str){ text, 400000 }, STR("en"), &zone, at(&zone, NOW));
    assert_true(list.count <= 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(promised_times_are_found_in_english),
        TEST(promised_times_are_found_in_german),
        TEST(promised_times_are_found_in_french),
        TEST(promised_times_are_found_in_spanish),
        TEST(the_language_is_only_a_hint),
        TEST(several_promises_are_found_in_order),
        TEST(a_time_is_the_writers_local_time_also_over_the_clock_change),
        TEST(a_long_text_ends_in_good_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
