#pragma once
/* What kind of file somebody put in, for the Content-Type of the mail that carries it.
 *
 * Pictures by their first bytes, since only those are ever shown (AC-034); everything else by the end of its name, which
 * is what the reader's machine goes by, too. Nothing that the browser claims is believed.
 */
#include "base/str.h"

enum { FILE_TYPE_HEAD_BYTES = 16 };

/* HEAD: the first bytes of the file. "application/octet-stream" when nothing tells. Static storage. */
struct str file_type_of(struct str name, struct str head);

/* Whether it is a picture that may be shown inside a mail. */
bool file_type_is_picture(struct str type);
