#include "core/time_words.h"

struct row {
    enum term term;
    int value;
    const char *phrase;
};

/* Hours at which the parts of a day end: what is promised "for the morning" is due at noon. */
enum { MORNING = 12, NOON = 12, AFTERNOON = 17, EVENING = 20, NIGHT = 22 };

static const struct row english[] = {
    { TERM_BY, 0, "by the" }, { TERM_BY, 0, "by" }, { TERM_BY, 0, "before the" }, { TERM_BY, 0, "before" },
    { TERM_BY, 0, "no later than" }, { TERM_BY, 0, "not later than" }, { TERM_BY, 0, "at the latest by" },
    { TERM_BY, 0, "at the latest on" }, { TERM_BY, 0, "latest by" },
    { TERM_ON, 0, "on the" }, { TERM_ON, 0, "on" }, { TERM_ON, 0, "this coming" }, { TERM_ON, 0, "this" },
    { TERM_ON, 0, "at the" },
    { TERM_WITHIN, 0, "within the next" }, { TERM_WITHIN, 0, "within" }, { TERM_WITHIN, 0, "in less than" },
    { TERM_WITHIN, 0, "in under" }, { TERM_WITHIN, 0, "in no more than" }, { TERM_WITHIN, 0, "in the next" },
    { TERM_IN, 0, "in about" }, { TERM_IN, 0, "in" },
    { TERM_AT, 0, "at" }, { TERM_AT, 0, "by" }, { TERM_AT, 0, "before" }, { TERM_AT, 0, "around" },
    { TERM_AT, 0, "about" },
    { TERM_NEXT, 0, "next" }, { TERM_NEXT, 0, "this coming" }, { TERM_NEXT, 0, "this" }, { TERM_NEXT, 0, "coming" },
    { TERM_AHEAD, 0, "later today" }, { TERM_AHEAD, 0, "today" }, { TERM_AHEAD, 1, "tomorrow" },
    { TERM_AHEAD, 2, "the day after tomorrow" }, { TERM_AHEAD, 2, "day after tomorrow" },
    { TERM_WEEKDAY, 0, "monday" }, { TERM_WEEKDAY, 1, "tuesday" }, { TERM_WEEKDAY, 2, "wednesday" },
    { TERM_WEEKDAY, 3, "thursday" }, { TERM_WEEKDAY, 4, "friday" }, { TERM_WEEKDAY, 5, "saturday" },
    { TERM_WEEKDAY, 6, "sunday" }, { TERM_WEEKDAY, 0, "mon" }, { TERM_WEEKDAY, 1, "tue" }, { TERM_WEEKDAY, 1, "tues" },
    { TERM_WEEKDAY, 2, "wed" }, { TERM_WEEKDAY, 3, "thu" }, { TERM_WEEKDAY, 3, "thurs" }, { TERM_WEEKDAY, 4, "fri" },
    { TERM_MONTH, 1, "january" }, { TERM_MONTH, 2, "february" }, { TERM_MONTH, 3, "march" }, { TERM_MONTH, 4, "april" },
    { TERM_MONTH, 5, "may" }, { TERM_MONTH, 6, "june" }, { TERM_MONTH, 7, "july" }, { TERM_MONTH, 8, "august" },
    { TERM_MONTH, 9, "september" }, { TERM_MONTH, 10, "october" }, { TERM_MONTH, 11, "november" },
    { TERM_MONTH, 12, "december" }, { TERM_MONTH, 1, "jan" }, { TERM_MONTH, 2, "feb" }, { TERM_MONTH, 3, "mar" },
    { TERM_MONTH, 4, "apr" }, { TERM_MONTH, 6, "jun" }, { TERM_MONTH, 7, "jul" }, { TERM_MONTH, 8, "aug" },
    { TERM_MONTH, 9, "sep" }, { TERM_MONTH, 9, "sept" }, { TERM_MONTH, 10, "oct" }, { TERM_MONTH, 11, "nov" },
    { TERM_MONTH, 12, "dec" },
    { TERM_PART, MORNING, "in the morning" }, { TERM_PART, MORNING, "morning" }, { TERM_PART, MORNING, "first thing" },
    { TERM_PART, AFTERNOON, "in the afternoon" }, { TERM_PART, AFTERNOON, "afternoon" },
    { TERM_PART, EVENING, "in the evening" }, { TERM_PART, EVENING, "evening" }, { TERM_PART, EVENING, "night" },
    { TERM_PART, NOON, "noon" }, { TERM_PART, NOON, "midday" }, { TERM_PART, NOON, "lunchtime" },
    { TERM_PART, NOON, "at noon" },
    { TERM_NOW_PART, MORNING, "this morning" }, { TERM_NOW_PART, AFTERNOON, "this afternoon" },
    { TERM_NOW_PART, EVENING, "this evening" }, { TERM_NOW_PART, NIGHT, "tonight" },
    { TERM_END, END_OF_DAY, "end of the day" }, { TERM_END, END_OF_DAY, "end of day" },
    { TERM_END, END_OF_DAY, "end of today" }, { TERM_END, END_OF_DAY, "end of business" },
    { TERM_END, END_OF_DAY, "close of business" }, { TERM_END, END_OF_DAY, "eod" }, { TERM_END, END_OF_DAY, "cob" },
    { TERM_END, END_OF_WEEK, "end of the week" }, { TERM_END, END_OF_WEEK, "end of this week" },
    { TERM_END, END_OF_WEEK, "end of week" }, { TERM_END, END_OF_WEEK, "later this week" },
    { TERM_END, END_OF_WEEK, "this week" }, { TERM_END, END_OF_WEEK, "eow" },
    { TERM_END, END_OF_NEXT_WEEK, "end of next week" }, { TERM_END, END_OF_NEXT_WEEK, "next week" },
    { TERM_END, END_OF_MONTH, "end of the month" }, { TERM_END, END_OF_MONTH, "end of this month" },
    { TERM_END, END_OF_MONTH, "end of month" },
    { TERM_UNIT, UNIT_MINUTES, "minute" }, { TERM_UNIT, UNIT_MINUTES, "minutes" }, { TERM_UNIT, UNIT_MINUTES, "min" },
    { TERM_UNIT, UNIT_MINUTES, "mins" }, { TERM_UNIT, UNIT_HOURS, "hour" }, { TERM_UNIT, UNIT_HOURS, "hours" },
    { TERM_UNIT, UNIT_HOURS, "hrs" }, { TERM_UNIT, UNIT_HOURS, "h" }, { TERM_UNIT, UNIT_DAYS, "day" },
    { TERM_UNIT, UNIT_DAYS, "days" }, { TERM_UNIT, UNIT_WORKDAYS, "working day" },
    { TERM_UNIT, UNIT_WORKDAYS, "working days" }, { TERM_UNIT, UNIT_WORKDAYS, "business day" },
    { TERM_UNIT, UNIT_WORKDAYS, "business days" }, { TERM_UNIT, UNIT_WORKDAYS, "workdays" },
    { TERM_UNIT, UNIT_WEEKS, "week" }, { TERM_UNIT, UNIT_WEEKS, "weeks" }, { TERM_UNIT, UNIT_MONTHS, "month" },
    { TERM_UNIT, UNIT_MONTHS, "months" },
    { TERM_NUMBER, 1, "a" }, { TERM_NUMBER, 1, "an" }, { TERM_NUMBER, 1, "the" }, { TERM_NUMBER, 1, "one" },
    { TERM_NUMBER, 2, "two" }, { TERM_NUMBER, 2, "a couple of" }, { TERM_NUMBER, 3, "three" },
    { TERM_NUMBER, 4, "four" }, { TERM_NUMBER, 5, "five" }, { TERM_NUMBER, 6, "six" }, { TERM_NUMBER, 7, "seven" },
    { TERM_NUMBER, 8, "eight" }, { TERM_NUMBER, 9, "nine" }, { TERM_NUMBER, 10, "ten" }, { TERM_NUMBER, 12, "twelve" },
    { TERM_NUMBER, 15, "fifteen" }, { TERM_NUMBER, 20, "twenty" }, { TERM_NUMBER, 30, "thirty" },
    { TERM_HALF_HOUR, 0, "half an hour" }, { TERM_HALF_HOUR, 0, "half hour" }, { TERM_HALF_HOUR, 0, "a half hour" },
    { TERM_OCLOCK, 0, "o'clock" }, { TERM_OCLOCK, 0, "hrs" }, { TERM_OCLOCK, 1, "am" }, { TERM_OCLOCK, 1, "a . m ." },
    { TERM_OCLOCK, 1, "a . m" }, { TERM_OCLOCK, 2, "pm" }, { TERM_OCLOCK, 2, "p . m ." }, { TERM_OCLOCK, 2, "p . m" },
    { TERM_OCLOCK, 0, "h" },
    { TERM_OF, 0, "of" }, { TERM_OF, 0, "th of" }, { TERM_OF, 0, "st of" }, { TERM_OF, 0, "nd of" },
    { TERM_OF, 0, "rd of" }, { TERM_OF, 0, "th" }, { TERM_OF, 0, "st" }, { TERM_OF, 0, "nd" }, { TERM_OF, 0, "rd" },
};

