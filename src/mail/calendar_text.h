#pragma once
/* An invitation (RFC 5545) in a few lines of text, for a mail that has no other words (AC-035: text, never markup). */
#include "base/str.h"

/* "" when ICS holds no event. ICS must be valid UTF-8. */
struct str calendar_text(TALLOC_CTX *mem, struct str ics);
