#pragma once
/* What bytes themselves tell of their character set: the detector's answer, and the signs by which a label is doubted.
 */
#include "base/str.h"

enum { CHARSET_NAME_BYTES = 64 }; /* the longest registered name has 45 */

/* The name that the bytes suggest, in NAME; false when they suggest nothing. */
bool charset_guess(struct str bytes, char name[CHARSET_NAME_BYTES]);

/* UTF-8 in which a few places are broken: cut by a program that counts bytes, or with a footer in another set. */
bool charset_is_mostly_utf8(struct str bytes);

/* BYTES are called latin-1 or windows-1252, and are not. */
bool charset_is_unwestern(struct str bytes);

/* TEXT, decoded as one Cyrillic set of 8 bits, is in truth of another that has large letters where this has small ones:
 * "пРИВЕТ". */
bool charset_is_inverted(struct str text);

/* UTF-16 without a mark whose low bytes come first: the label "utf-16" alone means that they come second (RFC 2781). */
bool charset_is_little_endian(struct str bytes);
