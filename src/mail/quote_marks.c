#include "mail/quote_marks.h"

#include <unicode/uchar.h>

#include "base/buf.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct role_row {
    enum mark_role role;
    const char *label;
} roles[] = {
    /* English, German */
    { ROLE_FROM, "from" }, { ROLE_SENT, "sent" }, { ROLE_SENT, "date" }, { ROLE_TO, "to" }, { ROLE_CC, "cc" },
    { ROLE_CC, "bcc" }, { ROLE_SUBJECT, "subject" }, { ROLE_CC, "reply-to" }, { ROLE_CC, "importance" },
    { ROLE_FROM, "von" }, { ROLE_SENT, "gesendet" }, { ROLE_SENT, "datum" }, { ROLE_SENT, "gesendet am" },
    { ROLE_TO, "an" }, { ROLE_CC, "kopie" }, { ROLE_SUBJECT, "betreff" },
    /* French, Spanish, Italian, Portuguese, Catalan, Romanian */
    { ROLE_FROM, "de" }, { ROLE_SENT, "envoyé" }, { ROLE_SENT, "envoyé le" }, { ROLE_TO, "à" }, { ROLE_TO, "a" },
    { ROLE_SUBJECT, "objet" }, { ROLE_SENT, "date d'envoi" }, { ROLE_SENT, "enviado" }, { ROLE_SENT, "enviado el" },
    { ROLE_SENT, "enviado em" }, { ROLE_SENT, "enviada em" }, { ROLE_SENT, "enviat" }, { ROLE_SENT, "fecha" },
    { ROLE_SENT, "data" }, { ROLE_TO, "para" }, { ROLE_SUBJECT, "asunto" }, { ROLE_SUBJECT, "assunto" },
    { ROLE_FROM, "da" }, { ROLE_SENT, "inviato" }, { ROLE_SUBJECT, "oggetto" }, { ROLE_FROM, "de la" },
    { ROLE_SENT, "trimis" }, { ROLE_TO, "către" }, { ROLE_SUBJECT, "subiect" }, { ROLE_SUBJECT, "assumpte" },
    /* Dutch, Danish, Norwegian, Swedish, Finnish */
    { ROLE_FROM, "van" }, { ROLE_SENT, "verzonden" }, { ROLE_TO, "aan" }, { ROLE_SUBJECT, "onderwerp" },
    { ROLE_FROM, "fra" }, { ROLE_SENT, "sendt" }, { ROLE_TO, "til" }, { ROLE_SENT, "dato" }, { ROLE_SUBJECT, "emne" },
    { ROLE_FROM, "från" }, { ROLE_SENT, "skickat" }, { ROLE_TO, "till" }, { ROLE_SUBJECT, "ämne" },
    { ROLE_CC, "kopia" }, { ROLE_FROM, "lähettäjä" }, { ROLE_SENT, "lähetetty" }, { ROLE_SENT, "päiväys" },
    { ROLE_TO, "vastaanottaja" }, { ROLE_CC, "kopio" }, { ROLE_SUBJECT, "aihe" },
    /* Polish, Czech, Slovak, Slovene, Croatian, Hungarian, Turkish, Greek */
    { ROLE_FROM, "od" }, { ROLE_SENT, "wysłano" }, { ROLE_SENT, "wysłane" }, { ROLE_TO, "do" }, { ROLE_CC, "dw" },
    { ROLE_SUBJECT, "temat" }, { ROLE_SENT, "odesláno" }, { ROLE_TO, "komu" }, { ROLE_CC, "kopie" },
    { ROLE_SUBJECT, "předmět" }, { ROLE_SENT, "odoslané" }, { ROLE_SUBJECT, "predmet" }, { ROLE_SENT, "poslano" },
    { ROLE_TO, "za" }, { ROLE_SUBJECT, "zadeva" }, { ROLE_TO, "prima" }, { ROLE_FROM, "šalje" },
    { ROLE_FROM, "feladó" }, { ROLE_SENT, "elküldve" }, { ROLE_SENT, "dátum" }, { ROLE_TO, "címzett" },
    { ROLE_CC, "másolatot kap" }, { ROLE_SUBJECT, "tárgy" }, { ROLE_FROM, "gönderen" }, { ROLE_FROM, "kimden" },
    { ROLE_SENT, "gönderildi" }, { ROLE_SENT, "gönderme tarihi" }, { ROLE_SENT, "tarih" }, { ROLE_TO, "kime" },
    { ROLE_TO, "alıcı" }, { ROLE_CC, "bilgi" }, { ROLE_SUBJECT, "konu" }, { ROLE_FROM, "από" },
    { ROLE_SENT, "στάλθηκε" }, { ROLE_SENT, "ημερομηνία" }, { ROLE_TO, "προς" }, { ROLE_CC, "κοιν." },
    { ROLE_SUBJECT, "θέμα" },
    /* Russian, Ukrainian, Bulgarian */
    { ROLE_FROM, "от" }, { ROLE_FROM, "от кого" }, { ROLE_SENT, "отправлено" }, { ROLE_SENT, "дата" },
    { ROLE_TO, "кому" }, { ROLE_CC, "копия" }, { ROLE_SUBJECT, "тема" }, { ROLE_FROM, "від" },
    { ROLE_SENT, "надіслано" }, { ROLE_CC, "копія" }, { ROLE_SENT, "изпратено" }, { ROLE_TO, "до" },
    { ROLE_SUBJECT, "относно" },
    /* Chinese, Japanese, Korean, Vietnamese, Indonesian, Hebrew, Arabic */
    { ROLE_FROM, "发件人" }, { ROLE_SENT, "发送时间" }, { ROLE_SENT, "日期" }, { ROLE_TO, "收件人" },
    { ROLE_CC, "抄送" }, { ROLE_SUBJECT, "主题" }, { ROLE_FROM, "寄件者" }, { ROLE_FROM, "寄件人" },
    { ROLE_SENT, "寄件日期" }, { ROLE_SENT, "傳送時間" }, { ROLE_TO, "收件者" }, { ROLE_CC, "副本" },
    { ROLE_SUBJECT, "主旨" }, { ROLE_SUBJECT, "主題" }, { ROLE_FROM, "差出人" }, { ROLE_FROM, "送信元" },
    { ROLE_SENT, "送信日時" }, { ROLE_SENT, "日時" }, { ROLE_SENT, "送信時刻" }, { ROLE_TO, "宛先" },
    { ROLE_SUBJECT, "件名" }, { ROLE_FROM, "보낸 사람" }, { ROLE_FROM, "보낸사람" }, { ROLE_SENT, "보낸 날짜" },
    { ROLE_SENT, "보낸날짜" }, { ROLE_SENT, "날짜" }, { ROLE_TO, "받는 사람" }, { ROLE_TO, "받는사람" },
    { ROLE_CC, "참조" }, { ROLE_SUBJECT, "제목" }, { ROLE_FROM, "từ" }, { ROLE_FROM, "người gửi" },
    { ROLE_SENT, "đã gửi" }, { ROLE_SENT, "ngày" }, { ROLE_TO, "tới" }, { ROLE_TO, "đến" },
    { ROLE_SUBJECT, "chủ đề" }, { ROLE_FROM, "dari" }, { ROLE_SENT, "dikirim" }, { ROLE_SENT, "tanggal" },
    { ROLE_TO, "kepada" }, { ROLE_SUBJECT, "perihal" }, { ROLE_SUBJECT, "subjek" }, { ROLE_FROM, "מאת" },
    { ROLE_SENT, "נשלח" }, { ROLE_SENT, "תאריך" }, { ROLE_TO, "אל" }, { ROLE_SUBJECT, "נושא" },
    { ROLE_FROM, "من" }, { ROLE_SENT, "تاريخ الإرسال" }, { ROLE_SENT, "التاريخ" }, { ROLE_TO, "إلى" },
    { ROLE_SUBJECT, "الموضوع" },
};

