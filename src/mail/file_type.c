#include "mail/file_type.h"

static const struct signature_row {
    const char *type;
    size_t at;
    struct str bytes;
} pictures[] = {
    { "image/png", 0, { "\x89PNG\r\n\x1a\n", 8 } },
    { "image/jpeg", 0, { "\xff\xd8\xff", 3 } },
    { "image/gif", 0, { "GIF87a", 6 } },
    { "image/gif", 0, { "GIF89a", 6 } },
    { "image/webp", 8, { "WEBP", 4 } },
};

static const struct ending_row {
    const char *ending, *type;
} endings[] = {
    { ".avi", "video/x-msvideo" },
    { ".csv", "text/csv" },
    { ".doc", "application/msword" },
    { ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
    { ".eml", "application/octet-stream" }, /* message/rfc822 may not be encoded, and not every relay takes 8 bits */
    { ".gz", "application/gzip" },
    { ".ics", "text/calendar" },
    { ".json", "application/json" },
    { ".log", "text/plain" },
    { ".mov", "video/quicktime" },
    { ".mp3", "audio/mpeg" },
    { ".mp4", "video/mp4" },
    { ".odp", "application/vnd.oasis.opendocument.presentation" },
    { ".ods", "application/vnd.oasis.opendocument.spreadsheet" },
    { ".odt", "application/vnd.oasis.opendocument.text" },
    { ".pdf", "application/pdf" },
    { ".ppt", "application/vnd.ms-powerpoint" },
    { ".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation" },
    { ".rtf", "application/rtf" },
    { ".txt", "text/plain" },
    { ".vcf", "text/vcard" },
    { ".wav", "audio/wav" },
    { ".xls", "application/vnd.ms-excel" },
    { ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
    { ".xml", "application/xml" },
    { ".zip", "application/zip" },
};

struct str file_type_of(struct str name, struct str head)
{
    for (size_t i = 0; i < sizeof pictures / sizeof pictures[0]; i++) {
        if (str_equal(str_slice(head, pictures[i].at, pictures[i].bytes.len), pictures[i].bytes))
            return str_from(pictures[i].type);
    }
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        if (str_ends_nocase(name, str_from(endings[i].ending)))
            return str_from(endings[i].type);
    }
    return STR("application/octet-stream");
}

bool file_type_is_picture(struct str type)
{
    for (size_t i = 0; i < sizeof pictures / sizeof pictures[0]; i++) {
        if (str_equal(type, str_from(pictures[i].type)))
            return true;
    }
    return false;
}
