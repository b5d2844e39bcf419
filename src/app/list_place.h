#pragma once
/* A place in a list that is read newest first, as callers hand it back for the next page: "moment.id". */
#include "base/str.h"
#include "base/types.h"

struct list_place { time_ms at; int64_t id; };

/* AFTER as it came from outside; "" is the start of the list. INVALID (list.cursor) when it is no place. */
MUST_CHECK enum status list_place_read(struct str after, struct list_place *out, struct err *err);
struct str list_place_write(TALLOC_CTX *mem, time_ms at, int64_t id);
