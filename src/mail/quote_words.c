#include "mail/quote_words.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* One row a role; the labels of a language stand together, languages from Western Europe to East Asia. */
static const char *const from_labels[] = {
    "from", "von", "absender", "de", "expéditeur", "da", "de la", "remitente", "remetente", "mittente", "van", "fra",
    "från", "lähettäjä", "frá", "od", "šalje", "pošiljatelj", "pošiljalac", "šalje se", "feladó", "gönderen", "kimden",
    "από", "αποστολέας", "nuo", "no", "sūtītājs", "saatja", "kellelt", "от", "от кого", "отправитель", "від",
    "від кого",
    "подател", "од", "nga", "מאת", "من", "المرسل", "از", "فرستنده", "प्रेषक", "จาก", "ผู้ส่ง", "từ", "người gửi",
    "dari",
    "daripada", "pengirim", "发件人", "寄件者", "寄件人", "差出人", "送信者", "送信元", "보낸 사람", "보낸사람", "보낸이", "발신",
};
static const char *const sent_labels[] = {
    "sent", "gesendet", "gesendet am", "envoyé", "envoyé le", "date d'envoi", "enviado", "enviado el", "enviado em",
    "enviada", "enviada em", "fecha de envío", "data de envio", "enviat", "inviato", "data invio", "trimis",
    "trimis la",
    "data trimiterii", "verzonden", "verzonden op", "sendt", "skickat", "lähetetty", "sent þann", "sendur", "wysłano",
    "wysłane", "data wysłania", "odesláno", "odoslané", "odoslaná", "poslano", "poslato", "datum slanja", "elküldve",
    "küldve", "küldés dátuma", "gönderildi", "gönderilme", "gönderim", "gönderme tarihi", "στάλθηκε", "εστάλη",
    "αποστολή",
    "išsiųsta", "nosūtīts", "saadetud", "отправлено", "дата отправки", "надіслано", "відправлено", "изпратено",
    "послато",
    "испратено", "dërguar", "נשלח", "נשלח בתאריך", "تم الإرسال", "تاريخ الإرسال", "أرسل", "أُرسلت", "ارسال شده",
    "ارسال",
    "भेजा गया", "ส่ง", "ส่งแล้ว", "ส่งเมื่อ", "đã gửi", "gửi lúc", "dikirim", "terkirim", "dihantar", "发送时间", "发件时间",
    "寄件日期", "寄件時間", "傳送時間", "傳送日期", "已傳送", "已发送", "送信日時", "送信時刻", "送信日", "보낸 날짜", "보낸날짜", "보낸 시간", "전송",
};
static const char *const date_labels[] = {
    "date", "datum", "fecha", "data", "dato", "päivämäärä", "päiväys", "dagsetning", "dátum", "tarih", "ημερομηνία",
    "kuupäev", "datums", "дата", "датум", "תאריך", "التاريخ", "تاريخ", "تاریخ", "दिनांक", "วันที่", "ngày", "tanggal",
    "tarikh", "日期", "时间", "時間", "日時", "日付", "날짜", "일시",
};
static const char *const to_labels[] = {
    "to", "an", "empfänger", "à", "a", "destinataire", "para", "destinatario", "destinatário", "per a", "către",
    "catre",
    "aan", "til", "till", "vastaanottaja", "do", "komu", "za", "prima", "címzett", "kime", "alıcı", "προς",
    "παραλήπτης",
    "kam", "adressaat", "saaja", "kellele", "кому", "получатель", "до", "за", "для", "për", "אל", "عבור", "إلى", "به",
    "प्रति", "ถึง", "tới", "đến", "kepada", "untuk", "收件人", "收件者", "宛先", "受信者", "送信先", "받는 사람", "받는사람", "받는이", "수신",
};
static const char *const other_labels[] = {
    "cc", "bcc", "reply-to", "importance", "priority", "attachments", "attachment", "kopie", "antwort an",
    "wichtigkeit",
    "anlagen", "copie", "copie à", "répondre à", "importance", "pièces jointes", "cco", "responder a", "importancia",
    "con copia", "com cópia", "copia", "rispondi a", "priorità", "allegati", "copie către", "kopi", "kopia", "kopio",
    "prioritet", "urgentie", "bijlagen", "dw", "do wiadomości", "odpowiedz do", "důležitost", "priorita", "kopija",
    "másolatot kap", "másolat", "bilgi", "κοιν.", "κοινοποίηση", "копия", "важность", "копія", "копие", "копија",
    "עותק",
    "نسخة", "رونوشت", "สำเนา", "đồng gửi", "tembusan", "抄送", "副本", "重要性", "参照", "참조", "중요도", "reply to",
};
static const char *const subject_labels[] = {
    "subject", "betreff", "objet", "sujet", "asunto", "assunto", "oggetto", "assumpte", "subiect", "onderwerp", "emne",
    "ämne", "aihe", "efni", "temat", "předmět", "predmet", "zadeva", "naslov", "tárgy", "konu", "θέμα", "tēma", "teema",
    "tema", "тема", "относно", "предмет", "subjekti", "נושא", "الموضوع", "موضوع", "विषय", "เรื่อง", "หัวเรื่อง",
    "chủ đề",
    "tiêu đề", "perihal", "subjek", "subyek", "主题", "主旨", "主題", "标题", "件名", "題名", "제목",
};
static const struct {
    enum mark_role role;
    struct quote_words labels;
} roles[] = {
    { ROLE_FROM, { from_labels, COUNT(from_labels) } },       { ROLE_SENT, { sent_labels, COUNT(sent_labels) } },
    { ROLE_DATE, { date_labels, COUNT(date_labels) } },       { ROLE_TO, { to_labels, COUNT(to_labels) } },
    { ROLE_CC, { other_labels, COUNT(other_labels) } },       { ROLE_SUBJECT, { subject_labels, COUNT(subject_labels) } },
};

