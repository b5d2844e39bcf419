#include "mail/oauth_token.h"

#include "base/json.h"
#include "base/limits.h"
#include "base/mem.h"
#include "mail/curl_use.h"

enum {
    CONNECT_MS = 10 * 1000,
    ANSWER_MS = 30 * 1000,
    LIFETIME_UNSAID_MS = 5 * 60 * 1000, /* of a token whose provider does not say; none is known to give less */
    LIFETIME_MOST_S = 24 * 60 * 60,
};

/* ---- providers ---- */

static const struct provider {
    const char *name, *token_url, *scope;
} providers[] = {
    { "google", "https://oauth2.googleapis.com/token", "" },
    { "microsoft", "https://login.microsoftonline.com/common/oauth2/v2.0/token",
      "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/POP.AccessAsUser.All "
      "https://outlook.office.com/SMTP.Send offline_access" },
};

static bool is_safe_address(struct str url)
{
    CLEANUP(curl_parts_done) CURLU *parts = curl_url();
    char *scheme = NULL, *host = NULL;
    bool safe = false;
    if (parts != NULL && memchr(url.ptr, '\0', url.len) == NULL
        && curl_url_set(parts, CURLUPART_URL, url.ptr, 0) == CURLUE_OK
        && curl_url_get(parts, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK
        && curl_url_get(parts, CURLUPART_HOST, &host, 0) == CURLUE_OK)
        safe = strcmp(scheme, "https") == 0 || (strcmp(scheme, "http") == 0 && host_is_here(str_from(host)));
    curl_free(scheme);
    curl_free(host);
    return safe;
}

enum status oauth_client_complete(struct oauth_client *client, struct err *err)
{
    for (size_t i = 0; i < sizeof providers / sizeof providers[0]; i++) {
        if (!str_equal(client->token_url, str_from(providers[i].name)))
            continue;
        client->token_url = str_from(providers[i].token_url);
        if (client->scope.len == 0)
            client->scope = str_from(providers[i].scope);
    }
    if (!is_safe_address(client->token_url))
        return FAIL(err, STATUS_INVALID, "oauth.address", "that is neither \"microsoft\" nor \"google\" nor an https:// address");
    if (client->client_id.len == 0)
        return FAIL(err, STATUS_INVALID, "oauth.client", "the provider knows the desk by a client id: give it");
    if (client->refresh_token.len == 0 && client->client_secret.len == 0)
        return FAIL(err, STATUS_INVALID, "oauth.client", "without a refresh token there must be a client secret");
    return STATUS_OK;
}

/* ---- asking ---- */

struct token_answer {
    struct str access_token, refresh_token, error, error_description;
    int64_t expires_in; /* seconds */
};
static const struct field answer_fields[] = {
    FIELD(struct token_answer, access_token, TEXT, OPTIONAL, LIMIT_OAUTH_TOKEN_BYTES),
    FIELD(struct token_answer, refresh_token, TEXT, OPTIONAL, LIMIT_OAUTH_TOKEN_BYTES),
    FIELD(struct token_answer, error, TEXT, OPTIONAL, LIMIT_LINE_BYTES),
    FIELD(struct token_answer, error_description, TEXT, OPTIONAL, 0),
    FIELD(struct token_answer, expires_in, INT, OPTIONAL, 0),
};
static const struct shape answer_shape = SHAPE("TokenAnswer", struct token_answer, answer_fields);

static void add_parameter(struct buf *form, const char *name, struct str value)
{
    if (value.len == 0)
        return;
    buf_addf(form, "%s%s=", form->len > 0 ? "&" : "", name);
    buf_add_url(form, value);
}

static struct str write_form(TALLOC_CTX *mem, const struct oauth_client *client)
{
    struct buf form;
    buf_init(&form, mem, LIMIT_REQUEST_BODY_BYTES);
    bool refresh = client->refresh_token.len > 0;
    add_parameter(&form, "grant_type", refresh ? STR("refresh_token") : STR("client_credentials"));
    add_parameter(&form, "refresh_token", client->refresh_token);
    add_parameter(&form, "client_id", client->client_id);
    add_parameter(&form, "client_secret", client->client_secret);
    add_parameter(&form, "scope", client->scope);
    return buf_str(&form);
}

static size_t take_answer(char *bytes, size_t size, size_t count, void *data)
{
    struct buf *body = data;
    buf_add(body, (struct str){ bytes, size * count });
    return body->over ? 0 : size * count;
}

static enum status ask(TALLOC_CTX *mem, const struct oauth_client *client, struct str ca_file, const struct stop *stop,
                       struct buf *body, long *http, struct err *err)
{
    CLEANUP(curl_done) CURL *curl = mem_need(curl_easy_init());
    const struct curl_care care = { ca_file, stop, CONNECT_MS };
    struct str form = write_form(mem, client);
    char trouble[CURL_ERROR_SIZE] = "";
    curl_take_care(curl, &care);
    curl_easy_setopt(curl, CURLOPT_URL, str_to_c(mem, client->token_url));
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)ANSWER_MS);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, trouble);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, form.ptr);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)form.len);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_answer);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, body);
    CURLcode code = curl_easy_perform(curl);
    if (code != CURLE_OK)
        return FAIL(err, STATUS_UNAVAILABLE, "oauth.away", "could not reach the sign-in service: %s",
                    trouble[0] != '\0' ? trouble : curl_easy_strerror(code));
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, http);
    return STATUS_OK;
}

