#include "app/mail_quote.h"

#include "app/mail_text.h"
#include "base/limits.h"
#include "base/words.h"
#include "store/page_store.h"

enum { MESSAGES_MOST = 20, QUOTE_BYTES = LIMIT_REPLY_BODY_BYTES };

static struct str attribution(TALLOC_CTX *mem, const struct ticket *ticket, const struct zone *zone,
                              const struct page_message *message)
{
    struct str name = message->person_name.len > 0 ? message->person_name : message->public_name;
    struct value *data = value_object(mem);
    value_set_text(data, "when", words_when_written(mem, ticket->language, zone, message->at_ms));
    value_set_text(data, "name", name.len > 0 ? name : ticket->person_name);
    return words_text(mem, ticket->language, "quote.wrote", data);
}

static enum status add_message(struct buf *out, TALLOC_CTX *mem, struct str head, const struct page_message *message,
                               struct err *err)
{
    struct str text = str_trim(message->text), line;
    if (str_equal(message->direction, STR("out")))
        TRY(mail_text_of(mem, text, &text, err));
    buf_addf(out, "%s" STR_FMT "\n", out->len > 0 ? "\n" : "", STR_ARG(head));
    while (str_next(&text, '\n', &line))
        buf_addf(out, line.len > 0 ? "> " STR_FMT "\n" : ">" STR_FMT "\n", STR_ARG(line));
    return STATUS_OK;
}

enum status mail_quote(struct tx *tx, TALLOC_CTX *mem, const struct ticket *ticket, const struct zone *zone,
                       struct str *out, struct err *err)
{
    struct list messages;
    struct buf text;
    TRY(page_messages(tx, mem, ticket->id, 0, &messages, err));
    const struct page_message *all = messages.items;
    buf_init(&text, mem, QUOTE_BYTES);
    for (size_t i = 0; i < messages.count && i < MESSAGES_MOST; i++) {
        size_t before = text.len;
        TRY(add_message(&text, mem, attribution(mem, ticket, zone, &all[i]), &all[i], err));
        if (text.over) {
            buf_cut(&text, before);
            break;
        }
    }
    *out = buf_str(&text);
    return STATUS_OK;
}

void mail_quote_html(struct buf *out, struct str quoted)
{
    static const char open[] = "<blockquote style=\"margin:0 0 0 4px;padding-left:12px;border-left:2px solid #b8b8b8\">";
    struct str line;
    bool inside = false;
    while (str_next(&quoted, '\n', &line)) {
        bool quote = str_starts(line, STR(">"));
        if (quote != inside)
            buf_add_c(out, quote ? open : "</blockquote>\n");
        else if (quote)
            buf_add_c(out, "<br>\n");
        inside = quote;
        if (quote) {
            buf_add_html(out, str_slice(line, str_starts(line, STR("> ")) ? 2 : 1, SIZE_MAX));
        } else if (line.len > 0) {
            buf_add_c(out, "<p>");
            buf_add_html(out, line);
            buf_add_c(out, "</p>\n");
        }
    }
    if (inside)
        buf_add_c(out, "</blockquote>\n");
}
