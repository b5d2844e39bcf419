#include "core/customer_phrases.h"

/* The phrases, in the plain form of tokens.h. Longer ones stand before shorter ones that they begin with, since the
 * first that fits is taken. */

static const char *const not_yet_phrases[] = {
    /* en */
    "not yet", "not solved", "not resolved", "not fixed", "not working", "not work", "not sorted", "not done yet",
    "isn't solved", "isn't resolved", "isn't fixed", "isn't working", "isn't sorted", "wasn't solved", "wasn't fixed",
    "doesn't work", "does not work", "didn't work", "did not work", "don't work", "do not work", "won't work",
    "didn't help", "did not help", "doesn't help", "does not help", "didn't fix", "did not fix", "doesn't fix",
    "hasn't been solved", "hasn't been fixed", "still broken", "still fails", "still failing", "still not",
    "still doesn't", "still don't", "still won't", "still can't", "still cannot", "still waiting",
    "still have the problem", "still have the same", "still the same", "still happening", "still happens",
    "still wrong", "still missing", "same problem", "same issue", "same error", "happened again", "happens again",
    "is back again", "no longer works", "stopped working", "broke again", "unsolved", "unresolved",
    /* de */
    "noch nicht", "nicht gelost", "nicht behoben", "nicht erledigt", "nicht geklart", "immer noch",
    "funktioniert nicht", "funktioniert leider nicht", "geht nicht", "geht leider nicht", "geht immer noch nicht",
    "klappt nicht", "klappt leider nicht", "hat nicht geholfen", "hat nicht funktioniert", "gleiche problem",
    "selbe problem", "gleicher fehler", "ungelost", "wieder kaputt", "weiterhin nicht",
    /* fr */
    "pas encore", "pas resolu", "pas resolue", "pas regle", "pas reglee", "ne marche pas", "marche pas",
    "ne fonctionne pas", "fonctionne pas", "ne fonctionne toujours pas", "toujours pas", "toujours le meme",
    "meme probleme", "meme erreur", "toujours en panne", "ne marche plus", "ne fonctionne plus",
    /* es */
    "todavia no", "aun no", "no esta resuelto", "no esta solucionado", "no esta arreglado", "no se ha resuelto",
    "no se ha solucionado", "no funciona", "sigue sin", "sigue igual", "sigue fallando", "sigue roto", "mismo problema",
    "mismo error", "no funciono", "no ha funcionado",
    /* it nl pt pl */
    "non ancora", "ancora non", "non funziona", "non e risolto", "non e ancora", "stesso problema", "stesso errore",
    "nog niet", "werkt niet", "werkt nog niet", "werkt nog steeds niet", "nog steeds", "niet opgelost",
    "zelfde probleem",
    "ainda nao", "nao funciona", "nao esta resolvido", "nao foi resolvido", "continua sem", "mesmo problema",
    "mesmo erro", "jeszcze nie", "nie dziala", "nadal nie", "nierozwiazany", "ten sam problem", "ten sam blad",
    /* sv da no fi */
    "inte an", "fungerar inte", "funkar inte", "fortfarande inte", "samma problem", "samma fel", "ikke enda",
    "ikke endnu", "virker ikke", "fungerer ikke", "stadig ikke", "fortsatt ikke", "samme problem", "samme fejl",
    "samme feil", "ei viela", "ei toimi", "ei vielakaan", "sama ongelma",
};