static const struct row german[] = {
    { TERM_BY, 0, "bis spatestens zum" }, { TERM_BY, 0, "bis spatestens" }, { TERM_BY, 0, "spatestens bis zum" },
    { TERM_BY, 0, "spatestens bis" }, { TERM_BY, 0, "spatestens am" }, { TERM_BY, 0, "spatestens" },
    { TERM_BY, 0, "bis zum" }, { TERM_BY, 0, "bis" }, { TERM_BY, 0, "noch vor" }, { TERM_BY, 0, "vor" },
    { TERM_ON, 0, "am" }, { TERM_ON, 0, "noch" }, { TERM_ON, 0, "diesen" }, { TERM_ON, 0, "zum" },
    { TERM_WITHIN, 0, "innerhalb von" }, { TERM_WITHIN, 0, "innerhalb der nachsten" }, { TERM_WITHIN, 0, "innerhalb" },
    { TERM_WITHIN, 0, "binnen" }, { TERM_WITHIN, 0, "in den nachsten" }, { TERM_WITHIN, 0, "in weniger als" },
    { TERM_IN, 0, "in etwa" }, { TERM_IN, 0, "in" },
    { TERM_AT, 0, "um" }, { TERM_AT, 0, "gegen" }, { TERM_AT, 0, "bis" }, { TERM_AT, 0, "vor" }, { TERM_AT, 0, "ab" },
    { TERM_NEXT, 0, "nachsten" }, { TERM_NEXT, 0, "kommenden" }, { TERM_NEXT, 0, "diesen" },
    { TERM_AHEAD, 0, "heute" }, { TERM_AHEAD, 1, "morgen" }, { TERM_AHEAD, 2, "ubermorgen" },
    { TERM_WEEKDAY, 0, "montag" }, { TERM_WEEKDAY, 1, "dienstag" }, { TERM_WEEKDAY, 2, "mittwoch" },
    { TERM_WEEKDAY, 3, "donnerstag" }, { TERM_WEEKDAY, 4, "freitag" }, { TERM_WEEKDAY, 5, "samstag" },
    { TERM_WEEKDAY, 5, "sonnabend" }, { TERM_WEEKDAY, 6, "sonntag" },
    { TERM_MONTH, 1, "januar" }, { TERM_MONTH, 1, "janner" }, { TERM_MONTH, 2, "februar" }, { TERM_MONTH, 3, "marz" },
    { TERM_MONTH, 4, "april" }, { TERM_MONTH, 5, "mai" }, { TERM_MONTH, 6, "juni" }, { TERM_MONTH, 7, "juli" },
    { TERM_MONTH, 8, "august" }, { TERM_MONTH, 9, "september" }, { TERM_MONTH, 10, "oktober" },
    { TERM_MONTH, 11, "november" }, { TERM_MONTH, 12, "dezember" },
    { TERM_PART, MORNING, "fruh" }, { TERM_PART, MORNING, "vormittag" }, { TERM_PART, MORNING, "am vormittag" },
    { TERM_PART, MORNING, "morgen" }, { TERM_PART, NOON, "mittag" }, { TERM_PART, NOON, "am mittag" },
    { TERM_PART, AFTERNOON, "nachmittag" }, { TERM_PART, AFTERNOON, "am nachmittag" }, { TERM_PART, EVENING, "abend" },
    { TERM_PART, EVENING, "am abend" },
    { TERM_END, END_OF_DAY, "ende des tages" }, { TERM_END, END_OF_DAY, "tagesende" },
    { TERM_END, END_OF_DAY, "feierabend" }, { TERM_END, END_OF_WEEK, "ende der woche" },
    { TERM_END, END_OF_WEEK, "ende dieser woche" }, { TERM_END, END_OF_WEEK, "wochenende" },
    { TERM_END, END_OF_WEEK, "diese woche" }, { TERM_END, END_OF_NEXT_WEEK, "ende nachster woche" },
    { TERM_END, END_OF_NEXT_WEEK, "ende der nachsten woche" }, { TERM_END, END_OF_NEXT_WEEK, "nachste woche" },
    { TERM_END, END_OF_NEXT_WEEK, "kommende woche" }, { TERM_END, END_OF_MONTH, "ende des monats" },
    { TERM_END, END_OF_MONTH, "monatsende" },
    { TERM_UNIT, UNIT_MINUTES, "minute" }, { TERM_UNIT, UNIT_MINUTES, "minuten" }, { TERM_UNIT, UNIT_HOURS, "stunde" },
    { TERM_UNIT, UNIT_HOURS, "stunden" }, { TERM_UNIT, UNIT_DAYS, "tag" }, { TERM_UNIT, UNIT_DAYS, "tage" },
    { TERM_UNIT, UNIT_DAYS, "tagen" }, { TERM_UNIT, UNIT_DAYS, "tages" }, { TERM_UNIT, UNIT_WORKDAYS, "werktagen" },
    { TERM_UNIT, UNIT_WORKDAYS, "werktage" }, { TERM_UNIT, UNIT_WORKDAYS, "arbeitstagen" },
    { TERM_UNIT, UNIT_WORKDAYS, "arbeitstage" }, { TERM_UNIT, UNIT_WEEKS, "woche" },
    { TERM_UNIT, UNIT_WEEKS, "wochen" }, { TERM_UNIT, UNIT_MONTHS, "monat" }, { TERM_UNIT, UNIT_MONTHS, "monaten" },
    { TERM_UNIT, UNIT_MONTHS, "monats" },
    { TERM_NUMBER, 1, "ein" }, { TERM_NUMBER, 1, "eine" }, { TERM_NUMBER, 1, "einer" }, { TERM_NUMBER, 1, "einem" },
    { TERM_NUMBER, 1, "eines" }, { TERM_NUMBER, 2, "zwei" }, { TERM_NUMBER, 2, "zweier" }, { TERM_NUMBER, 3, "drei" },
    { TERM_NUMBER, 4, "vier" }, { TERM_NUMBER, 5, "funf" }, { TERM_NUMBER, 6, "sechs" }, { TERM_NUMBER, 7, "sieben" },
    { TERM_NUMBER, 8, "acht" }, { TERM_NUMBER, 9, "neun" }, { TERM_NUMBER, 10, "zehn" }, { TERM_NUMBER, 12, "zwolf" },
    { TERM_HALF_HOUR, 0, "einer halben stunde" },
    { TERM_OCLOCK, 0, "uhr" },
    { TERM_OF, 0, "." },
};

