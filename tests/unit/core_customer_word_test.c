#include "core/customer_word.h"

#include "check.h"

static const struct { enum customer_word want; const char *text; } cases[] = {
    /* a mere thanks */
    { WORD_THANKS, "Thanks!" },
    { WORD_THANKS, "Thank you so much for your quick help, Amara!" },
    { WORD_THANKS, "thanks, OK" },
    { WORD_THANKS, "Perfect, thank you.\n\nBest regards,\nTomás Herrera" },
    { WORD_THANKS, "Hi Amara,\n\nthanks for letting me know. Have a great weekend!\n\nTomás" },
    { WORD_THANKS, "Great, thx 👍" },
    { WORD_THANKS, "👍" },
    { WORD_THANKS, "Many thanks for your patience and support." },
    { WORD_THANKS, "Danke schön!" },
    { WORD_THANKS, "Vielen Dank für Ihre schnelle Hilfe.\n\nMit freundlichen Grüßen\nJonas Weber" },
    { WORD_THANKS, "Super, vielen lieben Dank und schönes Wochenende" },
    { WORD_THANKS, "Merci beaucoup pour votre aide. Bonne journée !" },
    { WORD_THANKS, "Muchas gracias por su ayuda. Un saludo" },
    { WORD_THANKS, "Grazie mille!" },
    { WORD_THANKS, "Hartelijk dank!" },
    { WORD_THANKS, "Muito obrigada" },
    { WORD_THANKS, "Thanks so much for your help with this." },
    { WORD_THANKS, "Thank you very much for your reply and your help" },
    { WORD_THANKS, "Thank you, that's very helpful." },
    { WORD_THANKS, "I really appreciate your help" },
    { WORD_THANKS, "Thank you, you're a star!" },
    { WORD_THANKS, "Got it, thanks :)" },
    { WORD_THANKS, "Dear Ms Okafor, thank you for your email. Kind regards, Jonas" },
    { WORD_THANKS, "Danke für die prompte Hilfe, das freut mich sehr" },
    { WORD_THANKS, "Alles klar, danke!" },
    { WORD_THANKS, "Merci à vous pour votre efficacité !" },
    { WORD_THANKS, "Muchas gracias por la rapidez" },
    { WORD_THANKS, "Ok gracias" },
    /* more than a thanks */
    { WORD_OTHER, "Thank you for your email. I am out of the office until Monday." },
    { WORD_OTHER, "Thanks, but no." },
    { WORD_OTHER, "Thanks a lot for wasting my time" },
    { WORD_OTHER, "Great, another delay. Thanks." },
    { WORD_OTHER, "Thanks, it's broken" },
    { WORD_OTHER, "Thanks, I'll try that" },
    { WORD_OTHER, "Thank you. My new address is 12 Elm Street" },
    { WORD_OTHER, "Danke, bitte stornieren" },
    { WORD_OTHER, "Merci de me rappeler" },
    { WORD_OTHER, "Gracias, pero no" },
    { WORD_OTHER, "" },
    { WORD_OTHER, "   \n" },
    { WORD_OTHER, "OK" },
    { WORD_OTHER, "Thanks, when will it arrive?" },
    { WORD_OTHER, "Thanks. I will be at home on Friday from 9." },
    { WORD_OTHER, "Thanks for nothing." },
    { WORD_OTHER, "No thanks" },
    { WORD_OTHER, "Thanks for charging me twice" },
    { WORD_OTHER, "Thanks in advance" },
    { WORD_OTHER, "Thanks, please cancel it" },
    { WORD_OTHER, "Thank you, the order number is 48213" },
    { WORD_OTHER, "Cancel\nThanks" },
    { WORD_OTHER, "Danke, die Rechnung fehlt" },
    { WORD_OTHER, "Vielen Dank, wann kommt das Rad?" },
    { WORD_OTHER, "Merci, mais où est ma roue ?" },
    { WORD_OTHER, "Gracias, necesito la factura" },
    /* solved */
    { WORD_SOLVED, "It's solved" },
    { WORD_SOLVED, "Yes, solved. Thank you!" },
    { WORD_SOLVED, "It works now, thanks a lot" },
    { WORD_SOLVED, "That did the trick!" },
    { WORD_SOLVED, "Hi Amara, the problem is fixed, you can close this." },
    { WORD_SOLVED, "The wheel arrived this morning and everything works. Thank you!" },
    { WORD_SOLVED, "Das Problem ist gelöst, danke!" },
    { WORD_SOLVED, "Es funktioniert jetzt wieder, vielen Dank." },
    { WORD_SOLVED, "C'est résolu, merci" },
    { WORD_SOLVED, "Ça marche maintenant !" },
    { WORD_SOLVED, "Ya está resuelto, gracias" },
    { WORD_SOLVED, "Ya funciona" },
    /* solved, but: a question to the owner */
    { WORD_OTHER, "Solved, but I was charged twice" },
    { WORD_OTHER, "Is it solved?" },
    { WORD_OTHER, "I hope it is solved" },
    { WORD_OTHER, "The first one is fixed, the other makes noise" },
    { WORD_OTHER, "It will be solved when the label comes" },
    { WORD_OTHER, "Almost fixed" },
    { WORD_OTHER, "Please close the account of my mother" },
    { WORD_OTHER, "Gelöst, aber die Rechnung ist falsch" },
    { WORD_OTHER, "Résolu, mais il manque une vis" },
    { WORD_OTHER, "Resuelto, pero falta el cable" },
    /* not yet */
    { WORD_NOT_YET, "Solved, but it still fails" },
    { WORD_NOT_YET, "Not yet" },
    { WORD_NOT_YET, "Thanks, but it still doesn't work." },
    { WORD_NOT_YET, "It is not solved." },
    { WORD_NOT_YET, "Same problem again this morning" },
    { WORD_NOT_YET, "It isn’t working, what now?" },
    { WORD_NOT_YET, "Das geht leider immer noch nicht." },
    { WORD_NOT_YET, "Noch nicht" },
    { WORD_NOT_YET, "Ça ne marche toujours pas" },
    { WORD_NOT_YET, "Todavía no funciona" },
};

static void a_reply_is_read_and_in_doubt_left_to_a_human(void **state) /* R2 */
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        enum customer_word got = customer_word_of(*state, str_from(cases[i].text));
        if (got != cases[i].want)
            print_error("%s\n", cases[i].text);
        assert_string_equal(customer_word_words[got], customer_word_words[cases[i].want]);
    }
}

static void a_long_text_is_never_a_mere_word(void **state) /* R2 */
{
    char *text = talloc_strdup(*state, "");
    for (int i = 0; i < 30; i++)
        text = talloc_strdup_append(text, "Thank you. It is solved. ");
    assert_int_equal(customer_word_of(*state, str_from(text)), WORD_OTHER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_reply_is_read_and_in_doubt_left_to_a_human),
        TEST(a_long_text_is_never_a_mere_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
