#include "mail/bounce_words.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* From here on a shapeless report quotes the mail that it is about. */
static const char *const copy_marks[] = {
    "below this line is a copy of the message", "this is a copy of", "below is a copy of", "original message",
    "message text follows", "original message headers", "message header follows", "undelivered message follows",
    "returned message", "unsent message", "message headers follow", "copy of your message",
    "message follows",
};

/* One of these must be said in a report that has no form. */
static const char *const failure_words[] = {
    "could not be delivered", "wasn't able to deliver", "was not able to deliver", "delivery failed", "delivery failure",
    "delivery has failed", "delivery status notification", "undeliverable", "undelivered", "returned mail",
    "returned to sender", "returning to sender", "returning message", "failure notice", "mail failed",
    "failed permanently",
    "did not reach", "delivery error", "not delivered", "non remis", "unzustellbar", "nicht zugestellt",
    "no se pudo entregar",
    "errors from", "delayed", "has not been delivered", "error has occurred while attempting to deliver",
    "couldn't be delivered", "mail delivery", "unable to deliver", "delivery problem", "returned email",
    "could not send message", "cannot deliver", "can't deliver", "cannot be delivered", "can not be delivered",
    "bounced", "undelivered mail", "delivery has been delayed", "will keep trying",
    /* German, French, Spanish, Italian, Portuguese, Catalan, Romanian */
    "zustellung fehlgeschlagen", "zugestellt werden", "zustellung an", "fehler bei der zustellung", "unzustellbarkeit",
    "zustellungsfehler", "rückläufer", "pas pu être remis", "n'a pas été remis", "pas pu être envoyé",
    "pas pu être distribué",
    "non distribué", "non délivré", "échec de la remise", "échec de remise", "échec de la distribution",
    "impossible de remettre",
    "impossible de distribuer", "no se puede entregar", "no se ha podido entregar", "no pudo ser entregado",
    "no pudo entregarse", "error de entrega", "error en la entrega", "no entregado", "mensaje devuelto",
    "mancato recapito",
    "non è stato recapitato", "non è stato consegnato", "impossibile recapitare", "impossibile consegnare",
    "recapito non riuscito",
    "não pôde ser entregue", "não foi entregue", "não foi possível entregar", "falha na entrega", "falha ao entregar",
    "erro na entrega", "no s'ha pogut lliurar", "nu a putut fi livrat",
    "nachricht konnte nicht", "zustellung nicht möglich", "zustellfehler", "nicht übermittelt", "nicht ausgeliefert",
    "n'a pas pu etre", "n'a pu être", "n'a pas été délivré", "non délivrable", "échec de livraison", "échec d'envoi",
    "d'état de remise", "no pudo entregar", "no se entregó", "no fue entregado", "no ha sido entregado",
    "entrega fallida",
    "no se pudo enviar", "estado de entrega", "mancata consegna", "essere consegnato", "essere recapitato",
    "possibile recapitare", "possibile consegnare", "stato del recapito", "non consegnabile", "não pode ser entregue",
    "não entregue", "não pôde entregar", "não puderam ser entregues", "status de entrega", "mensagem devolvida",
    /* Dutch, Danish, Norwegian, Swedish, Finnish */
    "worden afgeleverd", "niet afgeleverd", "niet worden bezorgd", "bezorging mislukt", "bezorging is mislukt",
    "onbezorgbaar",
    "kunne ikke afleveres", "leveringsfejl", "leveringsfeil", "ikke levere", "att leverera", "leveransfel",
    "inte levereras",
    "ei voida toimittaa", "toimitusvirhe", "toimittaminen epäonnistui",
    "onbestelbaar", "kon niet worden afgeleverd", "kan niet worden bezorgd", "kon niet worden bezorgd", "niet bezorgd",
    "kunne ikke leveres", "kan ikke leveres", "ikke leveret", "ikke levert", "kunde inte levereras",
    "kunde inte leverera",
    "kan inte levereras", "inte levererats", "ei voitu toimittaa", "toimitus epäonnistui",
    /* Polish, Czech, Slovak, Hungarian, Turkish, Greek */
    "nie została dostarczona", "nie można dostarczyć", "niedostarczon", "nie dostarczono", "nelze doručit",
    "nebyla doručena",
    "nedoručiteln", "nedoručen", "nie je možné doručiť", "nebola doručená", "kézbesíthetetlen", "nem kézbesíthető",
    "kézbesítése nem sikerült", "teslim edilemedi", "iletilemedi", "δεν παραδόθηκε", "δεν ήταν δυνατή η παράδοση",
    "zostać dostarczona", "błąd dostarczania", "nieudane dostarczenie", "nepodařilo se doručit", "být doručena",
    "sa nepodarilo doručiť", "nem sikerült kézbesíteni", "sikertelen kézbesítés", "teslim edilemiyor", "gönderilemedi",
    "αδύνατη η παράδοση", "livrarea a eșuat", "nije isporučen", "ni bilo mogoče dostaviti",
    /* Russian, Ukrainian, Bulgarian */
    "не может быть доставлено", "не доставлено", "недоставленное", "не было доставлено", "не удалось доставить",
    "не может быть доставлен", "ошибка доставки", "не доставлен", "не вдалося доставити", "не може бути доставлене",
    "невозможно доставить", "не доставлены", "возвращено отправителю", "сообщение не отправлено", "неможливо доставити",
    "не може да бъде доставено",
    /* Chinese, Japanese, Korean, Vietnamese, Indonesian, Hebrew, Arabic */
    "未送达", "被退回", "投遞失敗", "寄送失敗", "傳送失敗", "配送できません", "送信できなかった", "エラーメール", "宛先不明", "未配信",
    "配信に失敗", "전달되지 않", "반송되었", "반송 메일", "배달할 수 없", "pengiriman gagal",
    "退信", "无法投递", "未能送达", "无法送达", "投递失败", "无法传递", "無法傳遞", "無法投遞", "無法送達", "配信できません", "配達できません",
    "送信できません", "配信不能", "配信エラー", "お届けできません", "전달할 수 없", "전송 실패", "배달되지 않", "전송되지 않", "không thể gửi",
    "không gửi được", "tidak dapat dikirim", "gagal dikirim", "לא ניתן היה למסור", "לא נמסרה", "تعذر تسليم",
    "لم يتم تسليم",
};