static const char *const originals[] = {
    "original message", "original mail", "original email", "reply message", "ursprüngliche nachricht",
    "ursprüngliche mail", "originalnachricht", "original-nachricht", "message d'origine", "message original",
    "message initial", "courriel original", "mensaje original", "messaggio originale", "messaggio originario",
    "mensagem original", "missatge original", "mesaj original", "mesajul original", "oorspronkelijk bericht",
    "origineel bericht", "oprindelig meddelelse", "original meddelelse", "opprinnelig melding",
    "ursprungligt meddelande", "originalmeddelande", "alkuperäinen viesti", "wiadomość oryginalna",
    "oryginalna wiadomość", "treść oryginalnej wiadomości", "původní zpráva", "původní e-mail", "pôvodná správa",
    "izvirno sporočilo", "izvorna poruka", "originalna poruka", "eredeti üzenet", "orijinal mesaj", "özgün ileti",
    "orijinal ileti", "αρχικό μήνυμα", "исходное сообщение", "оригинальное сообщение", "первоначальное сообщение",
    "оригінальне повідомлення", "вихідне повідомлення", "оригинално съобщение", "原始邮件", "原始郵件", "原邮件", "原始信件",
    "回复的原邮件", "元のメッセージ", "original message by", "원본 메시지", "원본 메일", "원본메일", "thư gốc", "tin nhắn gốc",
    "pesan asli", "ההודעה המקורית", "הודעה מקורית", "الرسالة الأصلية", "رسالة أصلية",
};