enum mark_role quote_words_role(struct str label)
{
    for (size_t i = 0; label.len > 0 && i < COUNT(roles); i++) {
        for (size_t k = 0; k < roles[i].labels.count; k++) {
            const char *known = roles[i].labels.items[k];
            if (known[0] == label.ptr[0] && str_equal(label, str_from(known)))
                return roles[i].role;
        }
    }
    return ROLE_NONE;
}

/* An earlier mail, as a title. */
static const char *const originals[] = {
    "original message", "original mail", "original email", "reply message", "replied message", "previous message",
    "ursprüngliche nachricht",
    "ursprüngliche mail", "ursprüngliche e-mail", "originalnachricht", "original-nachricht", "message d'origine",
    "message original",
    "message initial", "mail original", "e-mail d'origine", "message précédent", "courriel original",
    "mensaje original", "messaggio originale", "messaggio originario",
    "mensagem original", "missatge original", "mesaj original", "mesajul original", "oorspronkelijk bericht",
    "origineel bericht", "oprindelig meddelelse", "oprindelig besked", "original besked", "upprunaleg skilaboð",
    "upprunalegur póstur", "original meddelelse", "opprinnelig melding",
    "ursprungligt meddelande", "originalmeddelande", "alkuperäinen viesti", "wiadomość oryginalna",
    "oryginalna wiadomość", "treść oryginalnej wiadomości", "původní zpráva", "původní e-mail", "pôvodný e-mail",
    "pôvodná správa",
    "izvirno sporočilo", "izvorno sporočilo", "originalno sporočilo", "изворна порука", "оригинална порука",
    "izvorna poruka", "originalna poruka", "eredeti üzenet", "orijinal mesaj", "özgün ileti",
    "orijinal ileti", "αρχικό μήνυμα", "πρωτότυπο μήνυμα", "pradinis laiškas", "originalus laiškas", "sākotnējā ziņa",
    "oriģinālā ziņa", "algne sõnum", "algne kiri", "esialgne kiri", "исходное сообщение", "оригинальное сообщение",
    "первоначальное сообщение",
    "оригінальне повідомлення", "вихідне повідомлення", "оригинално съобщение", "原始邮件", "原始消息", "原始訊息", "原邮件消息", "原始郵件",
    "原邮件", "原始信件",
    "回复的原邮件", "元のメッセージ", "original message by", "원본 메시지", "원본메시지", "ข้อความต้นฉบับ", "मूल संदेश", "پیام اصلی",
    "mesej asal", "pesan asal", "원본 메일", "원본메일", "thư gốc", "tin nhắn gốc",
    "pesan asli", "ההודעה המקורית", "הודעה מקורית", "الرسالة الأصلية", "رسالة أصلية",
};

