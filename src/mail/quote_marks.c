#include "mail/quote_marks.h"

#include <unicode/uchar.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define TEXT(literal) { literal, sizeof(literal) - 1 }

static const struct role_row {
    enum mark_role role;
    struct str label;
} roles[] = {
    /* English, German */
    { ROLE_FROM, TEXT("from") }, { ROLE_SENT, TEXT("sent") }, { ROLE_SENT, TEXT("date") }, { ROLE_TO, TEXT("to") },
    { ROLE_CC, TEXT("cc") }, { ROLE_CC, TEXT("bcc") }, { ROLE_SUBJECT, TEXT("subject") },
    { ROLE_CC, TEXT("reply-to") }, { ROLE_CC, TEXT("importance") }, { ROLE_FROM, TEXT("von") },
    { ROLE_SENT, TEXT("gesendet") }, { ROLE_SENT, TEXT("datum") }, { ROLE_SENT, TEXT("gesendet am") },
    { ROLE_TO, TEXT("an") }, { ROLE_CC, TEXT("kopie") }, { ROLE_SUBJECT, TEXT("betreff") },
    /* French, Spanish, Italian, Portuguese, Catalan, Romanian */
    { ROLE_FROM, TEXT("de") }, { ROLE_SENT, TEXT("envoyé") }, { ROLE_SENT, TEXT("envoyé le") },
    { ROLE_TO, TEXT("à") }, { ROLE_TO, TEXT("a") }, { ROLE_SUBJECT, TEXT("objet") },
    { ROLE_SENT, TEXT("date d'envoi") }, { ROLE_SENT, TEXT("enviado") }, { ROLE_SENT, TEXT("enviado el") },
    { ROLE_SENT, TEXT("enviado em") }, { ROLE_SENT, TEXT("enviada em") }, { ROLE_SENT, TEXT("enviat") },
    { ROLE_SENT, TEXT("fecha") }, { ROLE_SENT, TEXT("data") }, { ROLE_TO, TEXT("para") },
    { ROLE_SUBJECT, TEXT("asunto") }, { ROLE_SUBJECT, TEXT("assunto") }, { ROLE_FROM, TEXT("da") },
    { ROLE_SENT, TEXT("inviato") }, { ROLE_SUBJECT, TEXT("oggetto") }, { ROLE_FROM, TEXT("de la") },
    { ROLE_SENT, TEXT("trimis") }, { ROLE_TO, TEXT("către") }, { ROLE_SUBJECT, TEXT("subiect") },
    { ROLE_SUBJECT, TEXT("assumpte") },
    /* Dutch, Danish, Norwegian, Swedish, Finnish */
    { ROLE_FROM, TEXT("van") }, { ROLE_SENT, TEXT("verzonden") }, { ROLE_TO, TEXT("aan") },
    { ROLE_SUBJECT, TEXT("onderwerp") }, { ROLE_FROM, TEXT("fra") }, { ROLE_SENT, TEXT("sendt") },
    { ROLE_TO, TEXT("til") }, { ROLE_SENT, TEXT("dato") }, { ROLE_SUBJECT, TEXT("emne") },
    { ROLE_FROM, TEXT("från") }, { ROLE_SENT, TEXT("skickat") }, { ROLE_TO, TEXT("till") },
    { ROLE_SUBJECT, TEXT("ämne") }, { ROLE_CC, TEXT("kopia") }, { ROLE_FROM, TEXT("lähettäjä") },
    { ROLE_SENT, TEXT("lähetetty") }, { ROLE_SENT, TEXT("päiväys") }, { ROLE_TO, TEXT("vastaanottaja") },
    { ROLE_CC, TEXT("kopio") }, { ROLE_SUBJECT, TEXT("aihe") },
    /* Polish, Czech, Slovak, Slovene, Croatian, Hungarian, Turkish, Greek */
    { ROLE_FROM, TEXT("od") }, { ROLE_SENT, TEXT("wysłano") }, { ROLE_SENT, TEXT("wysłane") },
    { ROLE_TO, TEXT("do") }, { ROLE_CC, TEXT("dw") }, { ROLE_SUBJECT, TEXT("temat") },
    { ROLE_SENT, TEXT("odesláno") }, { ROLE_TO, TEXT("komu") }, { ROLE_CC, TEXT("kopie") },
    { ROLE_SUBJECT, TEXT("předmět") }, { ROLE_SENT, TEXT("odoslané") }, { ROLE_SUBJECT, TEXT("predmet") },
    { ROLE_SENT, TEXT("poslano") }, { ROLE_TO, TEXT("za") }, { ROLE_SUBJECT, TEXT("zadeva") },
    { ROLE_TO, TEXT("prima") }, { ROLE_FROM, TEXT("šalje") }, { ROLE_FROM, TEXT("feladó") },
    { ROLE_SENT, TEXT("elküldve") }, { ROLE_SENT, TEXT("dátum") }, { ROLE_TO, TEXT("címzett") },
    { ROLE_CC, TEXT("másolatot kap") }, { ROLE_SUBJECT, TEXT("tárgy") }, { ROLE_FROM, TEXT("gönderen") },
    { ROLE_FROM, TEXT("kimden") }, { ROLE_SENT, TEXT("gönderildi") }, { ROLE_SENT, TEXT("gönderme tarihi") },
    { ROLE_SENT, TEXT("tarih") }, { ROLE_TO, TEXT("kime") }, { ROLE_TO, TEXT("alıcı") }, { ROLE_CC, TEXT("bilgi") },
    { ROLE_SUBJECT, TEXT("konu") }, { ROLE_FROM, TEXT("από") }, { ROLE_SENT, TEXT("στάλθηκε") },
    { ROLE_SENT, TEXT("ημερομηνία") }, { ROLE_TO, TEXT("προς") }, { ROLE_CC, TEXT("κοιν.") },
    { ROLE_SUBJECT, TEXT("θέμα") },
    /* Lithuanian, Latvian, Estonian */
    { ROLE_FROM, TEXT("nuo") }, { ROLE_SENT, TEXT("išsiųsta") }, { ROLE_TO, TEXT("kam") },
    { ROLE_SENT, TEXT("nosūtīts") }, { ROLE_FROM, TEXT("no") }, { ROLE_SUBJECT, TEXT("tēma") },
    { ROLE_FROM, TEXT("saatja") }, { ROLE_SENT, TEXT("saadetud") }, { ROLE_TO, TEXT("adressaat") },
    { ROLE_TO, TEXT("saaja") }, { ROLE_SUBJECT, TEXT("teema") }, { ROLE_SUBJECT, TEXT("tema") },
    /* Russian, Ukrainian, Bulgarian */
    { ROLE_FROM, TEXT("от") }, { ROLE_FROM, TEXT("от кого") }, { ROLE_SENT, TEXT("отправлено") },
    { ROLE_SENT, TEXT("дата") }, { ROLE_TO, TEXT("кому") }, { ROLE_CC, TEXT("копия") },
    { ROLE_SUBJECT, TEXT("тема") }, { ROLE_FROM, TEXT("від") }, { ROLE_SENT, TEXT("надіслано") },
    { ROLE_CC, TEXT("копія") }, { ROLE_SENT, TEXT("изпратено") }, { ROLE_TO, TEXT("до") },
    { ROLE_SUBJECT, TEXT("относно") },
    /* Chinese, Japanese, Korean, Vietnamese, Indonesian, Hebrew, Arabic */
    { ROLE_FROM, TEXT("发件人") }, { ROLE_SENT, TEXT("发送时间") }, { ROLE_SENT, TEXT("日期") }, { ROLE_TO, TEXT("收件人") },
    { ROLE_CC, TEXT("抄送") }, { ROLE_SUBJECT, TEXT("主题") }, { ROLE_FROM, TEXT("寄件者") }, { ROLE_FROM, TEXT("寄件人") },
    { ROLE_SENT, TEXT("寄件日期") }, { ROLE_SENT, TEXT("傳送時間") }, { ROLE_TO, TEXT("收件者") }, { ROLE_CC, TEXT("副本") },
    { ROLE_SUBJECT, TEXT("主旨") }, { ROLE_SUBJECT, TEXT("主題") }, { ROLE_FROM, TEXT("差出人") },
    { ROLE_FROM, TEXT("送信元") }, { ROLE_SENT, TEXT("送信日時") }, { ROLE_SENT, TEXT("日時") }, { ROLE_SENT, TEXT("送信時刻") },
    { ROLE_TO, TEXT("宛先") }, { ROLE_SUBJECT, TEXT("件名") }, { ROLE_FROM, TEXT("보낸 사람") },
    { ROLE_FROM, TEXT("보낸사람") }, { ROLE_SENT, TEXT("보낸 날짜") }, { ROLE_SENT, TEXT("보낸날짜") },
    { ROLE_SENT, TEXT("날짜") }, { ROLE_TO, TEXT("받는 사람") }, { ROLE_TO, TEXT("받는사람") }, { ROLE_CC, TEXT("참조") },
    { ROLE_SUBJECT, TEXT("제목") }, { ROLE_FROM, TEXT("từ") }, { ROLE_FROM, TEXT("người gửi") },
    { ROLE_SENT, TEXT("đã gửi") }, { ROLE_SENT, TEXT("ngày") }, { ROLE_TO, TEXT("tới") }, { ROLE_TO, TEXT("đến") },
    { ROLE_SUBJECT, TEXT("chủ đề") }, { ROLE_FROM, TEXT("dari") }, { ROLE_SENT, TEXT("dikirim") },
    { ROLE_SENT, TEXT("tanggal") }, { ROLE_TO, TEXT("kepada") }, { ROLE_SUBJECT, TEXT("perihal") },
    { ROLE_SUBJECT, TEXT("subjek") }, { ROLE_FROM, TEXT("מאת") }, { ROLE_SENT, TEXT("נשלח") },
    { ROLE_SENT, TEXT("תאריך") }, { ROLE_TO, TEXT("אל") }, { ROLE_SUBJECT, TEXT("נושא") },
    { ROLE_FROM, TEXT("من") }, { ROLE_SENT, TEXT("تاريخ الإرسال") }, { ROLE_SENT, TEXT("التاريخ") },
    { ROLE_TO, TEXT("إلى") }, { ROLE_SUBJECT, TEXT("الموضوع") },
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
    "เขียนว่า", "כתב", "כתבה", "מאת", "كتب", "پیام", "said",
};