static const char *const forwards[] = {
    "forwarded message", "forwarded by", "begin forwarded message", "weitergeleitete nachricht",
    "anfang der weitergeleiteten nachricht", "message transféré", "message transmis", "début du message transféré",
    "début du message réexpédié", "mensaje reenviado", "inicio del mensaje reenviado", "messaggio inoltrato",
    "inizio messaggio inoltrato", "inizio del messaggio inoltrato", "mensagem encaminhada", "mensagem reencaminhada",
    "início da mensagem encaminhada", "início da mensagem reenviada", "missatge reenviat", "mesaj redirecționat",
    "doorgestuurd bericht", "begin doorgestuurd bericht", "videresendt meddelelse", "videresendt melding",
    "start på videresendt besked", "vidarebefordrat meddelande", "vidarebefordrat brev", "välitetty viesti",
    "przekazana wiadomość", "wiadomość przekazana", "początek przekazywanej wiadomości", "přeposlaná zpráva",
    "začátek přeposlané zprávy", "preposlaná správa", "posredovano sporočilo", "proslijeđena poruka",
    "továbbított üzenet", "iletilen mesaj", "iletilmiş ileti", "προωθημένο μήνυμα", "пересылаемое сообщение",
    "пересланное сообщение", "начало переадресованного сообщения", "переслане повідомлення", "препратено съобщение", "转发的邮件", "转发邮件",
    "轉寄郵件", "轉寄的郵件", "転送メッセージ", "転送されたメッセージ", "전달된 메시지", "전달된 메일", "thư được chuyển tiếp",
    "pesan terusan", "הודעה שהועברה", "رسالة معاد توجيهها",
};

/* Said of the person who is quoted. Words that stand alone are looked for with a space or an end around them. */
static const char *const verbs[] = {
    "wrote", "writes", "schrieb", "hat geschrieben", "a écrit", "escribió", "escribio", "ha scritto", "scrive",
    "escreveu", "va escriure", "a scris", "schreef", "het volgende geschreven", "skrev", "skreiv", "kirjoitti",
    "napisał", "napisała", "napisał(a)", "napisał/a", "pisze", "napsal", "napsala", "napsal(a)", "napísal",
    "napísal(a)", "je napisal", "je napisao", "je napisala", "írta", "ezt írta", "yazdı", "şunu yazdı", "tarihinde",
    "έγραψε", "написал", "написала", "написал(а)", "пишет", "писал", "написав", "написав(ла)", "пише", "написа",
    "写道", "寫道", "撰写", "さんは書きました", "のメール", "さんのメッセージ", "님이 작성", "작성", "썼습니다", "đã viết", "menulis",
    "เขียนว่า", "כתב", "כתבה", "מאת", "كتب", "پیام", "said", "via",
};

static const char *const openers[] = {
    "on ", "am ", "le ", "el ", "il ", "il giorno ", "em ", "a ", "op ", "den ", "på ", "w dniu ", "dnia ", "dne ",
    "dňa ", "dana ", "v ", "в ", "на ", "у ", "στις ", "pada ", "vào ", "在 ", "ב", "في ", "at ", "quoting ",
    "um ", "pe ", "în data de ", "lun", "mon,", "tue,", "wed,", "thu,", "fri,", "sat,", "sun,",
};

struct str quote_marks_normal(TALLOC_CTX *mem, struct str line)
{
    line = str_trim(line);
    if (line.len > MARK_LINE_BYTES)
        return STR("");
    struct buf out;
    buf_init(&out, mem, MARK_LINE_BYTES * 2);
    uint32_t c;
    while (utf8_next(&line, &c)) {
        bool invisible = (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069)
                         || c == 0xfeff;
        if (invisible)
            continue;
        if (c == 0xa0 || c == 0x202f || c == 0x3000 || c == '\t')
            c = ' ';
        else if (c == 0xff1a)
            c = ':';
        else if (c == 0x2019)
            c = '\'';
        buf_add_utf8(&out, (uint32_t)u_tolower((UChar32)c));
    }
    return str_trim(buf_str(&out));
}

static bool is_among(struct str s, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(s, str_from(list[i])))
            return true;
    return false;
}

static struct str without_around(struct str s, const char *characters, size_t *stripped)
{
    size_t from = 0, to = s.len;
    while (from < to && strchr(characters, s.ptr[from]) != NULL)
        from++;
    while (to > from && strchr(characters, s.ptr[to - 1]) != NULL)
        to--;
    *stripped = from;
    return str_slice(s, from, to - from);
}

