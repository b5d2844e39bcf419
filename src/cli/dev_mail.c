#include "cli/dev_mail.h"

#include "base/buf.h"
#include "base/digest.h"
#include "base/limits.h"
#include "cli/mail_input.h"
#include "mail/mail_json.h"
#include "mail/mime_read.h"
#include "mail/parse_client.h"

const struct option_row dev_mail_options[] = {
    { "authserv-id", "NAME", "whose Authentication-Results to believe; default: nobody's" },
    { "part", "N", "print the bytes of this part instead" },
    { "here", NULL, "read it in this process, for a debugger, not in a sandboxed one" },
    { 0 },
};

static void done_pool(struct parse_pool **pool)
{
    parse_pool_free(*pool);
}

static enum status read_here(TALLOC_CTX *mem, struct str authserv_id, struct str raw, struct mail *out, struct err *err)
{
    struct mime_reader *reader;
    TRY(digest_start(err));
    TRY(mime_reader_new(mem, authserv_id, &reader, err));
    mime_read(reader, mem, raw, out);
    return STATUS_OK;
}

static enum status print_mail(TALLOC_CTX *mem, const struct mail *mail, struct err *err)
{
    struct buf json;
    struct str text;
    buf_init(&json, mem, LIMIT_ANSWER_BYTES * (size_t)2);
    mail_json_print(&json, mail);
    buf_add_char(&json, '\n');
    TRY(buf_end(&json, "dev.mail", &text, err));
    fwrite(text.ptr, 1, text.len, stdout);
    return STATUS_OK;
}

enum status dev_mail_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    struct str raw, bytes;
    struct mail mail;
    struct str authserv_id = option_value(in, "authserv-id");
    authserv_id = authserv_id.ptr == NULL ? STR("") : authserv_id;
    int64_t part;
    TRY(option_number(in, "part", 0, INT64_MAX, -1, &part, err));
    TRY(mail_input_read(mem, &raw, err));
    if (option_given(in, "here")) {
        TRY(read_here(mem, authserv_id, raw, &mail, err));
        return print_mail(mem, &mail, err);
    }
    CLEANUP(done_pool) struct parse_pool *pool = NULL;
    TRY(parse_pool_new(mem, 1, NULL, authserv_id, &pool, err));
    if (part >= 0) {
        TRY(parse_part(pool, mem, raw, part, &bytes, err));
        fwrite(bytes.ptr, 1, bytes.len, stdout);
        return STATUS_OK;
    }
    TRY(parse_mail(pool, mem, raw, &mail, err));
    return print_mail(mem, &mail, err);
}
