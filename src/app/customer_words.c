#include "app/customer_words.h"

#include "store/message_store.h"

enum status customer_words_keep(struct tx *tx, TALLOC_CTX *mem, struct actor actor, const struct customer_words *words,
                                message_id *out, struct err *err)
{
    int64_t id;
    TRY(id_new(tx, &id, err));
    const struct message message = {
        .id = { id },
        .ticket_id = words->ticket,
        .kind = MESSAGE_PAGE,
        .direction = MESSAGE_IN,
        .state = MESSAGE_RECEIVED,
        .person_id = words->person->id,
        .subject = words->subject,
        .text = words->text,
        .from_address = words->person->address,
        .from_name = words->person->name,
        .automatic = STR("no"),
        .thanks = words->thanks,
        .at_ms = tx->now,
    };
    TRY(message_insert(tx, &message, err));
    *out = message.id;
    struct str data =
        words->page ? str_format(mem, "{\"message\":%lld,\"page\":true,\"thanks\":%s}", (long long)id,
                                 words->thanks ? "true" : "false")
                    : str_format(mem, "{\"message\":%lld}", (long long)id);
    return journal_add(tx, actor, "message.received", words->ticket, data, err);
}
