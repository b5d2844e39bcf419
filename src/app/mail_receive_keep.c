#include "app/mail_receive_internal.h"
#include "base/limits.h"
#include "base/words.h"
#include "store/message_store.h"

struct str mail_address_line(TALLOC_CTX *mem, const struct list *to, const struct list *cc)
{
    struct buf line;
    buf_init(&line, mem, LIMIT_LINE_BYTES);
    const struct list *lists[] = { to, cc };
    for (size_t k = 0; k < sizeof lists / sizeof lists[0]; k++) {
        const struct mail_address *address = lists[k]->items;
        for (size_t i = 0; i < lists[k]->count && line.len + address[i].address.len + 2 < LIMIT_LINE_BYTES; i++) {
            if (line.len > 0)
                buf_add_c(&line, ", ");
            buf_add(&line, address[i].address);
        }
    }
    return buf_str(&line);
}

struct str mail_problem_lines(TALLOC_CTX *mem, const struct list *problems)
{
    struct buf lines;
    buf_init(&lines, mem, LIMIT_PARAGRAPH_BYTES);
    const struct mail_problem *problem = problems->items;
    for (size_t i = 0; i < problems->count && lines.len + problem[i].text.len + 1 < LIMIT_PARAGRAPH_BYTES; i++) {
        if (lines.len > 0)
            buf_add_char(&lines, '\n');
        buf_add(&lines, problem[i].text);
    }
    return buf_str(&lines);
}

static enum status attachments_keep(struct receiving *r, message_id message, struct err *err)
{
    const struct mail_attachment *from = r->mail->attachments.items;
    for (size_t i = 0; i < r->mail->attachments.count; i++) {
        int64_t id;
        TRY(id_new(r->tx, &id, err));
        struct attachment attachment = {
            .id = { id }, .message_id = message, .part = from[i].part, .name = from[i].name, .type = from[i].type,
            .size = from[i].size, .sha256 = from[i].sha256, .is_inline = from[i].is_inline, .cid = from[i].cid,
        };
        TRY(attachment_insert(r->tx, &attachment, err));
    }
    return STATUS_OK;
}

static void line_add(struct buf *lines, struct str line)
{
    if (line.len == 0 || lines->len + line.len + 1 >= LIMIT_PARAGRAPH_BYTES)
        return;
    if (lines->len > 0)
        buf_add_char(lines, '\n');
    buf_add(lines, line);
}

/* What is to be told of a mail beside its words. */
static struct str notes_of(const struct receiving *r)
{
    struct buf lines;
    buf_init(&lines, r->mem, LIMIT_PARAGRAPH_BYTES);
    if (r->forwarded_by.v != 0)
        line_add(&lines, str_format(r->mem, "Passed on by " STR_FMT ".", STR_ARG(desk_name(r->facts, r->forwarded_by))));
    if (r->gathered)
        line_add(&lines, words_text(r->mem, r->facts->language, "mail.gathered", NULL));
    line_add(&lines, mail_problem_lines(r->mem, &r->mail->problems));
    return buf_str(&lines);
}

enum status receiving_keep(struct receiving *r, ticket_id ticket, bool stranger, message_id *out, struct err *err)
{
    const struct mail *mail = r->mail;
    int64_t id;
    TRY(id_new(r->tx, &id, err));
    struct message message = {
        .id = { id },
        .ticket_id = ticket,
        .kind = mail->automatic == MAIL_HUMAN ? MESSAGE_EMAIL : MESSAGE_AUTOMATIC,
        .direction = MESSAGE_IN,
        .state = MESSAGE_RECEIVED,
        .person_id = r->sender.known.id,
        .subject = utf8_clip(mail->subject, LIMIT_SUBJECT_BYTES),
        .text = mail->visible,
        .folded = mail->folded,
        .html = mail->html,
        .from_address = utf8_clip(r->sender.address, LIMIT_ADDRESS_BYTES),
        .from_name = r->sender.name,
        .to_addresses = mail_address_line(r->mem, &mail->to, &mail->cc),
        .verified = mail->auth_results,
        .stranger = stranger,
        .thanks = mail->thanks,
        .automatic = str_from(mail_automatic_words[mail->automatic]),
        .problems = notes_of(r),
        .auth_text = mail->auth_text,
        .header_id = mail->message_id,
        .in_reply_to = mail->in_reply_to,
        .raw_id = r->raw.id,
        .at_ms = r->came_ms != 0 ? r->came_ms : r->tx->now,
        .date_ms = mail->date_ms,
    };
    TRY(message_insert(r->tx, &message, err));
    TRY(attachments_keep(r, message.id, err));
    *out = message.id;
    struct actor actor = { .kind = ACTOR_CUSTOMER, .id = r->sender.known.id.v };
    return journal_add(r->tx, actor, "message.received", ticket,
                       str_format(r->mem, "{\"message\":%lld,\"automatic\":\"%s\",\"thanks\":%s,\"stranger\":%s}",
                                  (long long)id, mail_automatic_words[mail->automatic], mail->thanks ? "true" : "false",
                                  stranger ? "true" : "false"),
                       err);
}
