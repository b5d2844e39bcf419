#include "mail/charset.h"

#include <limits.h>
#include <unicode/ucnv.h>

#include "base/mem.h"
#include "mail/charset_guess.h"
#include "mail/utf7.h"

enum { GROWTH = 4 }; /* no supported set gives more than 4 bytes of UTF-8 for one of its own */

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
    { "hz", "hz-gb-2312" },
    { "iso-2022-jp", "ISO-2022-JP-2" },
    { "iso-2022-jp-ms", "ISO-2022-JP-2" },
    { "iso-8859-1", "windows-1252" },
    { "iso-8859-11", "windows-874" },
    { "iso-8859-16", "iso-8859-2" }, /* ICU lacks it; the letters of Romanian are at the same places */
    { "iso-8859-9", "windows-1254" },
    { "iso8859-1", "windows-1252" },
    { "iso8859-15", "iso-8859-15" },
    { "koi8-r", "koi8-u" }, /* Ukrainian letters instead of a few frames */
    { "koi8-ru", "koi8-u" },
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
    { "windows-1252", "windows-1252" },
    { "x-euc-jp", "euc-jp" },
    { "x-gbk", "gb18030" },
    { "x-sjis", "windows-31j" },
};

/* Stateful sets that hide markup from a reader of bytes; no honest mailer has written them this century. */
static const char *const refused[] = { "imap-mailbox-name", "x-imap4-modified-utf7", "scsu", "bocu-1", "x-user-defined" };

/* Read by utf7.h, which lets no markup through. */
static const char *const utf7_names[] = { "utf-7", "utf7", "unicode-1-1-utf-7", "unicode-2-0-utf-7",
                                         "x-unicode-2-0-utf-7", "csunicode11utf7" };

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

static struct str convert_guessed(TALLOC_CTX *mem, struct str bytes)
{
    char name[CHARSET_NAME_BYTES];
    struct str text;
    size_t bad = 0;
    if (charset_guess(bytes, name)) {
        const struct label_row *row = label_find(str_from(name));
        const char *icu = row != NULL && row->icu != NULL ? row->icu : name;
        if (convert(mem, bytes, icu, &text, &bad) && bad * 20 <= bytes.len)
            return text;
    }
    if (convert(mem, bytes, "windows-1252", &text, &bad))
        return text;
    return utf8_clean(mem, bytes);
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

/* Windows has a set beside most of ISO's, with letters where ISO has controls that nobody writes, and its users call it
 * by ISO's name. STARTS: a byte that begins a word in Windows' set and a sign in ISO's; 0 none. */
static const struct sibling_row {
    const char *iso, *windows;
    char starts;
} siblings[] = {
    { "ISO-8859-2", "windows-1250", 0 },  { "ISO-8859-4", "windows-1257", 0 },  { "ISO-8859-6", "windows-1256", 0 },
    { "ISO-8859-7", "windows-1253", '\xa2' }, { "ISO-8859-8", "windows-1255", 0 }, { "ISO-8859-13", "windows-1257", 0 },
    { "ISO-8859-15", "windows-1252", 0 },
};

static bool is_windows(struct str bytes, const struct sibling_row *row)
{
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.ptr[i];
        bool starts = row->starts != 0 && bytes.ptr[i] == row->starts && (i == 0 || (unsigned char)bytes.ptr[i - 1] <= ' ')
                   && i + 1 < bytes.len && (unsigned char)bytes.ptr[i + 1] >= 0xc0;
        if ((c >= 0x80 && c < 0xa0) || starts)
            return true;
    }
    return false;
}

