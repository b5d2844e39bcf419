#include "mail/bounce_reason.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char HARD[] = "hard";
static const char SOFT[] = "soft";

enum reason {
    FULL, TOO_LARGE, MOVED, DISABLED, UNAUTHENTICATED, SPAM, BLOCKED, RELAY, RATE, POLICY, NO_MAIL, UNKNOWN_HOST,
    UNKNOWN_USER, EXPIRED, NETWORK, CONTENT, SYSTEM, SENDER, FILTERED, REASON_COUNT
};

static const struct bounce_reason reasons[REASON_COUNT] = {
    [FULL] = { "mailbox_full", SOFT },      [TOO_LARGE] = { "too_large", SOFT },
    [MOVED] = { "moved", HARD },            [DISABLED] = { "disabled", SOFT },
    [UNAUTHENTICATED] = { "not_authenticated", SOFT }, [SPAM] = { "spam", SOFT },
    [BLOCKED] = { "blocked", SOFT },        [RELAY] = { "relay_denied", SOFT },
    [RATE] = { "too_many", SOFT },          [POLICY] = { "policy", SOFT },
    [NO_MAIL] = { "takes_no_mail", HARD },  [UNKNOWN_HOST] = { "unknown_host", HARD },
    [UNKNOWN_USER] = { "unknown_user", HARD }, [EXPIRED] = { "expired", SOFT },
    [NETWORK] = { "unreachable", SOFT },    [CONTENT] = { "content", SOFT },
    [SYSTEM] = { "system", SOFT },          [SENDER] = { "sender_refused", SOFT },
    [FILTERED] = { "filtered", SOFT },
};

