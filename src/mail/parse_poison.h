#pragma once
/* Mails that make a parse process misbehave on purpose, for tests of what surrounds it (F-19, F-20, AC-156).
 *
 * The header "X-Buckstop-Test: crash" (hang, open, connect, exec, write) is honoured only when BUCKSTOP_FAULT is set in
 * the environment; otherwise it is a header like any other.
 */
#include "base/str.h"

/* Whether such mails are honoured; asked once, before the walls close. */
bool parse_poison_is_on(void);

void parse_poison_act(struct str raw);
