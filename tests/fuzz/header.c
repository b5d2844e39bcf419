#include "fuzz.h"
#include "mail/mail_json.h"
#include "mail/mime_envelope.h"
#include "mail/mime_param.h"

/* The input is a header section. */
int fuzz_one(const uint8_t *data, size_t size)
{
    TALLOC_CTX *mem = talloc_new(NULL);
    struct mime_headers headers = mime_headers_read(mem, FUZZ_INPUT(data, size));
    struct mail mail = { 0 };
    mime_envelope_read(mem, &headers, STR(""), &mail);
    FUZZ_ASSERT(utf8_valid(mail.subject) && utf8_valid(mail.message_id));
    FUZZ_ASSERT(mail.subject.len == 0 || memchr(mail.subject.ptr, '\n', mail.subject.len) == NULL);
    struct str name = mime_param(mem, mime_header(&headers, "Content-Disposition"), "filename", STR(""));
    FUZZ_ASSERT(utf8_valid(name));
    talloc_free(mem);
    return 0;
}