/* A mail that is passed on, as a title. */
static const char *const forwards[] = {
    "forwarded message", "forwarded by", "begin forwarded message", "weitergeleitete nachricht", "weitergeleitete mail",
    "anfang der weitergeleiteten nachricht", "message transféré", "message transmis", "début du message transféré",
    "début du message réexpédié", "mensaje reenviado", "inicio del mensaje reenviado", "messaggio inoltrato",
    "inizio messaggio inoltrato", "inizio del messaggio inoltrato", "mensagem encaminhada", "mensagem reencaminhada",
    "início da mensagem encaminhada", "início da mensagem reenviada", "missatge reenviat", "mesaj redirecționat",
    "doorgestuurd bericht", "begin doorgestuurd bericht", "videresendt meddelelse", "videresendt melding",
    "start på videresendt besked", "vidarebefordrat meddelande", "vidarebefordrat brev", "välitetty viesti",
    "przekazana wiadomość", "wiadomość przekazana", "początek przekazywanej wiadomości", "přeposlaná zpráva",
    "začátek přeposlané zprávy", "preposlaná správa", "posredovano sporočilo", "proslijeđena poruka",
    "továbbított üzenet", "iletilen mesaj", "iletilmiş ileti", "προωθημένο μήνυμα", "пересылаемое сообщение",
    "пересланное сообщение", "начало переадресованного сообщения", "переслане повідомлення", "препратено съобщение",
    "转发的邮件", "转发的原邮件", "转发邮件",
    "轉寄郵件", "轉寄的郵件", "転送メッセージ", "転送されたメッセージ", "전달된 메시지", "전달된 메일", "thư được chuyển tiếp",
    "pesan terusan", "הודעה שהועברה", "رسالة معاد توجيهها",
};

/* Said of the person who is quoted. Words that stand alone are looked for with a space or an end around them. */
/* Said of the person who is quoted. Latin words are looked for with no letter beside them. */
static const char *const verbs[] = {
    "wrote", "writes", "schrieb", "hat geschrieben", "zitat von", "quoting", "citando", "citando a", "citazione di",
    "citazione da", "a écrit", "écrit", "escribió", "escribio", "va escriure", "missatge de", "ha scritto", "scrive",
    "escreveu", "a scris", "schreef", "het volgende geschreven", "heeft geschreven", "citeer", "skrev", "skreiv",
    "skrifaði", "citerar", "kirjoitti", "lainaus", "napisał", "napisała", "napisał(a)", "napisał/a", "pisze",
    "cytowanie",
    "cytuję", "napsal", "napsala", "napsal(a)", "napísal", "napísala", "napísal(a)", "je napisal", "je napisala",
    "napisal",
    "napisala", "napisao", "napisala je", "napisao je", "je napisao", "je napisao/la", "napisao/la", "írta", "ezt írta",
    "yazdı", "şunu yazdı", "şunları yazdı", "tarihinde", "έγραψε", "rašė", "parašė", "rakstīja", "kirjutas", "написал",
    "написала", "написал(а)", "пишет", "писал", "писал(а)", "вы писали", "написав", "написала", "написав(ла)", "пише",
    "написа", "пиша", "напиша", "је написао", "је написала", "shkroi", "写道", "寫道", "撰写", "写到", "さんは書きました",
    "のメール", "さんのメッセージ", "が書きました", "wrote", "님이 작성", "작성", "썼습니다", "님의 말", "đã viết", "menulis",
    "เขียนว่า", "เขียน", "כתב", "כתבה", "מאת", "كتب", "كتبت", "كتابة ما يلي", "نوشت", "نوشته", "ने लिखा", "said",
};

