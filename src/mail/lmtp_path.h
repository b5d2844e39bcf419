#pragma once
/* The arguments of MAIL and RCPT (RFC 5321 section 4.1.2): "FROM:<address> NAME=VALUE NAME".
 *
 * What is between the angle brackets is checked for shape only. Whether somebody reads that address is the desk's
 * business; here it must merely be one address that cannot break a line or a log.
 */
#include "base/str.h"

/* Takes "KEYWORD:<path>" off *REST and gives the address, "" for <>; a source route before it is dropped (RFC 5321
 * appendix C). UTF8: whether the sender announced SMTPUTF8. False when it is no path. */
bool lmtp_path_read(struct str *rest, struct str keyword, bool utf8, struct str *address);

/* Takes the next parameter off *REST; VALUE has ptr NULL where there is no '='. False at the end. */
bool lmtp_param_next(struct str *rest, struct str *name, struct str *value);

/* Whether ARGUMENTS holds the parameter NAME; paths are known to have no loose spaces. */
bool lmtp_param_has(struct str arguments, struct str name);