static const char *const solved_phrases[] = {
    /* en */
    "it's solved", "it is solved", "is solved", "that's solved", "that solved it", "that solves it", "all solved",
    "problem solved", "issue solved", "case solved", "now solved", "been solved", "got solved", "solved now", "solved",
    "it's resolved", "is resolved", "is now resolved", "been resolved", "all resolved", "that resolved it", "resolved",
    "it's fixed", "is fixed", "is now fixed", "been fixed", "all fixed", "that fixed it", "fixed it", "fixed",
    "that did it", "did the trick", "it works now", "works now", "works again", "working now", "working again",
    "is working", "it works", "that works", "works perfectly", "works fine", "works great", "works like a charm",
    "all good now", "all is good", "all is well", "all sorted", "it's sorted", "is sorted", "sorted now", "sorted",
    "everything works", "everything is working", "everything is fine", "everything is ok", "you can close it",
    "you can close this", "please close it", "please close this", "please close the case", "please close the ticket",
    "can be closed", "you can close the ticket", "you can close the case",
    /* de */
    "ist gelost", "hat sich gelost", "problem gelost", "alles gelost", "gelost", "ist behoben", "problem behoben",
    "behoben", "hat sich erledigt", "ist erledigt", "alles erledigt", "erledigt", "ist geklart", "alles geklart",
    "hat geklappt", "klappt jetzt", "klappt wieder", "klappt nun", "es klappt", "funktioniert jetzt",
    "funktioniert wieder", "funktioniert nun", "jetzt funktioniert", "nun funktioniert", "es funktioniert",
    "alles funktioniert", "geht jetzt", "geht wieder", "jetzt geht", "lauft wieder", "lauft jetzt", "alles in ordnung",
    "alles bestens", "alles gut jetzt",
    /* fr */
    "c'est resolu", "est resolu", "probleme resolu", "resolu", "c'est regle", "est regle", "probleme regle",
    "tout est regle", "regle", "ca marche", "cela marche", "tout marche", "marche maintenant", "marche a nouveau",
    "ca fonctionne", "cela fonctionne", "tout fonctionne", "fonctionne maintenant", "fonctionne a nouveau",
    "fonctionne de nouveau", "tout est en ordre", "tout est bon", "c'est bon maintenant",
    /* es */
    "esta resuelto", "ya esta resuelto", "problema resuelto", "todo resuelto", "resuelto", "esta solucionado",
    "problema solucionado", "todo solucionado", "solucionado", "esta arreglado", "arreglado", "ya funciona",
    "funciona ahora",
    "ahora funciona", "funciona de nuevo", "funciona bien", "funciona perfectamente", "todo funciona", "todo en orden",
    "todo bien ahora",
    /* it nl pt pl */
    "risolto", "tutto risolto", "ora funziona", "adesso funziona", "funziona di nuovo", "funziona tutto",
    "tutto funziona", "tutto a posto", "opgelost", "is opgelost", "werkt nu", "werkt weer", "het werkt", "alles werkt",
    "resolvido", "ja funciona", "funciona agora", "tudo funciona", "tudo certo agora", "rozwiazany", "rozwiazane",
    "juz dziala", "wszystko dziala", "naprawione",
    /* sv da no fi */
    "ar lost", "fungerar nu", "fungerar igen", "det fungerar", "funkar nu", "funkar igen", "er lost", "virker nu",
    "virker igen", "det virker", "fungerer na", "fungerer igjen", "det fungerer", "toimii nyt", "toimii taas",
    "ongelma ratkesi", "on ratkaistu",
};

