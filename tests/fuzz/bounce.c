#include "base/digest.h"
#include "fuzz.h"
#include "mail/mime_read.h"

/* The input is the text of a delivery report. */
int fuzz_one(const uint8_t *data, size_t size)
{
    static struct mime_reader *reader;
    struct err err = { 0 };
    if (reader == NULL &&
        (digest_start(&err) != STATUS_OK || mime_reader_new(NULL, STR(""), &reader, &err) != STATUS_OK))
        abort();
    TALLOC_CTX *mem = talloc_new(NULL);
    struct str raw = str_format(mem, "From: MAILER-DAEMON@x.example\nSubject: failure notice\n\n" STR_FMT,
                                STR_ARG(FUZZ_INPUT(data, size)));
    struct mail mail;
    mime_read(reader, mem, raw, &mail);
    const struct mail_bounced *items = mail.bounced.items;
    for (size_t i = 0; i < mail.bounced.count; i++)
        FUZZ_ASSERT(utf8_valid(items[i].address) && items[i].kind.len > 0 && items[i].action.len > 0);
    talloc_free(mem);
    return 0;
}
