#pragma once
/* A folder of mails, each a file NNN-<message-id>.eml: where outgoing mail goes when there is no mail server.
 *
 * The numbers tell the order. A file appears whole, on stable storage, or not at all. Safe from several threads and
 * processes.
 */
#include "base/str.h"

/* Adds BYTES and gives the file's name. FULL when there is no space, UNAVAILABLE on any other trouble with the folder,
 * which is made if it is missing. */
MUST_CHECK enum status mail_folder_add(TALLOC_CTX *mem, struct str folder, struct str message_id, struct str bytes,
                                       struct str *name, struct err *err);
