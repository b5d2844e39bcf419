#include "mail/charset.h"

#include <limits.h>
#include <uchardet/uchardet.h>
#include <unicode/ucnv.h>

#include "base/mem.h"
#include "mail/utf7.h"

enum {
    GUESS_BYTES = 64 * 1024, /* more does not make a guess better */
    LABEL_BYTES = 64,        /* the longest registered name has 45 */
    GROWTH = 4,              /* no supported set gives more than 4 bytes of UTF-8 for one of its own */
};

/* What a label is read as. The supersets are what senders really use under these names (as the WHATWG Encoding
 * standard found for the web); NULL is UTF-8, which needs no table. */
static const struct label_row {
    const char *label;
    const char *icu;
} labels[] = {
    { "ansi_x3.4-1968", "windows-1252" },
    { "ascii", "windows-1252" },
    { "big5", "Big5-HKSCS" },
    { "big5-hkscs", "Big5-HKSCS" },
    { "cn-big5", "Big5-HKSCS" },
    { "cn-gb", "gb18030" },
    { "cp1250", "windows-1250" },
    { "cp1251", "windows-1251" },
    { "cp1252", "windows-1252" },
    { "cp932", "windows-31j" },
    { "cp936", "gb18030" },
    { "cp949", "windows-949" },
    { "euc-kr", "windows-949" },
    { "gb18030", "gb18030" },
    { "gb2312", "gb18030" },
    { "gbk", "gb18030" },
    { "iso-2022-jp", "ISO-2022-JP-2" },
    { "iso-2022-jp-ms", "ISO-2022-JP-2" },
    { "iso-8859-1", "windows-1252" },
    { "iso-8859-11", "windows-874" },
    { "iso-8859-9", "windows-1254" },
    { "iso8859-1", "windows-1252" },
    { "iso8859-15", "iso-8859-15" },
    { "ks_c_5601-1987", "windows-949" },
    { "ksc5601", "windows-949" },
    { "latin1", "windows-1252" },
    { "ms_kanji", "windows-31j" },
    { "shift-jis", "windows-31j" },
    { "shift_jis", "windows-31j" },
    { "sjis", "windows-31j" },
    { "tis-620", "windows-874" },
    { "uhc", "windows-949" },
    { "us-ascii", "windows-1252" },
    { "utf-8", NULL },
    { "utf8", NULL },
    { "x-euc-jp", "euc-jp" },
    { "x-gbk", "gb18030" },
    { "x-sjis", "windows-31j" },
};

/* Stateful sets that hide markup from a reader of bytes; no honest mailer has written them this century. */
static const char *const refused[] = { "imap-mailbox-name", "x-imap4-modified-utf7", "scsu", "bocu-1", "x-user-defined" };

/* Read by utf7.h, which lets no markup through. */
static const char *const utf7_names[] = { "utf-7", "utf7", "unicode-1-1-utf-7", "unicode-2-0-utf-7", "csunicode11utf7" };

bool charset_has_high(struct str s)
{
    unsigned char all = 0; /* without an early end: compilers make wide steps of this */
    for (size_t i = 0; i < s.len; i++)
        all |= (unsigned char)s.ptr[i];
    return all >= 0x80;
}

static bool has_escape(struct str s)
{
    return s.len > 0 && memchr(s.ptr, 0x1b, s.len) != NULL;
}

static const struct label_row *label_find(struct str label)
{
    for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
        if (str_equal_nocase(label, str_from(labels[i].label)))
            return &labels[i];
    return NULL;
}

static bool is_among(struct str label, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal_nocase(label, str_from(names[i])))
            return true;
    return false;
}

static bool label_is_refused(struct str label)
{
    return is_among(label, refused, sizeof(refused) / sizeof(refused[0]));
}

static bool label_is_utf7(struct str label)
{
    return is_among(label, utf7_names, sizeof(utf7_names) / sizeof(utf7_names[0]));
}

