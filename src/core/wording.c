#include "core/wording.h"

#include "base/mem.h"
#include "core/promise_find.h"

/* Why a phrase grates; the same few reasons come again. */
#define NUMBERS "makes a person a number; say the name or the problem"
#define PUSHES_OFF "whose job it is does not help; say what you will do"
#define NEGATIVE "leads with the no; say what is possible"
#define BLAMES "puts the fault on the customer"
#define ORDERS "sounds like an order; ask, or do it for them"
#define TRIFLES "makes the problem small; it is not small to them"
#define REPEATS "reproaches; just say it again"
#define EMPTY "is said so often that it says nothing; be particular"
#define VAGUE "leaves the customer waiting; name a time"
#define HIDES "nobody stands behind it; say who and when"
#define CALMS "tells people how to feel; show that you understood"

const struct wording_phrase wording_phrases[] = {
    /* language, phrase, reason, better */
    { "en", "no problem", TRIFLES, "you're welcome" },
    { "en", "no worries", TRIFLES, "you're welcome" },
    { "en", "not a problem", TRIFLES, "happy to" },
    { "en", "unfortunately", NEGATIVE, "what I can do is …" },
    { "en", "i'm afraid", NEGATIVE, "what I can do is …" },
    { "en", "we are unable to", NEGATIVE, "what we can do is …" },
    { "en", "we're unable to", NEGATIVE, "what we can do is …" },
    { "en", "i am unable to", NEGATIVE, "what I can do is …" },
    { "en", "there is nothing i can do", NEGATIVE, "let me see who can help" },
    { "en", "there's nothing i can do", NEGATIVE, "let me see who can help" },
    { "en", "nothing we can do", NEGATIVE, "what we can offer instead is …" },
    { "en", "that is impossible", NEGATIVE, "what is possible is …" },
    { "en", "not possible", NEGATIVE, "what is possible is …" },
    { "en", "it is our policy", HIDES, "the reason is …" },
    { "en", "it's our policy", HIDES, "the reason is …" },
    { "en", "company policy", HIDES, "the reason is …" },
    { "en", "our policy", HIDES, "the reason is …" },
    { "en", "against policy", HIDES, "the reason is …" },
    { "en", "not my department", PUSHES_OFF, "I will find out for you" },
    { "en", "not our department", PUSHES_OFF, "I will find out for you" },
    { "en", "another department", PUSHES_OFF, "my colleague, by name" },
    { "en", "different department", PUSHES_OFF, "my colleague, by name" },
    { "en", "the relevant department", PUSHES_OFF, "my colleague, by name" },
    { "en", "the responsible department", PUSHES_OFF, "my colleague, by name" },
    { "en", "not my job", PUSHES_OFF, "I will find out for you" },
    { "en", "not my fault", PUSHES_OFF, "I will put it right" },
    { "en", "not our fault", PUSHES_OFF, "we will put it right" },
    { "en", "you will have to contact", PUSHES_OFF, "I will contact them for you" },
    { "en", "you need to contact", PUSHES_OFF, "I will contact them for you" },
    { "en", "you have to contact", PUSHES_OFF, "I will contact them for you" },
    { "en", "as i said", REPEATS, "" },
    { "en", "as i already said", REPEATS, "" },
    { "en", "as already mentioned", REPEATS, "" },
    { "en", "as mentioned before", REPEATS, "" },
    { "en", "as previously mentioned", REPEATS, "" },
    { "en", "as stated", REPEATS, "" },
    { "en", "as per my last email", REPEATS, "" },
    { "en", "as per my previous email", REPEATS, "" },
    { "en", "like i said", REPEATS, "" },
    { "en", "calm down", CALMS, "I can see why this upsets you" },
    { "en", "please relax", CALMS, "I can see why this upsets you" },
    { "en", "don't worry", CALMS, "I am taking care of it" },
    { "en", "please be patient", CALMS, "you will hear from me by …" },
    { "en", "be patient", CALMS, "you will hear from me by …" },
    { "en", "you must", ORDERS, "could you …?" },
    { "en", "you have to", ORDERS, "could you …?" },
    { "en", "you need to", ORDERS, "could you …?" },
    { "en", "you should have", BLAMES, "next time it helps to …" },
    { "en", "you failed to", BLAMES, "I am still missing …" },
    { "en", "you forgot", BLAMES, "I am still missing …" },
    { "en", "you didn't", BLAMES, "I did not find …" },
    { "en", "you did not", BLAMES, "I did not find …" },
    { "en", "you are wrong", BLAMES, "let me check that with you" },
    { "en", "you're wrong", BLAMES, "let me check that with you" },
    { "en", "you claim", BLAMES, "you told me that …" },
    { "en", "your mistake", BLAMES, "what happened" },
    { "en", "obviously", BLAMES, "" },
    { "en", "do you need help", EMPTY, "how can I help you?" },
    { "en", "we apologize for any inconvenience", EMPTY, "I am sorry that …, and name what happened" },
    { "en", "we apologise for any inconvenience", EMPTY, "I am sorry that …, and name what happened" },
    { "en", "sorry for any inconvenience", EMPTY, "I am sorry that …, and name what happened" },
    { "en", "sorry for the inconvenience", EMPTY, "I am sorry that …, and name what happened" },
    { "en", "any inconvenience", EMPTY, "what it cost the customer" },
    { "en", "thank you for your patience", EMPTY, "thank you for waiting until …" },
    { "en", "we value your", EMPTY, "" },
    { "en", "your call is important", EMPTY, "" },
    { "en", "your feedback is important", EMPTY, "thank you for telling me that …" },
    { "en", "do not hesitate", EMPTY, "write to me any time" },
    { "en", "don't hesitate", EMPTY, "write to me any time" },
    { "en", "as soon as possible", VAGUE, "by Tuesday 14:00" },
    { "en", "asap", VAGUE, "by Tuesday 14:00" },
    { "en", "shortly", VAGUE, "by Tuesday 14:00" },
    { "en", "in due course", VAGUE, "by Tuesday 14:00" },
    { "en", "at the earliest convenience", VAGUE, "by Tuesday 14:00" },
    { "en", "at our earliest convenience", VAGUE, "by Tuesday 14:00" },
    { "en", "when we get a chance", VAGUE, "by Tuesday 14:00" },
    { "en", "someone will", HIDES, "I will, or a colleague by name" },
    { "en", "somebody will", HIDES, "I will, or a colleague by name" },
    { "en", "a member of our team", HIDES, "I will, or a colleague by name" },
    { "en", "it has been forwarded", HIDES, "I gave it to …, who will write by …" },
    { "en", "has been escalated", HIDES, "I asked …, and you hear from me by …" },
    { "en", "has been closed", HIDES, "is it solved for you?" },
    { "en", "we will try", VAGUE, "I will …" },
    { "en", "i will try", VAGUE, "I will …" },
    { "en", "i'll try", VAGUE, "I'll …" },
    { "en", "your ticket", NUMBERS, "your cracked hub, by its name" },
    { "en", "this ticket", NUMBERS, "your question, by its name" },
    { "en", "the ticket", NUMBERS, "your question, by its name" },
    { "en", "your case", NUMBERS, "your cracked hub, by its name" },
    { "en", "ticket number", NUMBERS, "" },
    { "en", "case number", NUMBERS, "" },
    { "en", "in the queue", NUMBERS, "I answer you by …" },
    { "en", "per my last", REPEATS, "" },
    { "en", "dear customer", NUMBERS, "the name" },
    { "en", "dear sir or madam", NUMBERS, "the name" },
    { "en", "dear user", NUMBERS, "the name" },
    /* de */
    { "de", "kein problem", TRIFLES, "sehr gern" },
    { "de", "leider", NEGATIVE, "was ich tun kann, ist …" },
    { "de", "nicht moglich", NEGATIVE, "möglich ist …" },
    { "de", "da kann ich nichts machen", NEGATIVE, "ich finde heraus, wer helfen kann" },
    { "de", "nicht zustandig", PUSHES_OFF, "ich kümmere mich darum" },
    { "de", "andere abteilung", PUSHES_OFF, "meine Kollegin, mit Namen" },
    { "de", "zustandige abteilung", PUSHES_OFF, "meine Kollegin, mit Namen" },
    { "de", "wie gesagt", REPEATS, "" },
    { "de", "wie bereits erwahnt", REPEATS, "" },
    { "de", "wie schon erwahnt", REPEATS, "" },
    { "de", "beruhigen sie sich", CALMS, "ich verstehe, dass Sie das ärgert" },
    { "de", "keine sorge", CALMS, "ich kümmere mich darum" },
    { "de", "haben sie geduld", CALMS, "Sie hören bis … von mir" },
    { "de", "bitte um geduld", CALMS, "Sie hören bis … von mir" },
    { "de", "sie mussen", ORDERS, "könnten Sie …?" },
    { "de", "sie hatten", BLAMES, "beim nächsten Mal hilft es, …" },
    { "de", "sie haben vergessen", BLAMES, "mir fehlt noch …" },
    { "de", "so schnell wie moglich", VAGUE, "bis Dienstag 14 Uhr" },
    { "de", "schnellstmoglich", VAGUE, "bis Dienstag 14 Uhr" },
    { "de", "zeitnah", VAGUE, "bis Dienstag 14 Uhr" },
    { "de", "umgehend", VAGUE, "bis Dienstag 14 Uhr" },
    { "de", "in kurze", VAGUE, "bis Dienstag 14 Uhr" },
    { "de", "unannehmlichkeiten", EMPTY, "was geschehen ist, mit eigenen Worten" },
    { "de", "ticketnummer", NUMBERS, "" },
    { "de", "ihr ticket", NUMBERS, "Ihr Anliegen, beim Namen" },
    { "de", "sehr geehrte damen und herren", NUMBERS, "der Name" },
    { "de", "sehr geehrter kunde", NUMBERS, "der Name" },
    /* fr */
    { "fr", "pas de probleme", TRIFLES, "avec plaisir" },
    { "fr", "pas de souci", TRIFLES, "avec plaisir" },
    { "fr", "malheureusement", NEGATIVE, "ce que je peux faire, c'est …" },
    { "fr", "ce n'est pas possible", NEGATIVE, "ce qui est possible, c'est …" },
    { "fr", "pas mon service", PUSHES_OFF, "je me renseigne pour vous" },
    { "fr", "le service concerne", PUSHES_OFF, "ma collègue, par son nom" },
    { "fr", "comme je l'ai dit", REPEATS, "" },
    { "fr", "comme deja indique", REPEATS, "" },
    { "fr", "calmez vous", CALMS, "je comprends votre mécontentement" },
    { "fr", "ne vous inquietez pas", CALMS, "je m'en occupe" },
    { "fr", "vous devez", ORDERS, "pourriez-vous … ?" },
    { "fr", "il faut que vous", ORDERS, "pourriez-vous … ?" },
    { "fr", "vous auriez du", BLAMES, "la prochaine fois …" },
    { "fr", "des que possible", VAGUE, "d'ici mardi 14 h" },
    { "fr", "dans les meilleurs delais", VAGUE, "d'ici mardi 14 h" },
    { "fr", "gene occasionnee", EMPTY, "ce qui s'est passé, avec vos mots" },
    { "fr", "cher client", NUMBERS, "le nom" },
    /* es */
    { "es", "no hay problema", TRIFLES, "con mucho gusto" },
    { "es", "desafortunadamente", NEGATIVE, "lo que puedo hacer es …" },
    { "es", "lamentablemente", NEGATIVE, "lo que puedo hacer es …" },
    { "es", "no es posible", NEGATIVE, "lo que es posible es …" },
    { "es", "no es mi departamento", PUSHES_OFF, "lo averiguo para usted" },
    { "es", "otro departamento", PUSHES_OFF, "mi compañera, por su nombre" },
    { "es", "como le dije", REPEATS, "" },
    { "es", "como ya he dicho", REPEATS, "" },
    { "es", "calmese", CALMS, "entiendo que esto le moleste" },
    { "es", "no se preocupe", CALMS, "yo me encargo" },
    { "es", "tenga paciencia", CALMS, "tendrá noticias mías antes de …" },
    { "es", "usted debe", ORDERS, "¿podría …?" },
    { "es", "tiene que", ORDERS, "¿podría …?" },
    { "es", "lo antes posible", VAGUE, "antes del martes a las 14:00" },
    { "es", "a la brevedad", VAGUE, "antes del martes a las 14:00" },
    { "es", "las molestias", EMPTY, "lo que ha pasado, con sus palabras" },
    { "es", "estimado cliente", NUMBERS, "el nombre" },
};
const size_t wording_phrase_count = sizeof wording_phrases / sizeof wording_phrases[0];

