#include "core/colleague.h"

const char *const role_words[] = { "member", "agent", "leader", "admin" };
const char *const colleague_state_words[] = { "active", "locked", "left" };
const char *const presence_words[] = { "available", "at_capacity", "away" };
