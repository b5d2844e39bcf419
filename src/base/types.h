#pragma once
/* Ids and times: types that the compiler keeps apart, units that the name tells. */
#include <stdint.h>

/* Ids are made by the store, unique in the desk, positive, below 2^53 (a JSON number holds them). */
#define ID_LIST(X)                                                                       \
    X(person) X(identity) X(colleague) X(team) X(mailbox) X(ticket) X(message) X(promise) \
    X(handover) X(proposal) X(alternative) X(resolution) X(ownership) X(raw) X(outbox) X(attachment) X(quarantine)

#define X(name) typedef struct { int64_t v; } name##_id;
ID_LIST(X)
#undef X

typedef int64_t time_ms; /* since 1970, UTC; 0 is "never" in fields that may be unset */
typedef int64_t span_ms;

#define SECOND_MS ((span_ms)1000)
#define MINUTE_MS (60 * SECOND_MS)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)