static const char *const openers[] = {
    "on ", "am ", "le ", "el ", "il ", "il giorno ", "em ", "a ", "op ", "den ", "på ", "w dniu ", "dnia ", "dne ",
    "dňa ", "dana ", "v ", "в ", "на ", "у ", "στις ", "pada ", "vào ", "在 ", "ב", "في ", "at ", "quoting ",
    "um ", "pe ", "în data de ", "lun", "mon,", "tue,", "wed,", "thu,", "fri,", "sat,", "sun,",
};

static const char *const forward_subjects[] = {
    "fwd:", "fw:", "wg:", "tr:", "rv:", "i:", "enc:", "doorst:", "vs:", "vb:", "vl:", "pd:", "továbbítás:", "i̇lt:", "ilt:",
    "πρθ:", "转发:", "轉寄:", "転送:", "전달:", "הועבר:", "[fwd:",
};

struct str quote_marks_normal(struct buf *scratch, struct str line)
{
    line = str_trim(line);
    buf_clear(scratch);
    if (line.len > MARK_LINE_BYTES)
        return STR("");
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
        buf_add_utf8(scratch, (uint32_t)u_tolower((UChar32)c));
    }
    return str_trim(buf_str(scratch));
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
        if (str_equal(label, roles[i].label))
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

bool quote_marks_forwards(struct str subject)
{
    for (size_t i = 0; i < COUNT(forward_subjects); i++)
        if (str_starts(subject, str_from(forward_subjects[i])))
            return true;
    return false;
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
        if (digits == 4 &&
            ((text.ptr[i] == '1' && text.ptr[i + 1] == '9') || (text.ptr[i] == '2' && text.ptr[i + 1] == '0')))
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
