#pragma once
/* Reads a mail as the parse process does. */
#include "check.h"

#include "base/digest.h"
#include "mail/mime_read.h"

static inline struct mail read_mail(void *mem, const char *raw)
{
    struct err err = { 0 };
    struct mime_reader *reader;
    struct mail mail;
    assert_ok(digest_start(&err));
    assert_ok(mime_reader_new(mem, STR(""), &reader, &err));
    mime_read(reader, mem, str_from(raw), &mail);
    return mail;
}