/* What the escape sequences of ISO 2022 say, whatever the label does; "" when there are none. */
static struct str escaped_set(struct str bytes)
{
    static const struct escape_row {
        struct str escape;
        struct str name;
    } rows[] = {
        { { "\x1b$)C", 4 }, { "iso-2022-kr", 11 } }, { { "\x1b$)A", 4 }, { "iso-2022-cn", 11 } },
        { { "\x1b$)G", 4 }, { "iso-2022-cn", 11 } }, { { "\x1b$B", 3 }, { "iso-2022-jp", 11 } },
        { { "\x1b$@", 3 }, { "iso-2022-jp", 11 } },
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (str_find(bytes, rows[i].escape, 0) != SIZE_MAX)
            return rows[i].name;
    return STR("");
}

static void converter_close(UConverter **converter)
{
    if (*converter != NULL)
        ucnv_close(*converter);
}

/* Converts by ICU's set NAME; false when ICU does not know it. BAD counts the places that had no meaning. */
static bool convert(TALLOC_CTX *mem, struct str bytes, const char *name, struct str *out, size_t *bad)
{
    UErrorCode code = U_ZERO_ERROR;
    CLEANUP(converter_close) UConverter *converter = ucnv_open(name, &code);
    if (U_FAILURE(code) || converter == NULL || bytes.len > INT32_MAX / GROWTH - 1)
        return false;
    size_t cap = bytes.len * GROWTH + 1;
    char *text = mem_need(talloc_size(mem, cap));
    int32_t len = ucnv_toAlgorithmic(UCNV_UTF8, converter, text, (int32_t)cap, bytes.ptr, (int32_t)bytes.len, &code);
    if (U_FAILURE(code)) {
        talloc_free(text);
        return false;
    }
    *bad = 0;
    for (int32_t i = 0; i + 2 < len; i++)
        if (memcmp(text + i, "\xef\xbf\xbd", 3) == 0)
            (*bad)++;
    *out = utf8_clean(mem, (struct str){ text, (size_t)len });
    if (out->ptr != text)
        talloc_free(text);
    return true;
}

static void detector_done(uchardet_t *detector)
{
    if (*detector != NULL)
        uchardet_delete(*detector);
}

/* The name that the bytes suggest, in NAME; false when they suggest nothing. */
static bool guess(struct str bytes, char name[LABEL_BYTES])
{
    CLEANUP(detector_done) uchardet_t detector = uchardet_new();
    size_t len = bytes.len < GUESS_BYTES ? bytes.len : GUESS_BYTES;
    if (uchardet_handle_data(detector, bytes.ptr, len) != 0)
        return false;
    uchardet_data_end(detector);
    struct str found = str_from(uchardet_get_charset(detector));
    if (found.len == 0 || found.len >= LABEL_BYTES || str_equal_nocase(found, STR("ASCII")))
        return false;
    memcpy(name, found.ptr, found.len);
    name[found.len] = '\0';
    return true;
}

static struct str convert_guessed(TALLOC_CTX *mem, struct str bytes)
{
    char name[LABEL_BYTES];
    struct str text;
    size_t bad = 0;
    if (guess(bytes, name)) {
        const struct label_row *row = label_find(str_from(name));
        const char *icu = row != NULL && row->icu != NULL ? row->icu : name;
        if (convert(mem, bytes, icu, &text, &bad) && bad * 20 <= bytes.len)
            return text;
    }
    if (convert(mem, bytes, "windows-1252", &text, &bad))
        return text;
    return utf8_clean(mem, bytes);
}

static bool is_ascii_letter(struct str s, size_t at)
{
    return at < s.len && (s.ptr[at] | 0x20) >= 'a' && (s.ptr[at] | 0x20) <= 'z';
}

/* Signs that no Western writer puts between or beside letters, and bytes that windows-1252 leaves open: "zepsu\xb3" is
 * Polish, "Gr\x81\xe1" German of DOS, and every second character of Chinese under a wrong name is such a one. */
static bool looks_unwestern(struct str bytes)
{
    static const char strange[] = "\x81\x8d\x8f\x90\x9d\xa1\xa2\xa3\xa5\xa6\xac\xaf\xb3\xb6\xb9\xbc\xbd\xbe\xbf";
    enum { LEAST = 2 };
    size_t strangers = 0, high = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.ptr[i];
        if (c < 0x80)
            continue;
        high++;
        bool beside = is_ascii_letter(bytes, i + 1) || (i + 1 < bytes.len && (unsigned char)bytes.ptr[i + 1] >= 0x80)
                   || (i > 0 && is_ascii_letter(bytes, i - 1));
        strangers += beside && strchr(strange, bytes.ptr[i]) != NULL;
    }
    return strangers >= LEAST && strangers * 5 >= high;
}

