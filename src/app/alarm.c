#include "app/alarm.h"

#include "app/mail_out.h"
#include "base/words.h"

struct value *alarm_data(struct app *app, TALLOC_CTX *mem, const struct desk_facts *facts, const struct ticket *ticket)
{
    struct value *data = value_object(mem);
    value_set_text(data, "number", str_format(mem, "%lld", (long long)ticket->number));
    value_set_text(data, "subject", ticket->subject);
    value_set_text(data, "person", ticket->person_name);
    value_set_text(data, "owner", desk_name(facts, ticket->owner_id));
    value_set_text(data, "desk", facts->name);
    value_set_text(data, "url",
                   str_format(mem, STR_FMT "/t/%lld", STR_ARG(app->config->url), (long long)ticket->id.v));
    return data;
}

enum status alarm_send(struct app *app, struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                       const struct ticket *ticket, colleague_id to, const char *name, const struct value *data,
                       struct err *err)
{
    const struct colleague_facts *reader = desk_colleague(facts, to);
    if (reader == NULL)
        return STATUS_OK;
    struct str language = reader->colleague.language;
    struct mail_out out = {
        .kind = MESSAGE_AUTOMATIC,
        .ticket = ticket,
        .to = reader->colleague.person_id,
        .to_colleague = true,
        .subject = words_text(mem, language, talloc_asprintf(mem, "%s.subject", name), data),
    };
    message_id message;
    TRY(mail_out_text(mem, language, name, data, &out.text, err));
    return mail_out_add(app, tx, mem, facts, &out, &message, err);
}

enum status alarm_leaders(struct app *app, struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                          const struct ticket *ticket, colleague_id except, const char *name, const struct value *data,
                          struct err *err)
{
    struct list leaders = desk_leaders(facts, ticket->team_id, mem);
    const colleague_id *ids = leaders.items;
    for (size_t i = 0; i < leaders.count; i++) {
        if (ids[i].v != except.v)
            TRY(alarm_send(app, tx, mem, facts, ticket, ids[i], name, data, err));
    }
    return STATUS_OK;
}
