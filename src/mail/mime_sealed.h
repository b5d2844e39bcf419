#pragma once
/* Mails whose parts lie inside a signature (S/MIME, RFC 8551 section 3.5.2): signed-data in application/pkcs7-mime.
 *
 * Whoever has no S/MIME sees such a mail empty, although nothing in it is secret. What is signed becomes children of the
 * part, which counts as a multipart then. The signature itself is not checked (AC-014): nothing is said of who signed.
 */
#include "mail/mime_tree.h"

/* Adds to TREE what is inside its signed parts, one level deep. Numbers of parts are the same at each reading. */
void mime_sealed_open(TALLOC_CTX *mem, struct mime_tree *tree);
