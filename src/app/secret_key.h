#pragma once
/* The desk's own key: DATA/secret.key, SECRET_KEY_BYTES that sign reply addresses and seal stored passwords.
 *
 * Without it no address that was given out works any more; so it is made once, by init, is readable by its owner only,
 * and is never made again where it is missing (F-59).
 */
#include "base/digest.h"

/* UNAVAILABLE (desk.missing) when there is none. */
MUST_CHECK enum status secret_key_read(TALLOC_CTX *mem, struct str data_dir, struct str *out, struct err *err);
/* CONFLICT (desk.exists) when there is one. On stable storage when this returns. */
MUST_CHECK enum status secret_key_make(TALLOC_CTX *mem, struct str data_dir, struct random *random, struct err *err);