/* In the order in which they are tried. A '*' matches anything up to the end of the sentence's neighbourhood. */
static const struct phrase_row {
    enum reason reason;
    const char *phrase;
} phrases[] = {
    { FULL, "mailbox full" }, { FULL, "mailbox is full" }, { FULL, "inbox is full" }, { FULL, "over quota" },
    { FULL, "overquota" }, { FULL, "quota exceeded" }, { FULL, "exceeded*quota" }, { FULL, "exceed*quota" },
    { FULL, "out of storage space" }, { FULL, "insufficient*storage" }, { FULL, "mailbox quota" },
    { FULL, "disk quota" }, { FULL, "mailbox has exceeded" }, { FULL, "mailbox size limit" },
    { FULL, "mailfolder is full" }, { FULL, "user is over the quota" }, { FULL, "storage allocation" },
    { FULL, "boite du destinataire pleine" }, { FULL, "maildir over" }, { FULL, "is full" },
    { FULL, "no space left on device" }, { FULL, "not enough disk space" },
    { TOO_LARGE, "message size exceeds" }, { TOO_LARGE, "message too large" }, { TOO_LARGE, "message too big" },
    { TOO_LARGE, "message file too big" }, { TOO_LARGE, "exceeds size limit" },
    { TOO_LARGE, "exceeds*maximum message size" }, { TOO_LARGE, "message length exceeds" },
    { TOO_LARGE, "size of this message" }, { TOO_LARGE, "message is too large" },
    { TOO_LARGE, "exceeds the maximum" }, { TOO_LARGE, "recipsizelimit" }, { TOO_LARGE, "size limit" },
    { NETWORK, "greylist" }, { NETWORK, "try again later" }, { NETWORK, "host not found, try again" },
    { POLICY, "suppression list" }, { POLICY, "suppressed sending" }, { POLICY, "previously bounced" },
    { RATE, "too many connections" }, { RATE, "too many messages" }, { RATE, "rate limit" }, { RATE, "too quickly" },
    { RATE, "receiving mail at a rate" }, { RATE, "too fast" }, { RATE, "too many errors" },
    { RATE, "too many recipients" }, { RATE, "too many invalid recipients" },
    { RATE, "resources temporarily unavailable" },
    { RELAY, "relaying denied" }, { RELAY, "relay access denied" }, { RELAY, "relay denied" },
    { RELAY, "unable to relay" }, { RELAY, "not permitted to relay" }, { RELAY, "relaying not" },
    { RELAY, "relay not permitted" }, { RELAY, "we do not relay" }, { RELAY, "unauthorized relay" },
    { NO_MAIL, "null mx" }, { NO_MAIL, "does not accept mail" }, { NO_MAIL, "doesn't accept mail" },
    { NO_MAIL, "couldn't find a mail exchanger" }, { NO_MAIL, "does not accept any" }, { NO_MAIL, "no mx" },
    { NO_MAIL, "indicated no smtp service" },
    { NO_MAIL, "domain of sender address*does not accept" }, { NO_MAIL, "mail receiving disabled" },
    { UNAUTHENTICATED, "dmarc" }, { UNAUTHENTICATED, "dkim" }, { UNAUTHENTICATED, "spf" },
    { UNAUTHENTICATED, "sender policy framework" }, { UNAUTHENTICATED, "not authenticated" },
    { UNAUTHENTICATED, "unauthenticated" }, { UNAUTHENTICATED, "authentication required" },
    { UNAUTHENTICATED, "arc validation" },
    { UNKNOWN_HOST, "account or domain may not exist" },
    { BLOCKED, "blacklist" }, { BLOCKED, "blocklist" }, { BLOCKED, "blocked using" }, { BLOCKED, "black list" },
    { BLOCKED, "spamhaus" }, { BLOCKED, "spamcop" }, { BLOCKED, "dnsbl" }, { BLOCKED, "rbl" },
    { BLOCKED, "reputation" }, { BLOCKED, "banned" }, { BLOCKED, "reverse dns" }, { BLOCKED, "ptr record" },
    { BLOCKED, "rdns" }, { BLOCKED, "client host rejected" }, { BLOCKED, "cannot find your*hostname" },
    { BLOCKED, "ip address*blocked" }, { BLOCKED, "your ip" }, { BLOCKED, "has been blocked" },
    { BLOCKED, "is blocked" },
    { UNKNOWN_USER, "recipient address rejected: access denied" },
    { SPAM, "spam" }, { SPAM, "junk mail" }, { SPAM, "bulk mail" }, { SPAM, "unsolicited" },
    { CONTENT, "virus" }, { CONTENT, "malware" }, { CONTENT, "blocked attachment" }, { CONTENT, "content rejected" },
    { CONTENT, "message content" },
    { POLICY, "security policy" }, { POLICY, "policy violation" }, { POLICY, "for policy reasons" },
    { POLICY, "policy reasons" }, { POLICY, "local policy" }, { POLICY, "access denied" },
    { SENDER, "invalid dns mx" }, { SENDER, "dns check failed" },
    { SENDER, "sender address rejected" }, { SENDER, "sender rejected" }, { SENDER, "sender verify failed" },
    { SENDER, "sender denied" }, { SENDER, "domain of sender address" }, { SENDER, "access denied, bad sender" },
    { SENDER, "sender domain" }, { SENDER, "your email address" }, { SENDER, "bad sender" },
    { SENDER, "after mail from" }, { SENDER, "in reply to mail from" },
    { MOVED, "user has moved" }, { MOVED, "has moved to" }, { MOVED, "address has changed" },
    { MOVED, "user moved" }, { MOVED, "no longer at" }, { MOVED, "has been replaced by" },
    { DISABLED, "account*suspended" }, { DISABLED, "account is disabled" }, { DISABLED, "account disabled" },
    { DISABLED, "is disabled" }, { DISABLED, "has been disabled" }, { DISABLED, "is suspended" },
    { DISABLED, "temporarily suspended" }, { DISABLED, "account has been suspended" },
    { DISABLED, "mailbox disabled" }, { DISABLED, "is inactive" }, { DISABLED, "account inactive" },
    { DISABLED, "currently suspended" }, { DISABLED, "temporarily disabled" },
    { UNKNOWN_HOST, "host unknown" }, { UNKNOWN_HOST, "unknown host" }, { UNKNOWN_HOST, "host not found" },
    { UNKNOWN_HOST, "host or domain name not found" }, { UNKNOWN_HOST, "name or service not known" },
    { UNKNOWN_HOST, "domain does not exist" }, { UNKNOWN_HOST, "domain not found" },
    { UNKNOWN_HOST, "domain is not reachable" }, { UNKNOWN_HOST, "no such domain" },
    { UNKNOWN_HOST, "unrouteable address" }, { UNKNOWN_HOST, "unrouteable mail domain" },
    { UNKNOWN_HOST, "couldn't find any host named" }, { UNKNOWN_HOST, "illegal host/domain" },
    { UNKNOWN_HOST, "domain must resolve" }, { UNKNOWN_HOST, "unknown mail server" }, { UNKNOWN_HOST, "nxdomain" },
    { UNKNOWN_HOST, "unroutable address" }, { UNKNOWN_HOST, "domain*not found" },
    { UNKNOWN_HOST, "bad destination host" }, { UNKNOWN_HOST, "non-existent hosts" },
    { NETWORK, "name service error" }, { NETWORK, "name server" }, { NETWORK, "name lookup" },
    /* Said by mail systems in other languages than English. */
    { FULL, "postfach*voll" }, { FULL, "mailbox*voll" }, { FULL, "speicherplatz" }, { FULL, "kontingent" },
    { FULL, "boîte*pleine" }, { FULL, "quota dépassé" }, { FULL, "buzón*lleno" }, { FULL, "cuota" },
    { FULL, "casella*piena" }, { FULL, "caixa*cheia" }, { FULL, "caixa de correio*lotada" }, { FULL, "postvak*vol" },
    { FULL, "brevlåda*full" }, { FULL, "postkasse*fuld" }, { FULL, "postboks*full" }, { FULL, "postilaatikko*täynnä" },
    { FULL, "skrzynka*pełna" }, { FULL, "przepełnion" }, { FULL, "schránka*plná" }, { FULL, "postafiók*megtelt" },
    { FULL, "kutusu*dolu" }, { FULL, "ящик*переполнен" }, { FULL, "邮箱*满" }, { FULL, "信箱*滿" },
    { FULL, "容量を超え" }, { FULL, "いっぱい" }, { FULL, "용량*초과" },
    { UNKNOWN_USER, "empfänger*existiert nicht" }, { UNKNOWN_USER, "adresse*existiert nicht" },
    { UNKNOWN_USER, "postfach*existiert nicht" }, { UNKNOWN_USER, "empfänger*nicht gefunden" },
    { UNKNOWN_USER, "unbekannte*empfänger" }, { UNKNOWN_USER, "empfänger*unbekannt" }, { UNKNOWN_USER, "adresse*unbekannt" },
    { UNKNOWN_USER, "n'existe pas" }, { UNKNOWN_USER, "adresse inconnue" }, { UNKNOWN_USER, "destinataire inconnu" },
    { UNKNOWN_USER, "introuvable" }, { UNKNOWN_USER, "no existe" }, { UNKNOWN_USER, "destinatario desconocido" },
    { UNKNOWN_USER, "non esiste" }, { UNKNOWN_USER, "sconosciut" }, { UNKNOWN_USER, "inesistente" },
    { UNKNOWN_USER, "não existe" }, { UNKNOWN_USER, "desconhecido" }, { UNKNOWN_USER, "bestaat niet" },
    { UNKNOWN_USER, "onbekende" }, { UNKNOWN_USER, "findes ikke" }, { UNKNOWN_USER, "finnes ikke" },
    { UNKNOWN_USER, "finns inte" }, { UNKNOWN_USER, "hittades inte" }, { UNKNOWN_USER, "ei löydy" },
    { UNKNOWN_USER, "nie istnieje" }, { UNKNOWN_USER, "nieznany" }, { UNKNOWN_USER, "neexistuje" },
    { UNKNOWN_USER, "nem létezik" }, { UNKNOWN_USER, "ismeretlen" }, { UNKNOWN_USER, "bulunamadı" },
    { UNKNOWN_USER, "δεν υπάρχει" }, { UNKNOWN_USER, "не найден" }, { UNKNOWN_USER, "не существует" },
    { UNKNOWN_USER, "не знайдено" }, { UNKNOWN_USER, "не існує" }, { UNKNOWN_USER, "不存在" }, { UNKNOWN_USER, "找不到" },
    { UNKNOWN_USER, "見つかりません" }, { UNKNOWN_USER, "存在しません" }, { UNKNOWN_USER, "존재하지 않" },
    { UNKNOWN_USER, "찾을 수 없" }, { UNKNOWN_USER, "không tồn tại" }, { UNKNOWN_USER, "tidak ditemukan" },
    { UNKNOWN_USER, "לא נמצא" }, { UNKNOWN_USER, "غير موجود" },
    { UNKNOWN_USER, "unknown or illegal user" }, { UNKNOWN_USER, "name is not recognized" },
    { UNKNOWN_USER, "name not recognized" }, { UNKNOWN_USER, "not a registered" }, { UNKNOWN_USER, "unknown destination" },
    { UNKNOWN_USER, "no user by that name" }, { UNKNOWN_USER, "not known here" }, { UNKNOWN_USER, "unknown or invalid" },
    { UNKNOWN_USER, "unbekannter empf" }, { UNKNOWN_USER, "usuario desconocido" }, { UNKNOWN_USER, "utilisateur inconnu" },
    { UNKNOWN_USER, "user unknown" }, { UNKNOWN_USER, "unknown user" }, { UNKNOWN_USER, "no such user" },
    { UNKNOWN_USER, "no such mailbox" }, { UNKNOWN_USER, "no such recipient" }, { UNKNOWN_USER, "no such address" },
    { UNKNOWN_USER, "no such person" }, { UNKNOWN_USER, "no such account" }, { UNKNOWN_USER, "no such local user" },
    { UNKNOWN_USER, "unknown recipient" }, { UNKNOWN_USER, "recipient unknown" }, { UNKNOWN_USER, "unknown local" },
    { UNKNOWN_USER, "address unknown" }, { UNKNOWN_USER, "unknown account" }, { UNKNOWN_USER, "does not exist" },
    { UNKNOWN_USER, "doesn't exist" }, { UNKNOWN_USER, "user not found" }, { UNKNOWN_USER, "recipient not found" },
    { UNKNOWN_USER, "recipnotfound" }, { UNKNOWN_USER, "address not found" }, { UNKNOWN_USER, "mailbox not found" },
    { UNKNOWN_USER, "mailbox unavailable" }, { UNKNOWN_USER, "account not found" },
    { UNKNOWN_USER, "not found by smtp address lookup" }, { UNKNOWN_USER, "couldn't be found" },
    { UNKNOWN_USER, "could not be found" }, { UNKNOWN_USER, "wasn't found" }, { UNKNOWN_USER, "was not found" },
    { UNKNOWN_USER, "no mailbox here by that name" }, { UNKNOWN_USER, "no mailbox" },
    { UNKNOWN_USER, "not a valid mailbox" }, { UNKNOWN_USER, "not a known user" },
    { UNKNOWN_USER, "invalid recipient" }, { UNKNOWN_USER, "invalid mailbox" }, { UNKNOWN_USER, "invalid address" },
    { UNKNOWN_USER, "invalid user" }, { UNKNOWN_USER, "no account" }, { UNKNOWN_USER, "doesn't have a" },
    { UNKNOWN_USER, "recipient address rejected: user" }, { UNKNOWN_USER, "recipient rejected" },
    { UNKNOWN_USER, "not listed in" }, { UNKNOWN_USER, "is not a valid" },
    { UNKNOWN_USER, "account that you tried to reach" }, { UNKNOWN_USER, "user is unknown" },
    { UNKNOWN_USER, "unknown in virtual" }, { UNKNOWN_USER, "unknown in local" },
    { UNKNOWN_USER, "unknown or illegal alias" }, { UNKNOWN_USER, "no valid recipients" },
    { UNKNOWN_USER, "not our customer" }, { UNKNOWN_USER, "bad destination mailbox" },
    { UNKNOWN_USER, "this user doesn't" }, { UNKNOWN_USER, "not exist" }, { UNKNOWN_USER, "empfänger unbekannt" },
    { UNKNOWN_USER, "no longer" }, { UNKNOWN_USER, "addressee unknown" }, { UNKNOWN_USER, "not our user" },
    { UNKNOWN_USER, "#5.1.0 address rejected" }, { UNKNOWN_USER, "mailbox has been deleted" },
    { UNKNOWN_USER, "account closed" }, { UNKNOWN_USER, "account has been closed" },
    { UNKNOWN_USER, "account has been deleted" }, { UNKNOWN_USER, "empfaenger unbekannt" },
    { UNKNOWN_USER, "nicht vorhanden" }, { UNKNOWN_USER, "you are sending to is not valid" },
    { UNKNOWN_USER, "not have an email account" }, { UNKNOWN_USER, "not have an account" },
    { UNKNOWN_USER, "bad recipient" }, { UNKNOWN_USER, "not a valid recipient" },
    { UNKNOWN_USER, "no one at this address" }, { UNKNOWN_USER, "a user by that name" },
    { UNKNOWN_USER, "mailbox for*not found" }, { UNKNOWN_USER, "user*not found" },
    { UNKNOWN_USER, "recipient verify failed" }, { UNKNOWN_USER, "left the company" }, { UNKNOWN_USER, "no user with" },
    { UNKNOWN_USER, "no mail box" }, { UNKNOWN_USER, "mail box unavailable" }, { UNKNOWN_USER, "account terminated" },
    { UNKNOWN_USER, "unable to find*recipient" }, { UNKNOWN_USER, "recipient*not recognized" },
    { NETWORK, "connection refused" }, { NETWORK, "connection timed out" }, { NETWORK, "no route to host" },
    { NETWORK, "network is unreachable" }, { NETWORK, "connection lost" }, { NETWORK, "lost connection" },
    { NETWORK, "conversation with" }, { NETWORK, "did not accept our requests" },
    { NETWORK, "was unable to connect" }, { NETWORK, "unable to connect" }, { NETWORK, "could not connect" },
    { EXPIRED, "retry time" }, { EXPIRED, "in the queue too long" }, { EXPIRED, "delivery time expired" },
    { EXPIRED, "expired" }, { EXPIRED, "could not be delivered for" }, { EXPIRED, "delayed" },
    { EXPIRED, "timed out" }, { EXPIRED, "timeout" },
    { SYSTEM, "loops back to myself" }, { SYSTEM, "mail loop" }, { SYSTEM, "too many hops" },
    { SYSTEM, "local error" }, { SYSTEM, "system config" }, { SYSTEM, "system error" },
    { SYSTEM, "configuration error" }, { SYSTEM, "internal error" },
};