/* A Latin alphabet has few letters above 127. Where they are the most, the text is Cyrillic, Greek, Hebrew … under a
 * wrong name. */
static bool looks_unlatin(struct str bytes)
{
    size_t high = 0, ascii_letters = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.ptr[i];
        if (c >= 0xc0)
            high++;
        else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')
            ascii_letters++;
    }
    return high >= 6 && high > ascii_letters;
}

static struct str without_bom(struct str bytes, struct str *label)
{
    if (str_starts(bytes, (struct str){ "\xef\xbb\xbf", 3 })) {
        *label = STR("utf-8");
        return str_slice(bytes, 3, bytes.len);
    }
    if (str_starts(bytes, (struct str){ "\xff\xfe", 2 }))
        *label = STR("utf-16le");
    else if (str_starts(bytes, (struct str){ "\xfe\xff", 2 }))
        *label = STR("utf-16be");
    else
        return bytes;
    return str_slice(bytes, 2, bytes.len);
}

static bool is_wide(struct str label)
{
    return str_starts_nocase(label, STR("utf-16")) || str_starts_nocase(label, STR("utf-32"))
           || str_starts_nocase(label, STR("ucs-"));
}

/* The bytes by their label alone; false where the label is unknown or does not fit. */
static bool convert_said(TALLOC_CTX *mem, struct str bytes, struct str label, struct str *out,
                         enum charset_trust *trust)
{
    const struct label_row *row = label_find(label);
    if (row != NULL && row->icu == NULL)
        return false; /* said to be UTF-8, and is not: the caller has looked */
    if (row != NULL && strcmp(row->icu, "windows-1252") == 0
        && (looks_unlatin(bytes) || looks_unwestern(bytes)))
        return false;
    char name[LABEL_BYTES];
    if (row == NULL) {
        if (label.len >= sizeof(name)) {
            *trust = CHARSET_UNKNOWN;
            return false;
        }
        memcpy(name, label.ptr, label.len);
        name[label.len] = '\0';
    }
    size_t bad = 0;
    if (!convert(mem, bytes, row != NULL ? row->icu : name, out, &bad)) {
        *trust = CHARSET_UNKNOWN;
        return false;
    }
    return bad * 10 <= bytes.len;
}

struct str charset_text(TALLOC_CTX *mem, struct str bytes, struct str label, enum charset_trust *trust)
{
    enum charset_trust ignored;
    trust = trust != NULL ? trust : &ignored;
    *trust = CHARSET_AS_SAID;
    label = str_trim(label);
    bytes = without_bom(bytes, &label);
    if (label_is_utf7(label) && !charset_has_high(bytes)) {
        bool hidden;
        struct str decoded = utf7_text(mem, bytes, &hidden);
        *trust = hidden ? CHARSET_REFUSED : CHARSET_AS_SAID;
        return decoded;
    }
    bool stateful = has_escape(bytes) || str_equal_nocase(label, STR("hz-gb-2312"));
    struct str escaped = stateful ? escaped_set(bytes) : STR("");
    if (escaped.len > 0 && !str_starts_nocase(label, STR("iso-2022-"))) {
        label = escaped;
        *trust = CHARSET_GUESSED;
    }
    bool is_ascii = !stateful && !is_wide(label) && !charset_has_high(bytes) && !label_is_refused(label);
    if (is_ascii && (bytes.len == 0 || memchr(bytes.ptr, '\0', bytes.len) == NULL))
        return str_copy(mem, bytes);
    if (label_is_refused(label)) {
        *trust = CHARSET_REFUSED;
        return utf8_valid(bytes) ? utf8_clean(mem, bytes) : convert_guessed(mem, bytes);
    }
    /* Long runs of accents, or of anything else, do not form valid UTF-8 by accident. */
    if (!is_wide(label) && !stateful && utf8_valid(bytes)) {
        if (charset_has_high(bytes) && !str_equal_nocase(label, STR("utf-8")))
            *trust = CHARSET_GUESSED;
        return utf8_clean(mem, bytes);
    }
    struct str text;
    if (label.len > 0 && convert_said(mem, bytes, label, &text, trust))
        return text;
    if (*trust == CHARSET_AS_SAID)
        *trust = CHARSET_GUESSED;
    return convert_guessed(mem, bytes);
}