static const char *const acknowledging[] = {
    "i understand", "i see", "i can see", "i'm sorry", "i am sorry", "we're sorry", "we are sorry", "sorry that",
    "sorry about", "that must", "you are right", "you're right", "i know how", "i read", "i have read",
    "thank you for telling", "thanks for telling", "thank you for letting", "thanks for letting",
    "thank you for the photo*", "thank you for writing", "thanks for writing", "i apologi*", "that is annoying",
    "that's annoying", "i got your", "your message about", "if i understand", "ich verstehe", "es tut mir leid",
    "tut mir leid", "das ist argerlich", "sie haben recht", "ich sehe", "danke fur ihre nachricht",
    "vielen dank fur ihre nachricht", "ich entschuldige", "je comprends", "je suis desole*", "desole*",
    "vous avez raison", "je vois", "entiendo", "lo siento", "siento que", "lamento", "tiene razon", "tienes razon",
    "comprendo", "veo que",
};
static const char *const doing[] = {
    "i'll", "i will", "we'll", "we will", "i'm going to", "i am going to", "i have sent", "i've sent", "i sent",
    "i have asked", "i've asked", "i have ordered", "i've ordered", "i have refunded", "i've refunded",
    "i have replaced", "i've replaced", "i am sending", "i'm sending", "i attached", "i have attached", "i've attached",
    "i fixed", "i have fixed", "i've fixed", "let me", "you will get", "you will have", "you will receive",
    "you'll get", "you'll have", "you'll receive", "ich werde", "ich schicke", "ich sende", "ich habe", "ich kummere",
    "ich melde", "ich prufe", "wir werden", "wir schicken", "sie erhalten", "sie bekommen", "je vais", "je vous *",
    "j'ai envoye", "je m'en occupe", "nous allons", "vous recevrez", "voy a", "vamos a", "le envio", "te envio",
    "le he enviado", "he enviado", "*aremos", "*are", "recibira*", "me encargo",
};
static const char *const explaining[] = {
    "because", "the reason", "so that", "this way", "that way", "first", "then", "next", "afterwards", "as soon as",
    "the cause", "what happened", "here is how", "here's how", "this happens", "due to", "since the", "weil", "damit",
    "der grund", "zuerst", "danach", "anschliessend", "deshalb", "die ursache", "parce que", "afin", "d'abord",
    "ensuite", "puis", "la raison", "car", "porque", "para que", "primero", "despues", "luego", "el motivo", "la causa",
    "asi",
};
static const char *const thanking[] = {
    "thank you", "thanks", "many thanks", "i appreciate", "we appreciate", "danke", "vielen dank", "besten dank",
    "herzlichen dank", "merci", "je vous remercie", "gracias", "muchas gracias", "le agradezco", "te agradezco",
};