/* By code, for reports without a telling sentence. Sorted from the particular to the general. */
static const struct status_row {
    enum reason reason;
    const char *status; /* without its class */
} statuses[] = {
    { UNKNOWN_USER, ".1.1" }, { UNKNOWN_HOST, ".1.2" }, { UNKNOWN_USER, ".1.3" }, { UNKNOWN_USER, ".1.4" },
    { MOVED, ".1.6" },        { SENDER, ".1.7" },       { SENDER, ".1.8" },       { NO_MAIL, ".1.10" },
    { DISABLED, ".2.1" },     { FULL, ".2.2" },         { TOO_LARGE, ".2.3" },    { FULL, ".3.1" },
    { TOO_LARGE, ".3.4" },    { NETWORK, ".4.1" },      { NETWORK, ".4.2" },      { UNKNOWN_HOST, ".4.4" },
    { SYSTEM, ".4.6" },       { EXPIRED, ".4.7" },      { RATE, ".5.3" },         { UNAUTHENTICATED, ".7.20" },
    { UNAUTHENTICATED, ".7.21" }, { UNAUTHENTICATED, ".7.22" }, { UNAUTHENTICATED, ".7.23" },
    { UNAUTHENTICATED, ".7.24" }, { UNAUTHENTICATED, ".7.26" }, { NO_MAIL, ".7.27" },
};

