#pragma once
/* What each use of libcurl has in common: endings for CLEANUP, and the settings that no use goes without. */
#include <curl/curl.h>

#include "base/str.h"
#include "base/thread.h"

void curl_done(CURL **curl);
void curl_parts_done(CURLU **parts);
void curl_list_done(struct curl_slist **list);

struct curl_care {
    struct str ca_file;      /* certificates to trust (PEM) instead of the system's, "" the system's; must stay */
    const struct stop *stop; /* ends a transfer within a second; NULL: nothing does */
    span_ms connect;         /* how long it may take until there is a connection */
};

/* TLS 1.2 at least and verified certificates, no signals, no redirects; an end when the process ends. */
void curl_take_care(CURL *curl, const struct curl_care *care);

/* Whether HOST is this very machine: the only one that secrets are sent to without TLS. */
bool host_is_here(struct str host);