static const char *const later_words[] = {
    "delayed", "will be retried", "will continue to try", "will keep trying", "warning message only",
    "do not need to resend",
    "not yet been delivered", "delivery attempts will continue", "verzögert", "retardée", "différée", "retrasad",
    "ritardat",
    "atrasad", "vertraagd", "försenad", "forsinket", "opóźnion", "zpožděn", "задержан", "延迟", "延遲", "遅延", "지연",
};

/* Who tells of recipients, or has a server's answer, tells of mail; a parcel cannot be delivered either. */
static const char *const mail_words[] = {
    "recipient", "addressee", "empfänger", "destinataire", "destinatari", "ontvanger", "odbiorc", "příjemc", "mottagare",
    "modtager", "mottaker", "vastaanottaj", "получател", "одержувач", "收件人", "宛先", "受信者", "수신자", "alıcı",
    "smtp", "mailbox", "postfach",
};

static bool has_one_of(struct str lower, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_find(lower, str_from(list[i]), 0) != SIZE_MAX)
            return true;
    return false;
}

bool bounce_tells_failure(struct str lower)
{
    return has_one_of(lower, failure_words, COUNT(failure_words));
}

bool bounce_tells_of_mail(struct str lower)
{
    return has_one_of(lower, mail_words, COUNT(mail_words));
}

struct str bounce_tells_rejection(struct str text)
{
    static const char said[] = "was automatically rejected:";
    size_t at = str_find_nocase(text, str_from(said), 0);
    return at == SIZE_MAX ? STR_NONE : str_slice(text, at + sizeof said - 1, text.len);
}

struct str bounce_action_in(struct str lower)
{
    return has_one_of(lower, later_words, COUNT(later_words)) ? STR("delayed") : STR("failed");
}

size_t bounce_copy_start(TALLOC_CTX *mem, struct str text)
{
    struct str lower = str_lower(mem, text);
    struct str rest = lower, line;
    while (str_next(&rest, '\n', &line)) {
        struct str trimmed = str_trim(line);
        bool is_mark = trimmed.len > 0 && trimmed.len < 120 && has_one_of(trimmed, copy_marks, COUNT(copy_marks));
        bool is_apart = trimmed.len > 0 && (strchr("-=*|", trimmed.ptr[0]) != NULL || str_ends(trimmed, STR(":")));
        if (is_mark && is_apart)
            return (size_t)(line.ptr - lower.ptr);
    }
    return text.len;
}
