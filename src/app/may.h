#pragma once
/* One question behind every read and write: may WHO do ACTION with this ticket? (AC-084, I9)
 *
 * Finds the relations of the actor to the ticket (owner, offered, team, leads …) in this transaction and asks core's
 * table. What must not be known answers NOT_FOUND, the same as a ticket that never was (AC-046, AC-102); what may be
 * read but not done, DENIED.
 */
#include "app/app.h"

MUST_CHECK enum status may(struct tx *tx, const struct who *who, enum action action, ticket_id ticket, struct err *err);
/* The same, and tells what else rights_allow may be asked for. */
MUST_CHECK enum status may_find(struct tx *tx, const struct who *who, enum action action, ticket_id ticket,
                                struct rights_actor *out, struct err *err);
/* With relations that the caller has found already, bits of enum relation: the author of a message. */
MUST_CHECK enum status may_with(struct tx *tx, const struct who *who, enum action action, ticket_id ticket,
                                unsigned more, struct err *err);
/* For actions that are about no ticket (settings, colleagues, creating). */
MUST_CHECK enum status may_at_desk(const struct who *who, enum action action, struct err *err);
