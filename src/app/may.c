#include "app/may.h"

/* Everything that rights depend on, in one read. */
struct relations {
    colleague_id owner_id;
    bool offered, team, leads;
};
static const struct field relations_fields[] = {
    FIELD_OF_ID(struct relations, owner_id, 0),
    FIELD(struct relations, offered, BOOL, 0, 0),
    FIELD(struct relations, team, BOOL, 0, 0),
    FIELD(struct relations, leads, BOOL, 0, 0),
};
static const struct shape relations_shape = SHAPE("Relations", struct relations, relations_fields);

static enum status colleague_relations(struct tx *tx, const struct who *who, ticket_id ticket, unsigned *out,
                                       struct err *err)
{
    struct relations found = { 0 };
    TRY(query_one(tx, NULL, Q_MAY_RELATIONS,
                  PARAMS({ "ticket_id", db_id(ticket.v) }, { "colleague_id", db_id(who->colleague.v) }),
                  &relations_shape, &found, "ticket.unknown", err));
    *out = (found.owner_id.v == who->colleague.v ? RELATION_OWNER : 0u) | (found.offered ? RELATION_OFFERED : 0u)
         | (found.team ? RELATION_TEAM : 0u) | (found.leads ? RELATION_LEADS : 0u);
    return STATUS_OK;
}

static enum status customer_relations(struct tx *tx, const struct who *who, ticket_id ticket, unsigned *out,
                                      struct err *err)
{
    *out = 0;
    if (who->page_ticket.v != ticket.v)
        return STATUS_OK;
    int64_t speaks;
    TRY(query_int(tx, Q_MAY_SPEAK, PARAMS({ "ticket_id", db_id(ticket.v) }, { "person_id", db_id(who->person.v) }),
                  &speaks, err));
    *out = RELATION_CUSTOMER | (who->page_full ? RELATION_PROVEN : 0u) | (speaks != 0 ? RELATION_SPEAKER : 0u);
    return STATUS_OK;
}

static enum status relations_find(struct tx *tx, const struct who *who, ticket_id ticket, unsigned *out,
                                  struct err *err)
{
    if (who->kind == ACTOR_CUSTOMER)
        return customer_relations(tx, who, ticket, out, err);
    return colleague_relations(tx, who, ticket, out, err);
}

static enum action reading(const struct who *who)
{
    return who->kind == ACTOR_CUSTOMER ? ACTION_PAGE_READ : ACTION_READ;
}

enum status may(struct tx *tx, const struct who *who, enum action action, ticket_id ticket, struct err *err)
{
    return may_with(tx, who, action, ticket, 0, err);
}

static enum status judge(const struct who *who, enum action action, const struct rights_actor *actor, struct err *err)
{
    if (who->kind == ACTOR_SYSTEM || rights_allow(actor, action))
        return STATUS_OK;
    if (!rights_allow(actor, reading(who)))
        return FAIL(err, STATUS_NOT_FOUND, "ticket.unknown", "there is nothing here");
    return FAIL(err, STATUS_DENIED, "right.missing", "you may read this, but not %s", action_words[action]);
}

enum status may_find(struct tx *tx, const struct who *who, enum action action, ticket_id ticket,
                     struct rights_actor *out, struct err *err)
{
    struct rights_actor actor = { .customer = who->kind == ACTOR_CUSTOMER, .role = who->role };
    if (who->kind != ACTOR_SYSTEM)
        TRY(relations_find(tx, who, ticket, &actor.relations, err));
    TRY(judge(who, action, &actor, err));
    *out = actor;
    return STATUS_OK;
}

enum status may_with(struct tx *tx, const struct who *who, enum action action, ticket_id ticket, unsigned more,
                     struct err *err)
{
    struct rights_actor actor = { .customer = who->kind == ACTOR_CUSTOMER, .role = who->role };
    if (who->kind != ACTOR_SYSTEM)
        TRY(relations_find(tx, who, ticket, &actor.relations, err));
    actor.relations |= more;
    return judge(who, action, &actor, err);
}

enum status may_at_desk(const struct who *who, enum action action, struct err *err)
{
    struct rights_actor actor = { .customer = who->kind == ACTOR_CUSTOMER, .role = who->role };
    if (who->kind == ACTOR_SYSTEM || rights_allow(&actor, action))
        return STATUS_OK;
    return FAIL(err, STATUS_DENIED, "right.missing", "your role does not allow to %s", action_words[action]);
}
