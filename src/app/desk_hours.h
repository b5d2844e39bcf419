#pragma once
/* How people write opening hours: "mon-fri 09:00-17:00; sat 10:00-14:00". */
#include "store/team_store.h"

/* The rows for TEAM, in MEM. INVALID (team.hours) names the piece that cannot be read. */
MUST_CHECK enum status desk_hours_read(TALLOC_CTX *mem, team_id team, struct str text,
                                       struct list *out /* team_hours */, struct err *err);