static bool is_on_quoted_line(const struct tokens *tokens, size_t at)
{
    while (at > 0 && tokens->items[at - 1].kind != TOKEN_LINE)
        at--;
    return token_is(&tokens->items[at], ">");
}

static const struct wording_phrase *longest_at(const struct tokens *tokens, size_t at, size_t *count)
{
    const struct wording_phrase *found = NULL;
    *count = 0;
    if (tokens->items[at].kind != TOKEN_WORD)
        return NULL;
    char first = tokens->items[at].text.ptr[0];
    for (size_t i = 0; i < wording_phrase_count; i++) {
        size_t taken = wording_phrases[i].phrase[0] == first ? tokens_match(tokens, at, wording_phrases[i].phrase) : 0;
        if (taken > *count) {
            *count = taken;
            found = &wording_phrases[i];
        }
    }
    return found;
}

struct list wording_find(TALLOC_CTX *mem, struct str text)
{
    struct wording_hint *hints = MEM_ARRAY(mem, struct wording_hint, WORDING_HINTS_MOST);
    struct list out = { hints, 0 };
    struct tokens tokens = tokens_of(mem, text);
    for (size_t at = 0; at < tokens.count && out.count < WORDING_HINTS_MOST;) {
        size_t count;
        const struct wording_phrase *phrase = longest_at(&tokens, at, &count);
        if (phrase == NULL) {
            at++;
            continue;
        }
        if (!is_on_quoted_line(&tokens, at)) {
            size_t start = tokens.items[at].start;
            hints[out.count++] = (struct wording_hint){ start, tokens.items[at + count - 1].end - start, phrase };
        }
        at += count;
    }
    return out;
}

static bool says_any(const struct tokens *tokens, const char *const *phrases, size_t count)
{
    for (size_t at = 0; at < tokens->count; at++)
        for (size_t i = 0; i < count; i++)
            if (tokens_match(tokens, at, phrases[i]) > 0)
                return true;
    return false;
}
#define SAYS(tokens, table) says_any((tokens), (table), sizeof(table) / sizeof((table)[0]))

struct wording_checks wording_check(TALLOC_CTX *mem, struct str text, struct str language, const struct zone *zone,
                                    time_ms now)
{
    struct tokens tokens = tokens_of(mem, text);
    return (struct wording_checks){
        .acknowledges = SAYS(&tokens, acknowledging),
        .says_what = SAYS(&tokens, doing),
        .says_when = promise_find(mem, text, language, zone, now).count > 0,
        .explains = SAYS(&tokens, explaining),
        .thanks = SAYS(&tokens, thanking),
    };
}
