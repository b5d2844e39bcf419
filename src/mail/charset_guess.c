#include "mail/charset_guess.h"

#include <uchardet/uchardet.h>

enum { GUESS_BYTES = 64 * 1024 }; /* more does not make a guess better */

static void detector_done(uchardet_t *detector)
{
    if (*detector != NULL)
        uchardet_delete(*detector);
}

static struct str detected(TALLOC_CTX *mem, struct str bytes)
{
    CLEANUP(detector_done) uchardet_t detector = uchardet_new();
    struct str head = str_slice(bytes, 0, GUESS_BYTES);
    if (uchardet_handle_data(detector, head.ptr, head.len) != 0)
        return STR("");
    uchardet_data_end(detector);
    return str_copy(mem, str_from(uchardet_get_charset(detector)));
}

static bool is_ascii_letter(struct str s, size_t at)
{
    return at < s.len && (s.ptr[at] | 0x20) >= 'a' && (s.ptr[at] | 0x20) <= 'z';
}

/* In the sets of 8 bits that are asked about, nearly all from 0xc0 on are letters. */
static bool is_letter(struct str s, size_t at)
{
    return at < s.len && (is_ascii_letter(s, at) || (unsigned char)s.ptr[at] >= 0xc0);
}

/* The two sets of Central Europe differ in a few letters: where one has them the other has controls, or signs that do
 * not stand inside a word. The detector, which goes by frequency, takes one for the other. */
static struct str central_european(struct str bytes, struct str said)
{
    static const char signs[] = "\xa6\xa9\xac\xae\xb1\xb6\xbb"; /* letters of ISO 8859-2 */
    bool is_iso = false;
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.ptr[i];
        if (c >= 0x80 && c < 0xa0)
            return STR("windows-1250");
        bool inside = is_letter(bytes, i + 1) && (c != 0xbb || (i > 0 && is_letter(bytes, i - 1)));
        is_iso = is_iso || (c >= 0x80 && inside && strchr(signs, bytes.ptr[i]) != NULL);
    }
    return is_iso ? STR("iso-8859-2") : said;
}

bool charset_is_mostly_utf8(struct str bytes)
{
    enum { RIGHT_FOR_A_WRONG_ONE = 3 };
    size_t right = 0, wrong = 0;
    uint32_t c;
    for (struct str rest = bytes; utf8_next(&rest, &c);) {
        right += c >= 0x80 && c != 0xfffd;
        wrong += c == 0xfffd;
    }
    return right > wrong * RIGHT_FOR_A_WRONG_ONE;
}

/* Signs that no Western writer puts between or beside letters, and bytes that windows-1252 leaves open: "zepsu\xb3" is
 * Polish, "Gr\x81\xe1" German of DOS, and every second character of Chinese under a wrong name is such a one. */
static bool has_strange_signs(struct str bytes)
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
static bool is_unlatin(struct str bytes)
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

bool charset_guess(struct str bytes, char name[CHARSET_NAME_BYTES])
{
    TALLOC_CTX *mem = talloc_new(NULL);
    struct str found = detected(mem, bytes);
    if (str_equal_nocase(found, STR("ISO-8859-2")) || str_equal_nocase(found, STR("WINDOWS-1250")))
        found = central_european(bytes, found);
    bool is_old = str_starts(found, STR("IBM")) || str_starts(found, STR("MAC-"));
    if (is_old && !is_unlatin(bytes) && !has_strange_signs(bytes))
        found = STR(""); /* a Western text that the detector has seldom seen */
    bool tells = found.len > 0 && found.len < CHARSET_NAME_BYTES && !str_equal_nocase(found, STR("ASCII"));
    if (tells) {
        memcpy(name, found.ptr, found.len);
        name[found.len] = '\0';
    }
    talloc_free(mem);
    return tells;
}

/* Turkish, Hungarian, Romanian, Czech, Lithuanian: their own letters stand where windows-1252 has letters that are rare
 * in the West ("sipari\xfe", "el\xf5re"). Where there are some, and words enough to go by, the detector is asked. */
static bool is_eastern(struct str bytes)
{
    static const char rare[] = "\xd0\xdd\xde\xf0\xfd\xfe\xd5\xf5\xdb\xfb\xe3\xec\xf8\xf2\xe8\xeb\xb9\xbb\xbe\x9a\x9e";
    static const char *const names[] = { "iso-8859-2", "windows-1250", "iso-8859-9",  "windows-1254", "iso-8859-13",
                                         "windows-1257", "iso-8859-4", "iso-8859-16" };
    enum { LEAST_BYTES = 40, LEAST = 2 };
    size_t found = 0;
    for (size_t i = 0; i < bytes.len; i++)
        found += (unsigned char)bytes.ptr[i] >= 0x80 && strchr(rare, bytes.ptr[i]) != NULL;
    char name[CHARSET_NAME_BYTES];
    if (bytes.len < LEAST_BYTES || found < LEAST || !charset_guess(bytes, name))
        return false;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (str_equal_nocase(str_from(name), str_from(names[i])))
            return true;
    return false;
}

bool charset_is_unwestern(struct str bytes)
{
    return is_unlatin(bytes) || has_strange_signs(bytes) || is_eastern(bytes);
}

bool charset_is_inverted(struct str text)
{
    enum { LEAST = 2 };
    size_t inverted = 0, usual = 0;
    uint32_t c, last = 0, before = 0;
    for (struct str rest = text; utf8_next(&rest, &c); before = last, last = c) {
        bool last_is_small = last >= 0x430 && last < 0x450, last_is_large = last >= 0x410 && last < 0x430;
        inverted += before < 0x400 && last_is_small && c >= 0x410 && c < 0x430;
        usual += last_is_large && c >= 0x430 && c < 0x450;
    }
    return inverted >= LEAST && inverted > usual;
}

bool charset_is_little_endian(struct str bytes)
{
    size_t first = 0, second = 0;
    for (size_t i = 0; i + 1 < bytes.len; i += 2) {
        first += bytes.ptr[i] == '\0';
        second += bytes.ptr[i + 1] == '\0';
    }
    return second > first;
}