enum mark_role quote_marks_role(struct str line)
{
    size_t colon = str_find(line, STR(":"), 0);
    if (colon == SIZE_MAX || colon == 0)
        return ROLE_NONE;
    size_t stripped;
    struct str label = without_around(str_slice(line, 0, colon), "* ", &stripped);
    for (size_t i = 0; i < COUNT(roles); i++)
        if (str_equal(label, str_from(roles[i].label)))
            return roles[i].role;
    return ROLE_NONE;
}

bool quote_marks_is_original(struct str line)
{
    size_t stripped;
    struct str words = without_around(line, "-_=*> ", &stripped);
    words = str_ends(words, STR(":")) ? str_trim(str_slice(words, 0, words.len - 1)) : words;
    return stripped >= 2 && is_among(words, originals, COUNT(originals));
}

bool quote_marks_is_forward(struct str line)
{
    size_t stripped;
    struct str words = without_around(line, "-_=*> ", &stripped);
    bool has_colon = str_ends(words, STR(":"));
    words = has_colon ? str_trim(str_slice(words, 0, words.len - 1)) : words;
    if (stripped < 2 && !has_colon)
        return false;
    if (str_starts(words, STR("forwarded by ")) && stripped >= 2)
        return true;
    return is_among(words, forwards, COUNT(forwards));
}

bool quote_marks_is_rule(struct str line)
{
    if (line.len < 3)
        return false;
    size_t stripped;
    return without_around(line, "-_=* ", &stripped).len == 0;
}

bool quote_marks_opens(struct str text)
{
    for (size_t i = 0; i < COUNT(openers); i++)
        if (str_starts(text, str_from(openers[i])))
            return true;
    return false;
}

static bool is_letter(char c)
{
    return (unsigned char)c >= 0x80 || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static bool has_verb(struct str text)
{
    for (size_t i = 0; i < COUNT(verbs); i++) {
        struct str verb = str_from(verbs[i]);
        bool is_ascii_word = (unsigned char)verb.ptr[0] < 0x80;
        for (size_t at = str_find(text, verb, 0); at != SIZE_MAX; at = str_find(text, verb, at + 1)) {
            size_t end = at + verb.len;
            bool starts = !is_ascii_word || at == 0 || !is_letter(text.ptr[at - 1]);
            bool stops = !is_ascii_word || end == text.len || !is_letter(text.ptr[end]);
            if (starts && stops)
                return true;
        }
    }
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* 18:02, 18.02 (time) and a year, or a day with its month: 26.06., 2/4 */
static void find_date(struct str text, bool *has_time, bool *has_date)
{
    for (size_t i = 0; i + 3 < text.len; i++) {
        bool starts = is_digit(text.ptr[i]) && (i == 0 || !is_digit(text.ptr[i - 1]));
        if (!starts)
            continue;
        size_t digits = 0;
        while (i + digits < text.len && is_digit(text.ptr[i + digits]))
            digits++;
        char next = i + digits < text.len ? text.ptr[i + digits] : '\0';
        bool more = i + digits + 1 < text.len && is_digit(text.ptr[i + digits + 1]);
        if (digits <= 2 && (next == ':' || next == 'h') && more)
            *has_time = true;
        if (digits <= 2 && (next == '.' || next == '/' || next == '-') && more)
            *has_date = true;
        if (digits == 4 && ((text.ptr[i] == '1' && text.ptr[i + 1] == '9') || (text.ptr[i] == '2' && text.ptr[i + 1] == '0')))
            *has_date = true;
    }
}

enum mark_attribution quote_marks_attribution(struct str text)
{
    size_t stripped;
    struct str inner = without_around(text, "- *", &stripped);
    bool is_ruled = stripped >= 2 && inner.len + 4 <= text.len; /* ---- On … wrote ---- */
    bool has_colon = str_ends(inner, STR(":"));
    bool verb = has_verb(inner);
    if (!has_colon && !(verb && (is_ruled || str_ends(inner, STR("wrote")) || str_ends(inner, STR(">")))))
        return ATTRIBUTION_NONE;
    bool has_time = false, has_date = false;
    find_date(inner, &has_time, &has_date);
    size_t at = str_find(inner, STR("@"), 0);
    bool has_address = at != SIZE_MAX && str_find(inner, STR(">"), at) != SIZE_MAX;
    if (!verb && !(has_address && (has_time || has_date)))
        return ATTRIBUTION_NONE;
    if (!has_time && !has_date)
        return ATTRIBUTION_WEAK;
    bool stands_alone = is_ruled || has_address || (has_time && quote_marks_opens(inner)) || at != SIZE_MAX;
    return stands_alone ? ATTRIBUTION_STRONG : ATTRIBUTION_DATED;
}
