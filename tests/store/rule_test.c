/* The database itself refuses what DOMAIN.md forbids, whatever the program does. */
#include "desk.h"

#define TICKET "INSERT INTO ticket (id, number, subject, state, turn, channel, person_id, team_id, owner_id, ownership_id, "
#define PROMISED "next_promise_id, next_promise_state, created_ms, updated_ms) VALUES (2, 2, 'Bell', 'open', 'us', 'email', 1, 1, "
#define OWNED_2 "INSERT INTO ownership (id, ticket_id, to_id, way, reason, hop, at_ms) VALUES (2, 2, 1, 'created', 'least_owed', false, 1)"
#define PROMISE_2                                                                     \
    "INSERT INTO promise (id, ticket_id, kind, text, due_ms, state, made_ms, chain_id)" \
    " VALUES (2, 2, 'acknowledgement', 'by 12:00', 9, 'open', 1, 2)"
#define OFFER(state, answered)                                                                                              \
    "INSERT INTO handover (id, ticket_id, from_id, to_id, state, reason, reason_text, summary, customer_text, offered_ms, " \
    "expires_ms, answered_ms) VALUES (1, 1, 1, 2, '" state "', 'knows', '', 'brakes', 'Ben knows brakes', 1, 9, " answered ")"
#define PROPOSAL(kind, rest, alternative)                                                                            \
    "INSERT INTO proposal (id, ticket_id, kind, text, made_by_id, state, made_ms, rest_ms, first_alternative_id)" \
    " VALUES (1, 1, '" kind "', 'new pads', 1, 'open', 1, " rest ", " alternative ")"
#define SILENCE "INSERT INTO resolution (id, ticket_id, kind, proposal_id, via, at_ms) VALUES (1, 1, 'silence', 1, 'clock', 50)"
#define BLOB "INSERT INTO blob (id, size, sha256) VALUES (1, 0, '')"
#define JOURNAL                                                                            \
    "INSERT INTO journal (seq, at_ms, actor_kind, actor_id, kind, data, digest)" \
    " VALUES (1, 1, 'system', 0, 'ticket.created', '{}', '')"

/* What is tried on the desk of desk_fill; NULL as key: it must be accepted, so that the row beside is refused for its
 * reason and not for another. */