enum { NEIGHBOURHOOD = 60 }; /* bytes of a sentence that belong together */

static bool matches(struct str text, const char *phrase)
{
    const char *star = strchr(phrase, '*');
    if (star == NULL)
        return str_find(text, str_from(phrase), 0) != SIZE_MAX;
    struct str first = { phrase, (size_t)(star - phrase) };
    size_t at = str_find(text, first, 0);
    if (at == SIZE_MAX)
        return false;
    return str_find(str_slice(text, at + first.len, NEIGHBOURHOOD), str_from(star + 1), 0) != SIZE_MAX;
}

static bool is_particular(struct str status)
{
    return status.len > 0 && !str_ends(status, STR(".0.0")) && !str_ends(status, STR(".2.0"));
}

/* Whom a sentence speaks of, and what it says of them, whoever composed it: "conta … inexistente". */
static const char *const persons[] = {
    "recipient", "addressee", "user", "mailbox", "mail box", "account", "address", "adresse", "utilisateur",
    "destinatair",
    "boîte", "boite", "compte", "usuario", "usuário", "buzon", "buzón", "cuenta", "conta", "caixa", "destinat", "utente",
    "casella", "indirizz", "empfänger", "empfaenger", "benutzer", "postfach", "konto", "gebruiker", "ontvanger", "adres",
    "użytkownik", "odbiorca", "uživatel", "användare", "bruger", "bruker", "пользовател", "получател", "адрес", "ящик",
};
static const char *const absences[] = {
    "not found", "unknown", "not exist", "n't exist", "not present", "not in ", "not known", "not valid", "inexist",
    "inconnu",
    "introuvable", "invalide", "no encontrad", "não encontrad", "desconocid", "desconhecid", "sconosciut", "non trovat",
    "onbekend", "niet gevonden", "unbekannt", "nicht gefunden", "existiert nicht", "nieznan", "neznám", "okänd",
    "ukendt",
    "ukjent", "неизвест", "не найден", "не существует",
};
/* A sender that is unknown says nothing of the recipient. */
static const char *const others[] = { "sender", "from", "helo", "hostname", "host name", "client", " ip", "expéditeur",
                                      "remitente", "absender" };

