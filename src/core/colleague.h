#pragma once
/* What a colleague may be and how much is there of them: words shared by routing and rights. */

enum role { ROLE_MEMBER, ROLE_AGENT, ROLE_LEADER, ROLE_ADMIN, ROLE_COUNT };
extern const char *const role_words[ROLE_COUNT];

enum colleague_state { COLLEAGUE_ACTIVE, COLLEAGUE_LOCKED, COLLEAGUE_LEFT, COLLEAGUE_STATE_COUNT };
extern const char *const colleague_state_words[COLLEAGUE_STATE_COUNT];

enum presence { PRESENCE_AVAILABLE, PRESENCE_AT_CAPACITY, PRESENCE_AWAY, PRESENCE_COUNT }; /* T3 */
extern const char *const presence_words[PRESENCE_COUNT];
