#include "base/config.h"

#include <errno.h>
#include <fcntl.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/network.h"

enum kind { KIND_TEXT, KIND_ADDRESS, KIND_SECONDS, KIND_BOOL, KIND_LOG, KIND_URL, KIND_DATABASE, KIND_SMTP, KIND_FILE, KIND_PROXIES, KIND_COUNT };

struct setting {
    const char *key;
    const char *variable;
    enum kind kind;
    size_t offset;
    const char *standard; /* "" where it depends on others; then the sentence says on what */
    const char *sentence;
};

#define SETTING(member, key, variable, kind, standard, sentence) \
    { key, variable, kind, offsetof(struct config, member), standard, sentence }

/* clang-format off */
static const struct setting settings[] = {
    SETTING(http, "http", "BUCKSTOP_HTTP", KIND_ADDRESS, "127.0.0.1:8080",
            "Where the web server listens, address:port. Port 0 takes a free one."),
    SETTING(lmtp, "lmtp", "BUCKSTOP_LMTP", KIND_ADDRESS, "127.0.0.1:2424",
            "Where mail is taken by LMTP, address:port. Empty: nowhere."),
    SETTING(url, "url", "BUCKSTOP_URL", KIND_URL, "",
            "The address by which people reach the desk, as in links. Default: http:// and the value of http."),
    SETTING(proxies, "proxy", "BUCKSTOP_PROXY", KIND_PROXIES, "",
            "The addresses of the web server in front, with commas: its X-Forwarded-For tells who asks. Empty: nobody's is believed."),
    SETTING(database, "database", "BUCKSTOP_DATABASE", KIND_DATABASE, "sqlite",
            "sqlite: the file desk.db in the data directory. Or postgresql://user:password@host/name"),
    SETTING(smtp, "smtp", "BUCKSTOP_SMTP", KIND_SMTP, "",
            "How mail leaves: smtp(s)://user:password@host:port, or file:FOLDER. Default: file:outbox in the data directory."),
    SETTING(smtp_plain, "smtp_plain", "BUCKSTOP_SMTP_PLAIN", KIND_BOOL, "no",
            "yes: a relay on this machine may be spoken to without TLS."),
    SETTING(mail_ca, "mail_ca", "BUCKSTOP_MAIL_CA", KIND_FILE, "",
            "A file of certificates (PEM) to trust at mail servers instead of the system's. Empty: the system's."),
    SETTING(undo, "undo", "BUCKSTOP_UNDO", KIND_SECONDS, "8",
            "Seconds during which an answer can be taken back before it leaves."),
    SETTING(receipt_after, "receipt_after", "BUCKSTOP_RECEIPT_AFTER", KIND_SECONDS, "120",
            "Seconds after which a customer gets a receipt, unless a colleague was faster."),
    SETTING(receipts_an_hour, "receipts_an_hour", "BUCKSTOP_RECEIPTS_AN_HOUR", KIND_COUNT, "500",
            "Receipts an hour to people who write for the first time. Beyond it their mails become problems all the same, without one."),
    SETTING(mail_domain, "mail_domain", "BUCKSTOP_MAIL_DOMAIN", KIND_TEXT, "",
            "The domain of the Message-IDs that are made here. Default: the domain of the first mailbox."),
    SETTING(authserv_id, "authserv_id", "BUCKSTOP_AUTHSERV_ID", KIND_TEXT, "",
            "The mail server whose Authentication-Results are believed (RFC 8601); with \"below\" behind it where they stand under its "
            "Received line, as Gmail writes them. Empty: none."),
    SETTING(log_json, "log", "BUCKSTOP_LOG", KIND_LOG, "text",
            "How events are written to standard error: text or json."),
    SETTING(ui_dir, "ui_dir", "BUCKSTOP_UI", KIND_TEXT, "",
            "The agent app's files are read from this folder instead of the program. Empty: from the program."),
    SETTING(clock_file, "", "BUCKSTOP_CLOCK", KIND_TEXT, "", ""),
    SETTING(fault, "", "BUCKSTOP_FAULT", KIND_TEXT, "", ""),
};
/* clang-format on */

enum { SETTING_COUNT = sizeof(settings) / sizeof(settings[0]), SECONDS_MOST = 24 * 3600, COUNT_MOST = 1000 * 1000 };

/* Where a value comes from, for errors: "desk.conf, line 3" or "BUCKSTOP_UNDO". */
struct place {
    const struct setting *setting;
    struct str text;
};

static enum status refuse(const struct place *place, const char *wanted, struct err *err)
{
    return FAIL_FIELD(err, STATUS_INVALID, "config.value", place->setting->variable, STR_FMT ": %s must be %s",
                      STR_ARG(place->text), place->setting->key[0] == '\0' ? "it" : place->setting->key, wanted);
}