/* Words that make a "solved" conditional, partial or a new matter. */
static const char *const doubt_phrases[] = {
    /* en */
    "but", "however", "though", "although", "except", "still", "again and again", "if", "when", "once it", "until",
    "unless", "not", "isn't", "doesn't", "don't", "didn't", "can't", "cannot", "won't", "hasn't", "wasn't", "never",
    "nothing", "no", "will be", "would", "could", "should", "might", "maybe", "perhaps", "half", "partly", "partially",
    "almost", "nearly", "only", "another", "other", "also", "more", "new problem", "instead", "hope", "hopefully",
    "think", "yet", "wrong", "error", "missing", "refund", "question", "send", "need", "want", "mark", "sure",
    "sometimes", "slow", "slowly", "then", "unfortunately",
    /* de */
    "aber", "jedoch", "allerdings", "nur", "noch", "wenn", "falls", "sobald", "bis", "nicht", "kein*", "nie", "fast",
    "teilweise", "vielleicht", "hoffentlich", "hoffe", "ausser", "trotzdem", "leider", "frage", "fehler", "ander*",
    "auch",
    /* fr */
    "mais", "cependant", "sauf", "pas", "plus", "si", "quand", "presque", "partiellement", "peut-etre", "jamais",
    "espere", "toutefois", "erreur", "autre", "aussi", "encore", "malheureusement",
    /* es */
    "pero", "sin embargo", "aunque", "excepto", "salvo", "cuando", "hasta", "casi", "parcialmente", "quizas", "nunca",
    "espero", "otro", "otra", "tambien", "aun", "todavia", "error", "necesito", "a veces", "lento",
    /* it nl pt pl */
    "ma", "tuttavia", "non", "ancora", "quasi", "solo", "spero", "purtroppo", "anche", "altro", "altra", "maar", "niet",
    "geen", "nog", "bijna", "alleen", "hopelijk", "helaas", "ook", "ander", "andere", "traag", "mas", "porem", "nao",
    "ainda", "quase", "infelizmente", "tambem", "outro", "outra", "ale", "jednak", "nie", "jeszcze", "prawie", "tylko",
    "niestety", "inny", "inna",
    /* sv da no fi */
    "men", "inte", "nastan", "bara", "hoppas", "tyvarr", "annan", "ikke", "naesten", "nesten", "kun", "bare", "haber",
    "desvaerre", "dessverre", "mutta", "ei", "melkein", "vain", "valitettavasti",
};