static const char *const openers[] = {
    "on ", "at ", "quoting ", "missatge de ", "in a message dated ", "am ", "um ", "zitat ", "le ", "el ", "il ", "em ",
    "no dia ", "a ",
    "op ", "den ", "på ", "þann ", "w dniu ", "dnia ", "dne ", "dňa ", "dana ", "v ", "u ", "pe ", "în ", "la data ",
    "στις ",
    "la ", "в ", "на ", "у ", "вы писали ", "pada ", "vào ", "เมื่อ ", "在 ", "于", "於", "ב", "في ", "در ",
    "mon,", "tue,", "wed,", "thu,", "fri,", "sat,", "sun,", "monday", "tuesday", "wednesday", "thursday", "friday",
    "saturday", "sunday",
};

/* The first word of a line is not looked at: "Il", "On" and "A" open introductions too. */
static const char *const sentence_words[] = {
    "i", "you", "he", "she", "we", "they", "my", "your", "our", "his", "her", "their", "this", "that", "somebody",
    "someone",
    "ich", "sie", "er", "wir", "ihr", "du", "man", "mir", "mich", "uns", "ihnen", "mein", "meine", "ihre", "kollege",
    "kollegin", "jemand", "je", "j'ai", "vous", "elle", "nous", "votre", "mon", "usted", "ustedes", "yo", "su", "mi",
    "ella",
    "lei", "voi", "lui", "suo", "ik", "jij", "hij", "zij", "wij", "uw", "mijn", "jag", "jeg", "han", "hun", "hon", "vi",
    "você",
    "eu", "ele", "ela", "seu", "sua", "pan", "pani", "ja", "já", "vy", "я", "вы", "он", "она", "мы", "ваш", "ви", "він",
};

static const char *const forward_subjects[] = {
    "fwd:", "fw:", "wg:", "tr:", "rv:", "i:", "enc:", "doorst:", "vs:", "vb:", "vl:", "pd:", "továbbítás:", "i̇lt:",
    "ilt:",
    "πρθ:", "转发:", "轉寄:", "転送:", "전달:", "הועבר:", "[fwd:",
};

/* Said above an earlier mail in which there is something to read: answers between its lines, or the thing asked about. */
static const char *const pointers[] = {
    "see below", "shown below", "mail below", "email below", "e-mail below", "message below", "letter below",
    "answer below",
    "answers below", "comments below", "replies below", "answered below", "replied below", "commented below",
    "below in",
    "inline", "in-line", "in red", "in blue", "in green", "in bold", "in capitals", "fyi", "for your information",
    "siehe unten", "siehe weiter unten", "s.u.", "s. u.", "unten stehend", "unten stehende", "untenstehend",
    "untenstehende", "antworten unten", "in rot", "in blau", "in grün", "zur info", "zur information", "zur kenntnis",
    "z. k.", "z.k.", "z.kts.", "leite ich weiter", "leite ihnen", "leite dir", "voir ci-dessous", "ci-dessous",
    "en rouge",
    "en bleu", "pour info", "pour information", "je vous transfère", "je te transfère", "ver abajo", "ver más abajo",
    "más abajo", "aquí abajo", "en rojo", "en azul", "para su información", "le reenvío", "te reenvío", "vedi sotto",
    "qui sotto", "qua sotto", "di seguito", "in rosso", "in blu", "per conoscenza", "le inoltro", "ti inoltro",
    "vi inoltro",
    "veja abaixo", "ver abaixo", "abaixo", "em vermelho", "em azul", "segue abaixo", "encaminho", "zie hieronder",
    "hieronder", "zie onder", "in het rood", "in het blauw", "ter info", "ter informatie", "se nedan", "nedan",
    "i rött",
    "för kännedom", "se nedenfor", "nedenfor", "nedenstående", "nedenunder", "i rødt", "med rødt", "til orientering",
    "katso alla", "alla oleva", "ks. alla", "punaisella", "tiedoksi", "poniżej", "na czerwono", "na niebiesko",
    "do wiadomości", "viz níže", "níže", "červeně", "na vědomí", "nižšie", "červenou", "na vedomie", "lásd lent",
    "alább",
    "lentebb", "pirossal", "mai jos", "cu roșu", "spre informare", "aşağıda", "aşağıdaki", "kırmızı", "bilginize",
    "см. ниже", "ниже", "красным", "для информации", "пересылаю", "див. нижче", "нижче", "червоним", "до відома",
    "по-долу", "παρακάτω", "με κόκκινο", "u nastavku", "u prilogu ispod", "spodaj", "下記のメール", "以下のメール",
    "転送します", "赤字", "见下", "如下", "下面的邮件", "见下文", "供参考", "红色", "見下", "如下", "供參考", "아래 메일", "아래와 같",
    "빨간", "참고하세요", "أدناه", "بالأحمر", "للعلم", "ראה למטה", "להלן", "באדום", "לידיעתך", "bên dưới", "dưới đây",
    "màu đỏ", "di bawah", "warna merah", "ด้านล่าง",
};