static const struct {
    const char *name;
    const char *statements[6];
    const char *key;
} cases[] = {
    { "O1 an owned ticket with a promise is accepted", { TICKET PROMISED "1, 2, 2, 'open', 1, 1)", OWNED_2, PROMISE_2 }, NULL },
    { "O1 I1 no ticket without an owner", { TICKET PROMISED "NULL, 2, 2, 'open', 1, 1)", OWNED_2, PROMISE_2 }, "db.not_null" },
    { "O1 I1 no owner taken away", { "UPDATE ticket SET owner_id = NULL WHERE id = 1" }, "db.not_null" },
    { "O1 I1 no owner who is nobody", { TICKET PROMISED "404, 2, 2, 'open', 1, 1)", OWNED_2, PROMISE_2 }, "db.foreign_key" },
    { "O1 no ticket deleted", { "DELETE FROM ticket WHERE id = 1" }, "db.rule" },
    { "O7 a locked colleague stays the owner", { "UPDATE colleague SET state = 'locked' WHERE id = 1" }, NULL },
    { "O7 I1 nobody leaves who owns", { "UPDATE colleague SET state = 'left' WHERE id = 1" }, "db.rule" },
    { "O7 who owns nothing may leave", { "UPDATE colleague SET state = 'left' WHERE id = 2" }, NULL },
    { "I1 nothing is given to somebody who has left",
      { "UPDATE colleague SET state = 'left' WHERE id = 2",
        "INSERT INTO ownership (id, ticket_id, from_id, to_id, way, reason, hop, at_ms) VALUES (2, 1, 1, 2, 'overrule', 'x', true, 2)",
        "UPDATE ticket SET owner_id = 2, ownership_id = 2 WHERE id = 1" },
      "db.rule" },
    { "I1 O1 no new problem for somebody who has left",
      { "UPDATE colleague SET state = 'left' WHERE id = 2", TICKET PROMISED "2, 2, 2, 'open', 1, 1)",
        "INSERT INTO ownership (id, ticket_id, to_id, way, reason, hop, at_ms) VALUES (2, 2, 2, 'created', 'least_owed', false, 1)", PROMISE_2 },
      "db.rule" },
    { "I2 no owner without a row that says how", { TICKET PROMISED "1, 2, 2, 'open', 1, 1)", PROMISE_2 }, "db.foreign_key" },
    { "I2 no owner other than that row names", { "UPDATE ticket SET owner_id = 2 WHERE id = 1" }, "db.foreign_key" },
    { "I2 no handover that was only offered",
      { OFFER("offered", "NULL"),
        "INSERT INTO ownership (id, ticket_id, from_id, to_id, way, reason, handover_id, hop, at_ms) VALUES (2, 1, 1, 2, 'handover', 'knows', 1, true, 2)" },
      "db.rule" },
    { "I2 O3 an accepted handover moves the owner",
      { OFFER("accepted", "2"),
        "INSERT INTO ownership (id, ticket_id, from_id, to_id, way, reason, handover_id, hop, at_ms) VALUES (2, 1, 1, 2, 'handover', 'knows', 1, true, 2)",
        "UPDATE ticket SET owner_id = 2, ownership_id = 2 WHERE id = 1" },
      NULL },
    { "O3 one offer at a time", { OFFER("offered", "NULL"), "INSERT INTO handover SELECT 2, ticket_id, from_id, to_id, state, reason, reason_text, summary, customer_text, loan_until_ms, offered_ms, expires_ms, answered_ms, answer_text, leader_id, loan_step FROM handover" }, "db.unique" },
    { "I2 no ownership rewritten", { "UPDATE ownership SET to_id = 2 WHERE id = 1" }, "db.rule" },
    { "I2 no ownership deleted", { "DELETE FROM ownership WHERE id = 1" }, "db.rule" },
    { "I3 P2 no open ticket of ours without a promise", { "UPDATE ticket SET next_promise_id = NULL, next_promise_state = NULL WHERE id = 1" }, "db.check" },
    { "I3 P3 none is needed while it is the customer's turn",
      { "UPDATE ticket SET turn = 'customer', next_promise_id = NULL, next_promise_state = NULL WHERE id = 1" }, NULL },
    { "I3 no promise that is not open", { "UPDATE promise SET state = 'kept', closed_ms = 5 WHERE id = 1" }, "db.foreign_key" },
    { "I3 no promise of another ticket", { TICKET PROMISED "1, 2, 1, 'open', 1, 1)", OWNED_2 }, "db.foreign_key" },
    { "P1 no promise rewritten", { "UPDATE promise SET due_ms = 99 WHERE id = 1" }, "db.rule" },
    { "I4 R2 not resolved by nobody", { "UPDATE ticket SET state = 'resolved' WHERE id = 1" }, "db.check" },
    { "I4 R2 not resolved by the customer's word on another ticket",
      { TICKET PROMISED "1, 2, 2, 'open', 1, 1)", OWNED_2, PROMISE_2,
        "INSERT INTO resolution (id, ticket_id, kind, person_id, via, at_ms) VALUES (1, 2, 'customer', 1, 'page', 5)",
        "UPDATE ticket SET state = 'resolved', resolution_id = 1 WHERE id = 1" },
      "db.foreign_key" },
    { "I4 R2 resolved by the customer",
      { "INSERT INTO resolution (id, ticket_id, kind, person_id, via, at_ms) VALUES (1, 1, 'customer', 1, 'page', 5)",
        "UPDATE ticket SET state = 'resolved', resolution_id = 1 WHERE id = 1" },
      NULL },
    { "I4 R2 not by silence before the announced day", { PROPOSAL("solution", "99", "NULL"), SILENCE }, "db.rule" },
    { "I4 R2 not by silence that nothing announced", { PROPOSAL("solution", "NULL", "NULL"), SILENCE }, "db.rule" },
    { "I4 R2 by silence after it", { PROPOSAL("solution", "50", "NULL"), SILENCE, "UPDATE ticket SET state = 'resolved', resolution_id = 1 WHERE id = 1" }, NULL },
    { "I5 R1 no refusal without an alternative", { PROPOSAL("refusal", "NULL", "NULL") }, "db.check" },
    { "I5 R1 no refusal with an alternative that is not there", { PROPOSAL("refusal", "NULL", "7") }, "db.foreign_key" },
    { "I5 R1 no refusal with an empty alternative",
      { PROPOSAL("refusal", "NULL", "7"), "INSERT INTO alternative (id, proposal_id, place, text) VALUES (7, 1, 1, '')" }, "db.check" },
    { "I5 R1 a refusal with an alternative",
      { PROPOSAL("refusal", "NULL", "7"), "INSERT INTO alternative (id, proposal_id, place, text) VALUES (7, 1, 1, 'a second look by Ben')" }, NULL },
    { "I6 no content rewritten", { BLOB, "UPDATE blob SET size = 1 WHERE id = 1" }, "db.rule" },
    { "I8 the journal takes entries", { JOURNAL }, NULL },
    { "I8 no journal entry rewritten", { JOURNAL, "UPDATE journal SET actor_id = 5 WHERE seq = 1" }, "db.rule" },
    { "I8 no journal entry deleted", { JOURNAL, "DELETE FROM journal WHERE seq = 1" }, "db.rule" },
};

static void the_database_keeps_the_rules(void **state)
{
    int wrong = 0;
    struct desk *desk = NULL;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *key;
        if (desk == NULL) {
            desk = desk_new(*state);
            desk_put_rows(desk);
        }
        enum status status = desk_try(desk, cases[i].statements, &key);
        bool right = cases[i].key == NULL ? status == STATUS_OK : status == STATUS_CONFLICT && strcmp(key, cases[i].key) == 0;
        if (!right)
            print_error("%s: %s %s\n", cases[i].name, status_name(status), key == NULL ? "" : key);
        wrong += right ? 0 : 1;
        if (status == STATUS_OK) /* what was refused changed nothing: the desk serves for the next case */
            TALLOC_FREE(desk);
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_database_keeps_the_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