static const char *const thanks_phrases[] = {
    /* en */
    "thank you so very much", "thank you so much", "thank you very much", "thank you very very much", "thank you both",
    "thank you all", "thank you again", "thank you once again", "thank you kindly", "thank you", "thank u", "thankyou",
    "thanks a lot", "thanks a million", "thanks a bunch", "thanks a ton", "thanks so much", "thanks very much",
    "thanks again", "thanks once again", "thanks all", "thanks everyone", "thanks", "thanx", "thx", "thnx", "tks",
    "tnx", "ty", "many thanks", "much appreciated", "really appreciated", "greatly appreciated",
    "very much appreciated", "i really appreciate", "i do appreciate", "i appreciate", "we really appreciate",
    "we appreciate", "i appreciate it", "i really appreciate it", "appreciate it", "appreciated", "cheers",
    "much obliged", "ta",
    /* de */
    "vielen lieben dank", "vielen herzlichen dank", "vielen vielen dank", "vielen dank", "herzlichen dank",
    "besten dank", "lieben dank", "schonen dank", "tausend dank", "danke sehr", "danke schon", "danke vielmals",
    "danke ihnen", "danke dir", "danke euch", "danke nochmals", "danke", "dankeschon", "ich danke ihnen",
    "ich bedanke mich", "ich danke dir", "merci vielmals",
    /* fr */
    "un grand merci", "merci beaucoup", "merci bien", "merci infiniment", "merci mille fois", "mille mercis",
    "merci encore", "merci a vous", "merci a toi", "grand merci", "merci", "je vous remercie", "je te remercie",
    /* es */
    "muchas gracias", "muchisimas gracias", "mil gracias", "gracias de nuevo", "gracias otra vez", "gracias a ti",
    "gracias a usted", "gracias a vosotros", "gracias", "te lo agradezco", "se lo agradezco", "muy agradecido",
    "muy agradecida",
    /* it nl pt */
    "grazie mille", "mille grazie", "molte grazie", "grazie tante", "grazie ancora", "grazie", "hartelijk dank",
    "heel erg bedankt", "hartelijk bedankt", "dank je wel", "dank u wel", "dank je", "dank u", "dankjewel", "bedankt",
    "muito obrigado", "muito obrigada", "obrigado", "obrigada",
    "mille merci", "un tres grand merci", "tres grand merci", "ganz herzlichen dank", "ganz lieben dank",
    "recht herzlichen dank", "ich danke ihnen sehr", "la ringrazio", "ti ringrazio", "vi ringrazio",
    "la ringrazio molto",
    "la ringrazio tanto", "super bedankt", "ontzettend bedankt", "valeu", "grato", "grata", "agradecido", "agradecida",
    "gracies", "moltes gracies", "grazas", "noted with thanks", "received with thanks", "with thanks", "tysm", "tyvm",
    /* pl cs sk hu ro tr */
    "dziekuje", "dziekuje bardzo", "bardzo dziekuje", "serdecznie dziekuje", "dziekujemy", "dzieki", "wielkie dzieki",
    "dekuji", "dekuji moc", "mockrat dekuji", "dekujeme", "diky", "dakujem", "dakujem velmi pekne", "vdaka", "koszonom",
    "koszonom szepen", "nagyon koszonom", "koszi", "multumesc", "multumesc mult", "multumesc frumos", "mersi",
    "tesekkurler", "tesekkur ederim", "cok tesekkurler", "cok tesekkur ederim", "sag olun",
    /* sv da no fi; "tak" alone is a Pole's yes */
    "tack", "tack sa mycket", "tusen tack", "stort tack", "tackar", "mange tak", "tusind tak", "tak for hjaelpen",
    "tak for svaret", "tak for det", "takk", "mange takk", "tusen takk", "takk skal du ha", "kiitos", "kiitos paljon",
    "suuret kiitokset", "kiitoksia",
    /* other scripts, whose capitals stay as they are */
    "спасибо", "Спасибо", "спасибо большое", "Спасибо большое", "большое спасибо", "Большое спасибо",
    "огромное спасибо",
    "Огромное спасибо", "благодарю", "Благодарю", "дякую", "Дякую", "щиро дякую", "Щиро дякую", "дуже дякую",
    "Дуже дякую", "благодаря", "Благодаря", "ευχαριστώ", "Ευχαριστώ", "ευχαριστώ πολύ", "Ευχαριστώ πολύ", "ありがとう",
    "ありがとうございます", "ありがとうございました", "どうもありがとうございます", "どうもありがとうございました", "ありがとうございます！", "谢谢", "谢谢！",
    "非常感谢", "非常感谢！", "多谢", "谢谢您", "谢谢你", "謝謝", "謝謝！", "非常感謝", "感謝", "감사합니다", "고맙습니다", "정말 감사합니다",
    "شكرا", "شكراً", "شكرا جزيلا", "תודה", "תודה רבה", "terima kasih",
    "👍", "🙏", "💐", "❤",
};

