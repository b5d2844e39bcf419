#pragma once
/* Signatures: what a sender, a list or a program puts under each mail. Called after the quotes are folded. */
#include "mail/quote_lines.h"

/* Folds the signature below "-- " (RFC 3676 section 4.3), the frame of a clear-signed text (RFC 9580 section 7), and what
 * is set apart below the last quote. */
void quote_sign_fold(struct quote_lines *lines);
