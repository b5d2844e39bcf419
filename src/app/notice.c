#include "app/notice.h"

#include "app/mail_out.h"
#include "base/words.h"
#include "store/person_store.h"

enum status notice_data(struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts, const struct ticket *ticket,
                        struct value **out, struct err *err)
{
    struct person person;
    TRY(person_load(tx, mem, ticket->person_id, &person, err));
    struct value *data = value_object(mem);
    value_set_text(data, "owner", desk_public_name(facts, ticket->owner_id));
    value_set_text(data, "desk", facts->name);
    value_set_text(data, "subject", ticket->subject);
    value_set_text(data, "person", person.name);
    *out = data;
    return STATUS_OK;
}

enum status notice_when(struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts, const struct ticket *ticket,
                        time_ms at, struct str *out, struct err *err)
{
    struct person person;
    struct zone zone = desk_team(facts, ticket->team_id)->zone;
    TRY(person_load(tx, mem, ticket->person_id, &person, err));
    bool same = str_equal(person.time_zone, str_from(zone.name));
    if (person.time_zone.len > 0 && !same)
        TRY(zone_load(mem, person.time_zone, &zone, err));
    *out = same ? words_when_written(mem, ticket->language, &zone, at)
                : words_when_zoned(mem, ticket->language, &zone, at);
    return STATUS_OK;
}

enum status notice_send(struct app *app, struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                        const struct ticket *ticket, const struct notice *notice, const struct value *data, bool *sent,
                        struct err *err)
{
    bool may = true;
    message_id message = { 0 };
    if (notice->is_news)
        TRY(mail_out_may_notify(tx, mem, ticket, &may, err));
    if (may) {
        struct mail_out out = { .kind = MESSAGE_AUTOMATIC,
                                .ticket = ticket,
                                .to = notice->to,
                                .author = notice->author,
                                .without_link = notice->without_link,
                                .hidden = notice->hidden };
        if (notice->subject != NULL)
            out.subject = words_text(mem, ticket->language, notice->subject, data);
        TRY(mail_out_text(mem, ticket->language, notice->name, data, &out.text, err));
        TRY(mail_out_add(app, tx, mem, facts, &out, &message, err));
    }
    if (sent != NULL)
        *sent = message.v != 0;
    return STATUS_OK;
}