/* What may stand beside a thanks without saying anything. */
static const char *const filler_phrases[] = {
    /* what one thanks for, en */
    "for your very quick*", "for your quick*", "for your fast*", "for your prompt*", "for your swift*",
    "for your speedy*", "for your kind*", "for your great*", "for your excellent*", "for your time", "for your help*",
    "for your support", "for your assistance", "for your reply", "for your response", "for your answer",
    "for your email", "for your mail", "for your message", "for your patience", "for your effort*",
    "for your understanding", "for your advice", "for your information", "for your service", "for your kindness",
    "for your feedback", "for your care", "for all your help", "for all the help", "for all of your help",
    "for all your support", "for everything", "for all you did", "for all you've done", "for being so",
    "for the very quick*", "for the quick*", "for the fast*", "for the prompt*", "for the swift*", "for the speedy*",
    "for the great*", "for the excellent*", "for the help*", "for the support", "for the reply", "for the response",
    "for the answer", "for the info", "for the information", "for the update", "for the explanation",
    "for the feedback", "for the advice", "for the heads up", "for the good news", "for the great news",
    "for letting me know", "for letting us know", "for getting back to me", "for getting back", "for helping me",
    "for helping us", "for helping", "for sorting this out", "for sorting it out", "for sorting this",
    "for sorting that out", "for fixing this", "for fixing it", "for fixing that", "for solving this", "for solving it",
    "for taking care of this", "for taking care of it", "for taking the time", "for replying", "for responding",
    "for explaining", "for confirming", "for clarifying", "for looking into this", "for looking into it", "for that",
    "for this", "for it", "to you", "to you all", "to you both", "to everyone", "to your team", "to the team",
    "to all of you", "help", "reply", "response", "answer", "support", "service", "assistance", "turnaround", "work",
    "job", "words", "so quickly", "so fast", "quickly", "quick", "fast", "prompt", "kind", "and", "as always",
    "you've been", "you have been", "you were", "very", "really", "truly", "so", "much", "most", "super", "extremely",
    "helpful", "patient", "friendly",
    "with this", "with that", "with it", "with everything", "your", "attention", "delivery", "solution",
    "clarification", "confirmation", "explanation", "information", "info", "update", "advice", "feedback", "guidance",
    "news", "message", "email", "mail", "effort", "efforts", "patience", "understanding", "kindness", "time",
    /* en, courtesy */
    "you are", "you're", "that's", "that is", "this is", "it's", "it is", "a star", "a legend", "a lifesaver",
    "the best", "mate", "now",
    "everything is clear", "all clear", "looking forward to it", "that helps a lot", "that helps", "that helped a lot",
    "that helped", "i am glad", "i'm glad", "glad to hear that", "glad to hear", "happy to hear that", "happy",
    "hi there", "hi all", "hi", "hello there", "hello", "hey there", "hey", "dear", "good morning", "good afternoon",
    "good evening", "good day", "mr", "mrs", "ms", "team", "guys", "folks", "ok", "okay", "k",
    "great news", "great job", "great work", "great service", "great", "good news", "good job", "good work",
    "very good", "good", "perfect", "excellent", "fantastic", "awesome", "amazing", "wonderful", "brilliant", "lovely",
    "super", "nice", "cool", "fine", "will do", "got it", "noted", "understood", "received", "sounds good",
    "sounds great", "that's great", "that is great", "that's perfect", "that's very kind", "that is very kind",
    "that's good to know", "good to know", "you are the best", "you're the best", "you rock", "i'm very happy",
    "i am very happy", "have a great day", "have a nice day", "have a good day", "have a lovely day",
    "have a wonderful day", "have a great weekend", "have a nice weekend", "have a good weekend",
    "have a lovely weekend", "have a good one", "have a nice evening", "have a good evening", "you too", "take care",
    "all the best", "best wishes", "best regards", "kind regards", "warm regards", "many regards", "with kind regards",
    "regards", "best", "sincerely", "yours sincerely", "yours truly", "yours", "warmly", "bye", "x", "xx", "xxx",
    "sent from my iphone", "sent from my ipad", "sent from my phone", "sent from my mobile",
    /* de */
    "fur die prompte hilfe", "fur die prompte antwort", "fur die prompte ruckmeldung", "fur die prompte bearbeitung",
    "fur die tolle hilfe", "fur die tolle unterstutzung", "fur die freundliche hilfe", "fur die nette hilfe",
    "fur die gute hilfe", "fur die auskunft", "fur die prompte", "fur den tollen service", "fur den guten service",
    "fur ihre prompte hilfe", "fur ihre prompte antwort", "fur ihre prompte ruckmeldung", "fur ihre geduld",
    "fur ihr verstandnis", "fur dein verstandnis", "fur ihre nachricht", "fur deine nachricht", "fur ihre mail",
    "fur ihre auskunft", "das freut mich sehr", "das freut mich", "freut mich", "das hilft mir sehr", "das hilft mir",
    "das hilft", "hat geholfen",
    "fur ihre schnelle hilfe", "fur ihre hilfe", "fur ihre schnelle antwort", "fur ihre antwort", "fur ihre bemuhungen",
    "fur ihre unterstutzung", "fur ihre muhe", "fur ihre ruckmeldung", "fur ihre schnelle ruckmeldung",
    "fur deine schnelle hilfe", "fur deine hilfe", "fur deine schnelle antwort", "fur deine antwort", "fur deine muhe",
    "fur eure hilfe", "fur eure antwort", "fur die schnelle hilfe", "fur die hilfe", "fur die schnelle antwort",
    "fur die rasche antwort", "fur die antwort", "fur die schnelle ruckmeldung", "fur die rasche ruckmeldung",
    "fur die ruckmeldung", "fur die info", "fur die information", "fur die muhe", "fur die schnelle bearbeitung",
    "fur die schnelle", "fur die unterstutzung", "fur alles", "hallo", "guten tag", "guten morgen", "guten abend",
    "liebe", "lieber", "liebes", "sehr geehrte", "sehr geehrter", "frau", "herr", "moin", "servus", "gruss gott",
    "super", "prima", "klasse", "toll", "perfekt", "wunderbar", "gut", "sehr gut", "alles klar", "das ist sehr nett",
    "sehr nett", "sehr freundlich", "schonen tag noch", "einen schonen tag", "schonen tag", "schones wochenende",
    "schonen abend", "ein schones wochenende", "und", "mit freundlichen grussen", "mit freundlichem gruss",
    "freundliche grusse", "viele grusse", "liebe grusse", "beste grusse", "herzliche grusse", "schone grusse", "gruss",
    "grusse", "mfg", "lg", "vg", "von meinem iphone gesendet",
    /* fr */
    "pour la rapidite", "pour votre rapidite", "pour votre efficacite", "pour votre professionnalisme",
    "pour votre gentillesse", "pour votre comprehension", "pour la reponse rapide", "pour votre temps",
    "pour ces informations", "pour ces precisions",
    "pour votre aide", "pour votre aide rapide", "pour votre reponse rapide", "pour votre reponse", "pour votre retour",
    "pour votre retour rapide", "pour votre patience", "pour votre reactivite", "pour votre message", "pour ton aide",
    "pour ta reponse", "pour tout", "pour l'aide", "pour la reponse", "pour l'information", "pour l'info",
    "de votre aide", "de votre reponse", "de votre retour", "bonjour", "bonsoir", "salut", "cher", "chere", "madame",
    "monsieur", "d'accord", "tres bien", "parfait", "super", "genial", "formidable", "c'est parfait",
    "c'est gentil", "c'est tres gentil", "entendu", "bien recu", "bonne journee", "bonne soiree", "bon week end",
    "bon weekend", "et", "a vous", "cordialement", "bien cordialement", "bien a vous", "salutations", "amicalement",
    "envoye de mon iphone",
    /* es */
    "por la rapidez", "por su rapidez", "por tu rapidez", "por su amabilidad", "por tu amabilidad",
    "por su comprension", "por la atencion", "por su atencion", "por tu paciencia", "por la aclaracion", "por avisar",
    "por avisarme",
    "por su ayuda", "por tu ayuda", "por vuestra ayuda", "por la ayuda", "por su respuesta", "por tu respuesta",
    "por la respuesta", "por su rapida respuesta", "por tu rapida respuesta", "por la rapida respuesta",
    "por la informacion", "por la info", "por su tiempo", "por tu tiempo", "por su paciencia", "por todo",
    "por responder", "por contestar", "hola", "buenos dias", "buenas tardes", "buenas noches", "buenas", "estimado",
    "estimada", "querido", "querida", "senor", "senora", "vale", "de acuerdo", "perfecto", "genial", "estupendo",
    "excelente", "muy bien", "muy amable", "muy amables", "recibido", "buen dia", "que tenga un buen dia",
    "buen fin de semana", "y", "un saludo", "saludos", "saludos cordiales", "un abrazo", "atentamente", "cordialmente",
    "enviado desde mi iphone",
    /* it nl pt */
    "per l'aiuto", "per il suo aiuto", "per il tuo aiuto", "per la risposta", "per tutto", "ciao", "buongiorno",
    "buonasera", "perfetto", "ottimo", "cordiali saluti", "saluti", "buona giornata", "e", "voor je hulp",
    "voor uw hulp", "voor de hulp", "voor de snelle reactie", "voor uw reactie", "voor je reactie", "voor alles",
    "prima", "top", "fijne dag", "fijn weekend", "met vriendelijke groet", "vriendelijke groet", "groet", "groetjes",
    "en", "pela ajuda", "pela sua ajuda", "pela resposta", "por tudo", "ola", "bom dia", "boa tarde", "perfeito",
    "otimo", "abraco", "cumprimentos", "bom trabalho", "bom fim de semana", "boa semana", "per la risposta veloce",
    "per la risposta rapida", "per la rapida risposta", "per la disponibilita", "per la cortesia", "per la pazienza",
    "per il supporto", "per l'assistenza", "gentilissima", "gentilissimo", "gentilissimi", "buona serata",
    "distinti saluti", "un saluto", "molto", "tanto", "voor uw snelle reactie", "voor je snelle reactie",
    "voor het snelle antwoord", "voor uw antwoord", "voor je antwoord", "voor de informatie", "voor de moeite",
    "met vriendelijke groeten", "vriendelijke groeten", "hartelijke groet", "goedendag", "goedemorgen", "hoi",
    "pela resposta rapida", "pela rapida resposta", "pela atencao", "pela informacao", "pela paciencia", "pelo apoio",
    "pelo retorno", "pela sua resposta", "com os melhores cumprimentos", "atenciosamente", "boa noite",
    /* more of en de fr es */
    "for all your help with my order", "with my order", "einen schonen tag noch", "und einen schonen tag noch",
    "an das ganze team", "an das team", "an alle", "a toute l'equipe", "toute l'equipe", "a l'equipe",
    "que tenga buen dia", "a todo el equipo", "por vuestra respuesta",
    /* pl sv da no fi cs sk hu ro tr ru uk */
    "za pomoc", "za szybka odpowiedz", "za odpowiedz", "za informacje", "za szybka pomoc", "za wszystko", "pozdrawiam",
    "serdecznie pozdrawiam", "z powazaniem", "dzien dobry", "milego dnia", "swietnie", "for hjalpen",
    "for snabbt svar", "for snabb hjalp", "med vanliga halsningar", "vanliga halsningar", "mvh", "hej", "ha en bra dag",
    "ha en fin dag", "trevlig helg", "for hjaelpen", "for svaret", "for hurtigt svar", "for hurtig hjaelp",
    "med venlig hilsen", "venlig hilsen", "god dag", "god weekend", "for hjelpen", "for raskt svar", "for svar",
    "med vennlig hilsen", "vennlig hilsen", "god helg", "hei", "avusta", "nopeasta avusta", "vastauksesta",
    "nopeasta vastauksesta", "ystavallisin terveisin", "terveisin", "za rychlou odpoved", "za odpoved", "s pozdravem",
    "dobry den", "hezky den", "a segitseget", "a gyors valaszt", "udvozlettel", "pentru ajutor", "pentru raspuns",
    "o zi buna", "iyi gunler", "iyi calismalar", "за помощь", "за ответ", "за быстрый ответ", "за допомогу",
    "за відповідь",
};

#define PHRASES(table) { (table), sizeof(table) / sizeof((table)[0]) }
const struct customer_phrases customer_not_yet_phrases = PHRASES(not_yet_phrases);
const struct customer_phrases customer_solved_phrases = PHRASES(solved_phrases);
const struct customer_phrases customer_doubt_phrases = PHRASES(doubt_phrases);
const struct customer_phrases customer_thanks_phrases = PHRASES(thanks_phrases);
const struct customer_phrases customer_filler_phrases = PHRASES(filler_phrases);