/* The set of ICU that LABEL is read as; NULL for UTF-8. It may lie in NAME. */
static const char *set_of(struct str label, struct str bytes, char name[CHARSET_NAME_BYTES])
{
    const struct label_row *row = label_find(label);
    if (row != NULL)
        return row->icu;
    memcpy(name, label.ptr, label.len);
    name[label.len] = '\0';
    UErrorCode code = U_ZERO_ERROR;
    const char *known = ucnv_getStandardName(name, "MIME", &code);
    row = known != NULL ? label_find(str_from(known)) : NULL;
    if (row != NULL)
        return row->icu;
    for (size_t i = 0; known != NULL && i < sizeof(siblings) / sizeof(siblings[0]); i++)
        if (strcmp(known, siblings[i].iso) == 0 && is_windows(bytes, &siblings[i]))
            return siblings[i].windows;
    if (known != NULL && strcmp(known, "UTF-16") == 0)
        return charset_is_little_endian(bytes) ? "UTF-16LE" : "UTF-16BE";
    return name;
}

/* Whether the detector names a set in which all of BYTES has a meaning. It takes short texts of the East for Western
 * ones, which is seen by their signs. */
static bool guess_fits(TALLOC_CTX *mem, struct str bytes)
{
    char name[CHARSET_NAME_BYTES];
    struct str text;
    size_t bad = 0;
    if (!charset_guess(bytes, name) || !convert(mem, bytes, name, &text, &bad))
        return false;
    const struct label_row *row = label_find(str_from(name));
    bool is_western = row != NULL && row->icu != NULL && strcmp(row->icu, "windows-1252") == 0;
    return bad == 0 && !(is_western && charset_is_unwestern(bytes));
}

/* The bytes by their label alone; false where the label is unknown or does not fit. */
static bool convert_said(TALLOC_CTX *mem, struct str bytes, struct str label, struct str *out,
                         enum charset_trust *trust)
{
    char name[CHARSET_NAME_BYTES];
    const char *set = label.len < sizeof(name) ? set_of(label, bytes, name) : "";
    if (set == NULL)
        return false; /* said to be UTF-8, and is not: the caller has looked */
    if (strcmp(set, "windows-1252") == 0 && charset_is_unwestern(bytes))
        return false;
    size_t bad = 0;
    if (!convert(mem, bytes, set, out, &bad)) {
        *trust = CHARSET_UNKNOWN;
        return false;
    }
    bool is_stateful = str_starts_nocase(str_from(set), STR("ISO-2022-"));
    bool is_doubtful = (bad * 100 > bytes.len && !is_stateful) || charset_is_inverted(*out);
    return bad * 10 <= bytes.len && !(is_doubtful && guess_fits(mem, bytes));
}

/* Whether broken UTF-8 may stand under LABEL: where it is named, where nothing is, or latin-1, which is what programs
 * write that do not know. */
static bool may_be_utf8(struct str label)
{
    const struct label_row *row = label_find(label);
    return label.len == 0 || (row != NULL && (row->icu == NULL || strcmp(row->icu, "windows-1252") == 0));
}

static struct str unquoted(struct str label)
{
    label = str_trim(label);
    while (label.len > 0 && strchr("\"' ", label.ptr[0]) != NULL)
        label = str_slice(label, 1, label.len);
    while (label.len > 0 && strchr("\"' ", label.ptr[label.len - 1]) != NULL)
        label.len--;
    return label;
}

struct str charset_text(TALLOC_CTX *mem, struct str bytes, struct str label, enum charset_trust *trust)
{
    enum charset_trust ignored;
    trust = trust != NULL ? trust : &ignored;
    *trust = CHARSET_AS_SAID;
    label = unquoted(label);
    bytes = without_bom(bytes, &label);
    if (label_is_utf7(label) && !charset_has_high(bytes)) {
        bool hidden;
        struct str decoded = utf7_text(mem, bytes, &hidden);
        *trust = hidden ? CHARSET_REFUSED : CHARSET_AS_SAID;
        return decoded;
    }
    bool stateful = has_escape(bytes) || str_starts_nocase(label, STR("hz"));
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
    if (!stateful && may_be_utf8(label) && charset_is_mostly_utf8(bytes)) {
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
