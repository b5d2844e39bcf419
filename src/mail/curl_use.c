#include "mail/curl_use.h"

void curl_done(CURL **curl)
{
    if (*curl != NULL)
        curl_easy_cleanup(*curl);
}

void curl_parts_done(CURLU **parts)
{
    if (*parts != NULL)
        curl_url_cleanup(*parts);
}

void curl_list_done(struct curl_slist **list)
{
    curl_slist_free_all(*list);
}

static int look_at_stop(void *data, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    (void)a, (void)b, (void)c, (void)d;
    return stop_asked(data);
}

void curl_take_care(CURL *curl, const struct curl_care *care)
{
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)care->connect);
    if (care->ca_file.len > 0) {
        curl_easy_setopt(curl, CURLOPT_CAINFO, care->ca_file.ptr);
        curl_easy_setopt(curl, CURLOPT_CAPATH, NULL); /* instead of the system's, not beside them */
    }
    if (care->stop == NULL)
        return;
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, look_at_stop);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, care->stop);
}

bool host_is_here(struct str host)
{
    return str_equal(host, STR("127.0.0.1")) || str_equal(host, STR("[::1]")) || str_equal(host, STR("localhost"));
}
