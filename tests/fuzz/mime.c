#include "base/digest.h"
#include "fuzz.h"
#include "mail/mail_pack.h"
#include "mail/mime_read.h"

/* A whole mail: read, packed, unpacked; each attachment has the bytes that it says. */
int fuzz_one(const uint8_t *data, size_t size)
{
    static struct mime_reader *reader;
    struct err err = { 0 };
    if (reader == NULL &&
        (digest_start(&err) != STATUS_OK || mime_reader_new(NULL, STR("mx"), &reader, &err) != STATUS_OK))
        abort();
    TALLOC_CTX *mem = talloc_new(NULL);
    struct mail mail, again;
    mime_read(reader, mem, FUZZ_INPUT(data, size), &mail);
    struct buf packed;
    buf_init(&packed, mem, SIZE_MAX / 2);
    mail_pack(&packed, &mail);
    FUZZ_ASSERT(mail_unpack(mem, buf_str(&packed), &again, &err) == STATUS_OK);
    FUZZ_ASSERT(str_equal(mail.text, again.text) && mail.attachments.count == again.attachments.count);
    const struct mail_attachment *items = mail.attachments.items;
    for (size_t i = 0; i < mail.attachments.count; i++) {
        struct str bytes;
        FUZZ_ASSERT(mime_read_part(mem, FUZZ_INPUT(data, size), items[i].part, &bytes, &err) == STATUS_OK);
        FUZZ_ASSERT((int64_t)bytes.len == items[i].size);
    }
    talloc_free(mem);
    return 0;
}
