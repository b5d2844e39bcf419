#include "mail/fetch_port.h"

#include "base/buf.h"
#include "base/limits.h"

enum status fetch_too_large(const struct fetch_port *port, TALLOC_CTX *mem, struct str header, struct err *err)
{
    struct buf notice;
    struct str raw;
    buf_init(&notice, mem, LIMIT_MAIL_BYTES);
    buf_add(&notice, str_slice(header, 0, LIMIT_MAIL_HEADER_BYTES));
    buf_add_c(&notice, "\r\nThis mail is too large to be fetched. It is still in the mailbox.\r\n");
    TRY(buf_end(&notice, "fetch.header", &raw, err));
    return port->take(port->data, raw, err);
}
