#include "app/sign_off.h"

#include "app/may.h"
#include "base/limits.h"

static const struct field signature_fields[] = {
    FIELD(struct signature_input, text, TEXT, OPTIONAL, LIMIT_LINE_BYTES),
};
const struct shape signature_input_shape = SHAPE("SignatureInput", struct signature_input, signature_fields);

struct str sign_off_of(TALLOC_CTX *mem, const struct desk_facts *facts, const struct mailbox *mailbox,
                       colleague_id author)
{
    const struct colleague_facts *colleague = desk_colleague(facts, author);
    struct str own = colleague == NULL ? STR("") : str_trim(colleague->colleague.signature);
    struct str name = desk_public_name(facts, author);
    struct str below = mailbox == NULL ? STR("") : str_trim(mailbox->signature);
    struct str desk = mailbox == NULL ? STR("") : mailbox->name;
    if (own.len == 0 && below.len == 0)
        return str_format(mem, STR_FMT ", " STR_FMT, STR_ARG(name), STR_ARG(desk));
    struct str above = own.len > 0 ? own : name;
    return str_format(mem, STR_FMT "%s" STR_FMT, STR_ARG(above), below.len > 0 ? "\n" : "", STR_ARG(below));
}

enum status signature_set(struct app *app, const struct who *who, const struct signature_input *in, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(may_at_desk(who, ACTION_SET_PRESENCE, err));
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(colleague_signature_save(&tx, who->colleague, str_trim(in->text), err));
    TRY(desk_touch(&tx, err));
    return tx_commit(&tx, err);
}