static bool has_one_of(struct str text, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_find(text, str_from(list[i]), 0) != SIZE_MAX)
            return true;
    return false;
}

static bool names_nobody(struct str lower)
{
    for (size_t i = 0; i < COUNT(persons); i++) {
        size_t at = str_find(lower, str_from(persons[i]), 0);
        struct str after = at == SIZE_MAX ? STR("") : str_slice(lower, at, NEIGHBOURHOOD);
        if (after.len > 0 && has_one_of(after, absences, COUNT(absences)))
            return !has_one_of(lower, others, COUNT(others));
    }
    return false;
}

/* The reason that a sentence names. REASON_COUNT: none does. */
static enum reason by_sentence(struct str lower)
{
    for (size_t i = 0; i < COUNT(phrases); i++)
        if (matches(lower, phrases[i].phrase))
            return phrases[i].reason;
    return names_nobody(lower) ? UNKNOWN_USER : REASON_COUNT;
}

static enum reason by_status(struct str status)
{
    for (size_t i = 0; i < COUNT(statuses) && status.len > 1; i++)
        if (str_equal(str_slice(status, 1, status.len), str_from(statuses[i].status)))
            return statuses[i].reason;
    return str_starts(status, STR("5.7")) ? POLICY : REASON_COUNT;
}

