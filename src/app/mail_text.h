#pragma once
/* What people write, with a little Markdown in it, as plain text that reads well in any mail program: *strong*, "- " and
 * "1. " for lists, "> " for quotes, an address behind the words of its link, [words] for a picture. Lines are as long as
 * they were written; nothing is lost but the marks. */
#include "base/str.h"

MUST_CHECK enum status mail_text_of(TALLOC_CTX *mem, struct str markdown, struct str *out, struct err *err);