static const struct row french[] = {
    { TERM_BY, 0, "d'ici au" }, { TERM_BY, 0, "d'ici la" }, { TERM_BY, 0, "d'ici le" }, { TERM_BY, 0, "d'ici" },
    { TERM_BY, 0, "avant la" }, { TERM_BY, 0, "avant le" }, { TERM_BY, 0, "avant" }, { TERM_BY, 0, "au plus tard le" },
    { TERM_BY, 0, "au plus tard" }, { TERM_BY, 0, "jusqu'au" }, { TERM_BY, 0, "pour le" }, { TERM_BY, 0, "pour" },
    { TERM_ON, 0, "le" }, { TERM_ON, 0, "ce" }, { TERM_ON, 0, "des" }, { TERM_ON, 0, "a la" }, { TERM_ON, 0, "en" },
    { TERM_ON, 0, "la" },
    { TERM_WITHIN, 0, "sous" }, { TERM_WITHIN, 0, "dans les" }, { TERM_WITHIN, 0, "en moins de" },
    { TERM_WITHIN, 0, "d'ici" },
    { TERM_IN, 0, "dans" },
    { TERM_AT, 0, "a" }, { TERM_AT, 0, "vers" }, { TERM_AT, 0, "avant" }, { TERM_AT, 0, "d'ici" },
    { TERM_NEXT, 0, "ce" },
    { TERM_AHEAD, 0, "aujourd'hui" }, { TERM_AHEAD, 1, "demain" }, { TERM_AHEAD, 2, "apres demain" },
    { TERM_WEEKDAY, 0, "lundi" }, { TERM_WEEKDAY, 1, "mardi" }, { TERM_WEEKDAY, 2, "mercredi" },
    { TERM_WEEKDAY, 3, "jeudi" }, { TERM_WEEKDAY, 4, "vendredi" }, { TERM_WEEKDAY, 5, "samedi" },
    { TERM_WEEKDAY, 6, "dimanche" }, { TERM_WEEKDAY, 0, "lundi prochain" }, { TERM_WEEKDAY, 1, "mardi prochain" },
    { TERM_WEEKDAY, 2, "mercredi prochain" }, { TERM_WEEKDAY, 3, "jeudi prochain" },
    { TERM_WEEKDAY, 4, "vendredi prochain" },
    { TERM_MONTH, 1, "janvier" }, { TERM_MONTH, 2, "fevrier" }, { TERM_MONTH, 3, "mars" }, { TERM_MONTH, 4, "avril" },
    { TERM_MONTH, 5, "mai" }, { TERM_MONTH, 6, "juin" }, { TERM_MONTH, 7, "juillet" }, { TERM_MONTH, 8, "aout" },
    { TERM_MONTH, 9, "septembre" }, { TERM_MONTH, 10, "octobre" }, { TERM_MONTH, 11, "novembre" },
    { TERM_MONTH, 12, "decembre" },
    { TERM_PART, MORNING, "matin" }, { TERM_PART, MORNING, "dans la matinee" }, { TERM_PART, NOON, "midi" },
    { TERM_PART, NOON, "a midi" }, { TERM_PART, AFTERNOON, "apres midi" },
    { TERM_PART, AFTERNOON, "dans l'apres midi" }, { TERM_PART, EVENING, "soir" },
    { TERM_PART, EVENING, "dans la soiree" },
    { TERM_NOW_PART, MORNING, "ce matin" }, { TERM_NOW_PART, AFTERNOON, "cet apres midi" },
    { TERM_NOW_PART, EVENING, "ce soir" },
    { TERM_END, END_OF_DAY, "fin de journee" }, { TERM_END, END_OF_DAY, "fin de la journee" },
    { TERM_END, END_OF_DAY, "la fin de la journee" }, { TERM_END, END_OF_WEEK, "fin de semaine" },
    { TERM_END, END_OF_WEEK, "fin de la semaine" }, { TERM_END, END_OF_WEEK, "cette semaine" },
    { TERM_END, END_OF_NEXT_WEEK, "semaine prochaine" }, { TERM_END, END_OF_MONTH, "fin du mois" },
    { TERM_END, END_OF_MONTH, "fin de mois" },
    { TERM_UNIT, UNIT_MINUTES, "minute" }, { TERM_UNIT, UNIT_MINUTES, "minutes" }, { TERM_UNIT, UNIT_HOURS, "heure" },
    { TERM_UNIT, UNIT_HOURS, "heures" }, { TERM_UNIT, UNIT_HOURS, "h" }, { TERM_UNIT, UNIT_DAYS, "jour" },
    { TERM_UNIT, UNIT_DAYS, "jours" }, { TERM_UNIT, UNIT_WORKDAYS, "jour ouvre" },
    { TERM_UNIT, UNIT_WORKDAYS, "jours ouvres" }, { TERM_UNIT, UNIT_WORKDAYS, "jours ouvrables" },
    { TERM_UNIT, UNIT_WEEKS, "semaine" }, { TERM_UNIT, UNIT_WEEKS, "semaines" }, { TERM_UNIT, UNIT_MONTHS, "mois" },
    { TERM_NUMBER, 1, "un" }, { TERM_NUMBER, 1, "une" }, { TERM_NUMBER, 1, "l'" }, { TERM_NUMBER, 2, "deux" },
    { TERM_NUMBER, 3, "trois" }, { TERM_NUMBER, 4, "quatre" }, { TERM_NUMBER, 5, "cinq" }, { TERM_NUMBER, 6, "six" },
    { TERM_NUMBER, 7, "sept" }, { TERM_NUMBER, 8, "huit" }, { TERM_NUMBER, 10, "dix" }, { TERM_NUMBER, 12, "douze" },
    { TERM_NUMBER, 15, "quinze" },
    { TERM_HALF_HOUR, 0, "une demi heure" },
    { TERM_OCLOCK, 0, "h" }, { TERM_OCLOCK, 0, "heures" }, { TERM_OCLOCK, 0, "heure" },
    { TERM_OF, 0, "er" },
};