static struct bounce_reason reason_of(TALLOC_CTX *mem, struct str text, struct str status, struct str action,
                                      enum bounce_stage stage)
{
    if (str_equal(action, STR("delivered")) || str_equal(action, STR("relayed")) || str_equal(action, STR("expanded")))
        return (struct bounce_reason){ "delivered", SOFT };
    struct str lower = str_lower(mem, text);
    enum reason reason = by_sentence(lower);
    bool dead = reason != REASON_COUNT && reasons[reason].kind == HARD;
    /* A server that says no more than "550 user unknown", without its own code and not of the recipient when that was
     * named, often has a filter in front of a mailbox that exists. */
    bool is_terse = matches(lower, "user unknown") || matches(lower, "unknown user");
    bool is_late = stage == BOUNCE_AT_DATA || (stage == BOUNCE_STAGE_UNKNOWN && str_find(lower, STR("550"), 0) != SIZE_MAX);
    if (reason == UNKNOWN_USER && is_late && is_terse && !is_particular(status))
        return reasons[FILTERED];
    if (dead && stage == BOUNCE_AT_SENDER)
        return reasons[SENDER];
    if (dead && stage == BOUNCE_AT_PROGRAM)
        return reasons[SYSTEM];
    if (reason != REASON_COUNT)
        return reasons[reason];
    bool is_temporary = str_starts(status, STR("4"));
    reason = by_status(status);
    if (reason != REASON_COUNT)
        return is_temporary ? (struct bounce_reason){ reasons[reason].reason, SOFT } : reasons[reason];
    if (is_temporary || str_equal(action, STR("delayed")))
        return reasons[EXPIRED];
    return (struct bounce_reason){ "unknown", str_starts(status, STR("5")) ? SOFT : "unknown" };
}

