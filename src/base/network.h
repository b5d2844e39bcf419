#pragma once
/* Where a peer is, for limits: an IPv4 address, or the /64 of an IPv6 one, which is what one subscriber has.
 *
 * Behind a proxy every peer is the proxy. Only a proxy that the configuration names is believed (AC-079): what it put last
 * into X-Forwarded-For is the peer that it saw; what stands before may be anything.
 */
#include <sys/socket.h>

#include "base/str.h"

/* PEER: of the connection. FORWARDED: the last X-Forwarded-For, "" none. PROXIES: addresses with commas between them. The
 * peer's own network where nothing better is known; "" for a peer without an address. */
struct str network_of(TALLOC_CTX *mem, const struct sockaddr *peer, struct str forwarded, struct str proxies);

/* Whether TEXT is a list of addresses as PROXIES must be. */
bool network_list_valid(struct str text);
