#pragma once
/* Whether a mail is worth the memory that a MIME parser would spend on it (AC-052). One pass, no memory. */
#include "base/str.h"

bool mime_is_too_complex(struct str raw);