static const char *const devices[] = {
    "sent from my ", "sent from ", "sent via ", "sent with ", "get outlook for ", "von meinem ", "von meiner ",
    "gesendet von ", "gesendet mit ", "gesendet aus ", "diese nachricht wurde von meinem ", "holen sie sich outlook ",
    "outlook für ", "envoyé de mon ", "envoyé depuis ", "envoyé à partir de ", "envoyé avec ", "télécharger outlook ",
    "obtenez outlook ", "enviado desde ", "enviado do ", "enviado de ", "enviado a partir ", "obtener outlook ",
    "obter o outlook ", "inviato da ", "inviato dal ", "ottieni outlook ", "verzonden vanaf ", "verstuurd vanaf ",
    "verzonden met ", "outlook voor ", "skickat från ", "skickades från ", "hämta outlook ", "sendt fra ",
    "hent outlook ",
    "få outlook ", "lähetetty ", "hanki outlook ", "wysłane z ", "wysłano z ", "pobierz program outlook ",
    "odesláno z ",
    "získat outlook ", "odoslané z ", "poslano z ", "poslano sa ", "küldve ", "az outlook beszerzése ", "trimis de pe ",
    "trimis din ", "iphone'umdan gönderildi", "samsung cihazımdan gönderildi", "отправлено с ", "отправлено из ",
    "надіслано з ", "изпратено от ", "εστάλη από ", "στάλθηκε από ", "iphoneから送信", "発信元", "发自我的", "發自我的", "從我的",
    "從我的 iphone 傳送", "나의 iphone에서 보냄", "내 iphone에서 보냄", "נשלח מה", "أُرسلت من", "مرسل من", "đã gửi từ ",
    "dikirim dari ", "ส่งจาก",
};

static const char *const source_labels[] = {
    "received", "return-path", "message-id", "mime-version", "content-type", "content-transfer-encoding",
    "delivered-to",
    "dkim-signature", "authentication-results", "received-spf", "x-mailer", "x-originating-ip", "envelope-to",
    "x-received", "arc-seal", "list-unsubscribe",
};

#define WORDS(table) { table, COUNT(table) }
const struct quote_words quote_originals = WORDS(originals);
const struct quote_words quote_forwards = WORDS(forwards);
const struct quote_words quote_forward_subjects = WORDS(forward_subjects);
const struct quote_words quote_verbs = WORDS(verbs);
const struct quote_words quote_openers = WORDS(openers);
const struct quote_words quote_sentence_words = WORDS(sentence_words);
const struct quote_words quote_pointers = WORDS(pointers);
const struct quote_words quote_devices = WORDS(devices);
const struct quote_words quote_source_labels = WORDS(source_labels);