struct bounce_reason bounce_reason_of(TALLOC_CTX *mem, struct str text, struct str status, struct str action,
                                      enum bounce_stage stage)
{
    struct bounce_reason found = reason_of(mem, text, status, action, stage);
    bool goes_on = str_equal(action, STR("delayed")); /* who still tries does not know that the address is dead */
    return (struct bounce_reason){ found.reason, goes_on ? SOFT : found.kind };
}

static bool is_digit(struct str s, size_t at)
{
    return at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9';
}

/* The length of the code that starts at AT, or 0: [245].1-3 digits.1-3 digits */
static size_t status_at(struct str s, size_t at)
{
    bool starts = s.ptr[at] == '2' || s.ptr[at] == '4' || s.ptr[at] == '5';
    if (!starts || (at > 0 && (is_digit(s, at - 1) || s.ptr[at - 1] == '.')))
        return 0;
    size_t end = at + 1;
    for (int group = 0; group < 2; group++) {
        if (end >= s.len || s.ptr[end] != '.' || !is_digit(s, end + 1))
            return 0;
        size_t digits = 1;
        while (is_digit(s, end + 1 + digits))
            digits++;
        if (digits > 3)
            return 0;
        end += 1 + digits;
    }
    bool stops = end >= s.len || !(s.ptr[end] == '.' && is_digit(s, end + 1));
    return stops ? end - at : 0;
}

struct str bounce_status_in(struct str text)
{
    struct str found = STR_NONE;
    for (size_t i = 0; i + 4 < text.len; i++) {
        size_t len = status_at(text, i);
        if (len == 0)
            continue;
        struct str status = str_slice(text, i, len);
        if (!str_ends(status, STR(".0.0")))
            return status;
        found = found.ptr == NULL ? status : found;
        i += len;
    }
    return found;
}