/* "127.0.0.1:8080", "[::1]:8080", "localhost:0". */
static bool is_address(struct str value)
{
    size_t colon = value.len;
    while (colon > 0 && value.ptr[colon - 1] != ':')
        colon--;
    int64_t port;
    return colon > 1 && parse_i64(str_slice(value, colon, value.len), 0, 65535, &port);
}

static bool has_scheme(struct str value, const char *const *schemes)
{
    for (; *schemes != NULL; schemes++)
        if (str_starts(value, str_from(*schemes)) && value.len > strlen(*schemes))
            return true;
    return false;
}

/* What stands behind the scheme of smtp://user:password@host:port. A wrong port would show only when a mail is to leave. */
static bool has_mail_host(struct str url)
{
    struct str rest = str_slice(url, str_find(url, STR("://"), 0) + 3, url.len), part = rest;
    str_next(&rest, '/', &part);
    for (size_t at; (at = str_find(part, STR("@"), 0)) != SIZE_MAX;)
        part = str_slice(part, at + 1, part.len);
    return part.len > 0 && (str_find(part, STR(":"), 0) == SIZE_MAX || str_ends(part, STR("]")) || is_address(part));
}

static enum status set_text(TALLOC_CTX *mem, const struct place *place, struct str value, struct str *out,
                            struct err *err)
{
    static const char *const web[] = { "http://", "https://", NULL };
    static const char *const databases[] = { "postgresql://", "postgres://", NULL };
    static const char *const mail[] = { "smtp://", "smtps://", "file:", NULL };
    if (!utf8_valid(value))
        return refuse(place, "valid UTF-8", err);
    switch (place->setting->kind) {
    case KIND_ADDRESS:
        if (value.len > 0 && !is_address(value))
            return refuse(place, "an address and a port, like 127.0.0.1:8080", err);
        break;
    case KIND_URL:
        if (value.len > 0 && !has_scheme(value, web))
            return refuse(place, "an address that begins with http:// or https://", err);
        while (str_ends(value, STR("/")))
            value.len--;
        break;
    case KIND_DATABASE:
        if (!str_equal(value, STR("sqlite")) && !has_scheme(value, databases))
            return refuse(place, "sqlite or an address that begins with postgresql://", err);
        break;
    case KIND_SMTP:
        if (value.len > 0 && !has_scheme(value, mail))
            return refuse(place, "smtp://…, smtps://… or file:FOLDER", err);
        if (str_starts(value, STR("smtp")) && !has_mail_host(value))
            return refuse(place, "a mail server like smtp://user:password@mail.example.org:587", err);
        break;
    case KIND_FILE:
        if (value.len > 0 && access(str_to_c(mem, value), R_OK) != 0)
            return refuse(place, "a file that can be read", err);
        break;
    case KIND_PROXIES:
        if (!network_list_valid(value))
            return refuse(place, "addresses with commas between them, like 127.0.0.1, ::1", err);
        break;
    case KIND_TEXT:
    case KIND_SECONDS:
    case KIND_COUNT:
    case KIND_BOOL:
    case KIND_LOG:
        break;
    }
    *out = str_copy(mem, value);
    return STATUS_OK;
}

/* Two words that mean yes and no. */
static enum status set_choice(const struct place *place, struct str value, const char *yes, const char *no, bool *out,
                              struct err *err)
{
    if (str_equal(value, str_from(yes)))
        *out = true;
    else if (str_equal(value, str_from(no)))
        *out = false;
    else
        return FAIL_FIELD(err, STATUS_INVALID, "config.value", place->setting->variable,
                          STR_FMT ": %s must be %s or %s", STR_ARG(place->text), place->setting->key, yes, no);
    return STATUS_OK;
}

static enum status set_value(TALLOC_CTX *mem, struct config *config, const struct place *place, struct str value,
                             struct err *err)
{
    void *member = (char *)config + place->setting->offset;
    int64_t seconds;
    switch (place->setting->kind) {
    case KIND_SECONDS:
        if (!parse_i64(value, 0, SECONDS_MOST, &seconds))
            return refuse(place, "a number of seconds from 0 to 86400", err);
        *(span_ms *)member = seconds * SECOND_MS;
        return STATUS_OK;
    case KIND_COUNT:
        return parse_i64(value, 0, COUNT_MOST, member) ? STATUS_OK : refuse(place, "a number from 0 to 1000000", err);
    case KIND_BOOL:
        return set_choice(place, value, "yes", "no", member, err);
    case KIND_LOG:
        return set_choice(place, value, "json", "text", member, err);
    case KIND_TEXT:
    case KIND_ADDRESS:
    case KIND_URL:
    case KIND_DATABASE:
    case KIND_SMTP:
    case KIND_FILE:
    case KIND_PROXIES:
        break;
    }
    return set_text(mem, place, value, member, err);
}

static const struct setting *setting_named(struct str key)
{
    for (size_t i = 0; i < SETTING_COUNT; i++)
        if (key.len > 0 && str_equal(key, str_from(settings[i].key)))
            return &settings[i];
    return NULL;
}

