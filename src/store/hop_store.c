#include "store/hop_store.h"

static const struct field consent_fields[] = {
    FIELD_OF_ID(struct hop_consent, ticket_id, 0),
    FIELD(struct hop_consent, hops, INT, 0, 0),
    FIELD_OF_ID(struct hop_consent, leader_id, 0),
    FIELD(struct hop_consent, text, TEXT, 0, 0),
    FIELD(struct hop_consent, at_ms, TIME, 0, 0),
};
static const struct shape consent_shape = SHAPE("HopConsent", struct hop_consent, consent_fields);

enum status hop_consent_find(struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, int64_t hops, struct hop_consent *out,
                             bool *have, struct err *err)
{
    struct list found;
    TRY(query_list(tx, mem, Q_HOP_CONSENT_FIND, PARAMS({ "ticket_id", db_id(ticket.v) }, { "hops", db_int(hops) }),
                   &consent_shape, 1, &found, err));
    *have = found.count > 0;
    if (*have)
        *out = *(const struct hop_consent *)found.items;
    return STATUS_OK;
}

enum status hop_consent_insert(struct tx *tx, const struct hop_consent *consent, struct err *err)
{
    return query_run(tx, Q_HOP_CONSENT_INSERT,
                     PARAMS({ "ticket_id", db_id(consent->ticket_id.v) }, { "hops", db_int(consent->hops) },
                            { "leader_id", db_id(consent->leader_id.v) }, { "text", db_text(consent->text) },
                            { "at_ms", db_time(consent->at_ms) }),
                     NULL, err);
}