static const struct row spanish[] = {
    { TERM_BY, 0, "antes del" }, { TERM_BY, 0, "antes de la" }, { TERM_BY, 0, "antes de" },
    { TERM_BY, 0, "a mas tardar el" }, { TERM_BY, 0, "a mas tardar" }, { TERM_BY, 0, "como tarde el" },
    { TERM_BY, 0, "como muy tarde el" }, { TERM_BY, 0, "para el" }, { TERM_BY, 0, "para la" }, { TERM_BY, 0, "para" },
    { TERM_BY, 0, "hasta el" },
    { TERM_ON, 0, "el" }, { TERM_ON, 0, "este" }, { TERM_ON, 0, "la" }, { TERM_ON, 0, "a" },
    { TERM_WITHIN, 0, "dentro de" }, { TERM_WITHIN, 0, "en menos de" }, { TERM_WITHIN, 0, "en las proximas" },
    { TERM_WITHIN, 0, "en los proximos" }, { TERM_WITHIN, 0, "en un plazo de" },
    { TERM_IN, 0, "en unas" }, { TERM_IN, 0, "en unos" }, { TERM_IN, 0, "en" },
    { TERM_AT, 0, "a las" }, { TERM_AT, 0, "a la" }, { TERM_AT, 0, "antes de las" }, { TERM_AT, 0, "antes de la" },
    { TERM_AT, 0, "sobre las" }, { TERM_AT, 0, "hacia las" }, { TERM_AT, 0, "para las" },
    { TERM_NEXT, 0, "proximo" }, { TERM_NEXT, 0, "este" },
    { TERM_AHEAD, 0, "hoy mismo" }, { TERM_AHEAD, 0, "hoy" }, { TERM_AHEAD, 1, "manana" },
    { TERM_AHEAD, 2, "pasado manana" },
    { TERM_WEEKDAY, 0, "lunes" }, { TERM_WEEKDAY, 1, "martes" }, { TERM_WEEKDAY, 2, "miercoles" },
    { TERM_WEEKDAY, 3, "jueves" }, { TERM_WEEKDAY, 4, "viernes" }, { TERM_WEEKDAY, 5, "sabado" },
    { TERM_WEEKDAY, 6, "domingo" },
    { TERM_MONTH, 1, "enero" }, { TERM_MONTH, 2, "febrero" }, { TERM_MONTH, 3, "marzo" }, { TERM_MONTH, 4, "abril" },
    { TERM_MONTH, 5, "mayo" }, { TERM_MONTH, 6, "junio" }, { TERM_MONTH, 7, "julio" }, { TERM_MONTH, 8, "agosto" },
    { TERM_MONTH, 9, "septiembre" }, { TERM_MONTH, 10, "octubre" }, { TERM_MONTH, 11, "noviembre" },
    { TERM_MONTH, 12, "diciembre" },
    { TERM_PART, MORNING, "por la manana" }, { TERM_PART, MORNING, "a primera hora" },
    { TERM_PART, NOON, "al mediodia" }, { TERM_PART, NOON, "a mediodia" }, { TERM_PART, AFTERNOON, "por la tarde" },
    { TERM_PART, EVENING, "por la noche" },
    { TERM_NOW_PART, MORNING, "esta manana" }, { TERM_NOW_PART, AFTERNOON, "esta tarde" },
    { TERM_NOW_PART, NIGHT, "esta noche" },
    { TERM_END, END_OF_DAY, "final del dia" }, { TERM_END, END_OF_DAY, "fin del dia" },
    { TERM_END, END_OF_WEEK, "final de la semana" }, { TERM_END, END_OF_WEEK, "final de semana" },
    { TERM_END, END_OF_WEEK, "fin de semana" }, { TERM_END, END_OF_WEEK, "esta semana" },
    { TERM_END, END_OF_NEXT_WEEK, "semana que viene" }, { TERM_END, END_OF_NEXT_WEEK, "proxima semana" },
    { TERM_END, END_OF_MONTH, "final de mes" }, { TERM_END, END_OF_MONTH, "fin de mes" },
    { TERM_UNIT, UNIT_MINUTES, "minuto" }, { TERM_UNIT, UNIT_MINUTES, "minutos" }, { TERM_UNIT, UNIT_HOURS, "hora" },
    { TERM_UNIT, UNIT_HOURS, "horas" }, { TERM_UNIT, UNIT_DAYS, "dia" }, { TERM_UNIT, UNIT_DAYS, "dias" },
    { TERM_UNIT, UNIT_WORKDAYS, "dia laborable" }, { TERM_UNIT, UNIT_WORKDAYS, "dias laborables" },
    { TERM_UNIT, UNIT_WORKDAYS, "dias habiles" }, { TERM_UNIT, UNIT_WEEKS, "semana" },
    { TERM_UNIT, UNIT_WEEKS, "semanas" }, { TERM_UNIT, UNIT_MONTHS, "mes" }, { TERM_UNIT, UNIT_MONTHS, "meses" },
    { TERM_NUMBER, 1, "un" }, { TERM_NUMBER, 1, "una" }, { TERM_NUMBER, 2, "dos" }, { TERM_NUMBER, 2, "un par de" },
    { TERM_NUMBER, 3, "tres" }, { TERM_NUMBER, 4, "cuatro" }, { TERM_NUMBER, 5, "cinco" }, { TERM_NUMBER, 6, "seis" },
    { TERM_NUMBER, 7, "siete" }, { TERM_NUMBER, 8, "ocho" }, { TERM_NUMBER, 10, "diez" }, { TERM_NUMBER, 12, "doce" },
    { TERM_HALF_HOUR, 0, "media hora" },
    { TERM_OCLOCK, 0, "h" }, { TERM_OCLOCK, 0, "horas" },
    { TERM_OF, 0, "de" },
};

static const struct {
    const struct row *rows;
    size_t count;
} languages[FIND_LANGUAGE_COUNT] = {
    [FIND_ENGLISH] = { english, sizeof english / sizeof english[0] },
    [FIND_GERMAN] = { german, sizeof german / sizeof german[0] },
    [FIND_FRENCH] = { french, sizeof french / sizeof french[0] },
    [FIND_SPANISH] = { spanish, sizeof spanish / sizeof spanish[0] },
};

size_t time_word_at(const struct tokens *tokens, size_t at, enum find_language language, enum term term, int *value)
{
    size_t most = 0;
    for (size_t i = 0; i < languages[language].count; i++) {
        const struct row *row = &languages[language].rows[i];
        if (row->term != term)
            continue;
        size_t taken = tokens_match(tokens, at, row->phrase);
        if (taken > most) {
            most = taken;
            if (value != NULL)
                *value = row->value;
        }
    }
    return most;
}

bool time_word_stands(const struct tokens *tokens, size_t at, enum find_language language)
{
    for (size_t i = 0; i < languages[language].count; i++)
        if (tokens_match(tokens, at, languages[language].rows[i].phrase) > 0)
            return true;
    return false;
}