/* RFC 6749, 5.2: a refusal has status 400 or 401 and a word. */
static enum status refused(const struct token_answer *answer, long http, struct err *err)
{
    bool final = (http == 400 || http == 401) && answer->error.len > 0 &&
                 !str_equal(answer->error, STR("temporarily_unavailable"));
    enum status status = final ? STATUS_UNSIGNED : STATUS_UNAVAILABLE;
    if (final)
        FAIL(err, STATUS_UNSIGNED, "oauth.refused", "the sign-in service gives no access: " STR_FMT,
             STR_ARG(utf8_clip(answer->error, 60)));
    else
        FAIL(err, STATUS_UNAVAILABLE, "oauth.away", "the sign-in service has a fault: it answered %ld", http);
    err_detail(err, STR_FMT, STR_ARG(utf8_clip(answer->error_description, ERR_DETAIL_BYTES - 1)));
    return status;
}

/* What is said to a mail server must not hold a line's end. */
static bool is_sayable(struct str token)
{
    for (size_t i = 0; i < token.len; i++)
        if (token.ptr[i] <= ' ' || token.ptr[i] > '~')
            return false;
    return token.len > 0;
}

enum status oauth_token_get(TALLOC_CTX *mem, const struct oauth_client *client, struct str ca_file,
                            const struct stop *stop, struct oauth_token *out, struct err *err)
{
    struct token_answer answer = { .expires_in = 0 };
    struct buf body;
    struct err unread = { 0 };
    long http = 0;
    buf_init(&body, mem, LIMIT_REQUEST_BODY_BYTES);
    TRY(ask(mem, client, ca_file, stop, &body, &http, err));
    bool read = json_read_known(mem, buf_str(&body), &answer_shape, &answer, &unread) == STATUS_OK;
    if (http != 200 || !read || !is_sayable(answer.access_token))
        return refused(&answer, http, err);
    int64_t seconds = answer.expires_in < LIFETIME_MOST_S ? answer.expires_in : LIFETIME_MOST_S;
    *out = (struct oauth_token){
        .access = answer.access_token,
        .lifetime = seconds > 0 ? seconds * SECOND_MS : LIFETIME_UNSAID_MS,
        .refresh = str_equal(answer.refresh_token, client->refresh_token) || answer.refresh_token.ptr == NULL
                       ? STR("") : answer.refresh_token,
    };
    return STATUS_OK;
}