/* LINES holds the line on which each setting was found, 0 for none. */
static enum status read_line(TALLOC_CTX *mem, struct config *config, struct str line, int number, int *lines,
                             struct err *err)
{
    line = str_trim(line);
    if (line.len == 0 || line.ptr[0] == '#')
        return STATUS_OK;
    size_t equals = str_find(line, STR("="), 0);
    if (equals == SIZE_MAX)
        return FAIL(err, STATUS_INVALID, "config.line", "desk.conf, line %d: expected key = value", number);
    struct str key = str_trim(str_slice(line, 0, equals));
    struct place place = { setting_named(key), str_format(mem, "desk.conf, line %d", number) };
    if (place.setting == NULL)
        return FAIL(err, STATUS_INVALID, "config.key", "desk.conf, line %d: there is no setting \"" STR_FMT "\"", number,
                    STR_ARG(utf8_clip(key, 60)));
    int *found = &lines[place.setting - settings];
    if (*found != 0)
        return FAIL_FIELD(err, STATUS_INVALID, "config.twice", place.setting->variable,
                          "desk.conf, line %d: %s stands on line %d already", number, place.setting->key, *found);
    *found = number;
    return set_value(mem, config, &place, str_trim(str_slice(line, equals + 1, line.len)), err);
}

static void close_file(FILE **file)
{
    if (*file != NULL)
        fclose(*file);
}

/* The content of desk.conf; empty when there is no such file. */
static enum status read_config_file(TALLOC_CTX *mem, struct str data_dir, struct str *out, struct err *err)
{
    struct str path = str_format(mem, STR_FMT "/desk.conf", STR_ARG(data_dir));
    CLEANUP(close_file) FILE *file = fopen(path.ptr, "re");
    *out = STR("");
    if (file == NULL && (errno == ENOENT || errno == ENOTDIR))
        return STATUS_OK;
    char *text = mem_need(talloc_size(mem, LIMIT_CONFIG_BYTES + 1));
    size_t len = file == NULL ? 0 : fread(text, 1, LIMIT_CONFIG_BYTES + 1, file);
    if (file == NULL || ferror(file) != 0) {
        int code = errno;
        FAIL(err, STATUS_UNAVAILABLE, "config.file", "could not read " STR_FMT ": %s", STR_ARG(path), strerror(code));
        return STATUS_UNAVAILABLE;
    }
    if (len > LIMIT_CONFIG_BYTES)
        return FAIL(err, STATUS_TOO_LARGE, "config.file", STR_FMT " is longer than %d bytes", STR_ARG(path),
                    LIMIT_CONFIG_BYTES);
    *out = (struct str){ text, len };
    return STATUS_OK;
}

static enum status read_environment(TALLOC_CTX *mem, struct config *config, struct err *err)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const char *value = getenv(settings[i].variable);
        struct place place = { &settings[i], str_from(settings[i].variable) };
        if (value != NULL)
            TRY(set_value(mem, config, &place, str_trim(str_from(value)), err));
    }
    return STATUS_OK;
}

/* The defaults that follow from other values. */
static void complete(TALLOC_CTX *mem, struct config *config)
{
    if (config->url.len == 0)
        config->url = str_format(mem, "http://" STR_FMT, STR_ARG(config->http));
    if (config->smtp.len == 0)
        config->smtp = str_format(mem, "file:" STR_FMT "/outbox", STR_ARG(config->data_dir));
}

enum status config_load(TALLOC_CTX *mem, struct str data_dir, struct config *out, struct err *err)
{
    struct config config = { .data_dir = str_copy(mem, data_dir) };
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        struct place place = { &settings[i], STR("default") };
        TRY(set_value(mem, &config, &place, str_from(settings[i].standard), err));
    }
    struct str text, line;
    int lines[SETTING_COUNT] = { 0 };
    TRY(read_config_file(mem, data_dir, &text, err));
    for (int number = 1; str_next(&text, '\n', &line); number++)
        TRY(read_line(mem, &config, line, number, lines, err));
    TRY(read_environment(mem, &config, err));

    if (config.http.len == 0)
        return FAIL_FIELD(err, STATUS_INVALID, "config.value", "BUCKSTOP_HTTP", "http must not be empty");
    complete(mem, &config);
    *out = config;
    return STATUS_OK;
}

struct str config_example(TALLOC_CTX *mem)
{
    struct buf out;
    buf_init(&out, mem, LIMIT_CONFIG_BYTES);
    buf_add_c(&out, "# The settings of this desk, one \"key = value\" a line. Every key is also an environment variable,\n"
                    "# which wins. What is commented out has the value shown.\n");
    for (size_t i = 0; i < SETTING_COUNT; i++)
        if (settings[i].key[0] != '\0')
            buf_addf(&out, "\n# %s (%s)\n#%s = %s\n", settings[i].sentence, settings[i].variable, settings[i].key,
                     settings[i].standard);
    return buf_str(&out);
}
