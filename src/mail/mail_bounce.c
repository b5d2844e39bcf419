#include "mail/mail_bounce.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "mail/bounce_reason.h"
#include "mail/bounce_words.h"
#include "mail/mail_address.h"
#include "mail/mime_envelope.h"
#include "mail/mime_param.h"
#include "mail/mime_word.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum {
    REPORT_BYTES = 64 * 1024, /* what is read of a status part or of a shapeless report */
    REASON_BYTES = 2000,      /* of the text that stands by one recipient */
    LEAST_STORY_BYTES = 8,    /* less says nothing */
    RECIPIENTS_MAX = 100,
};

struct reader {
    TALLOC_CTX *mem;
    const struct mime_tree *tree;
    struct mail *out;
    struct mail_bounced *items;
    size_t count;
};

/* "rfc822; <ada@example.org>" */
static struct str typed_address(TALLOC_CTX *mem, struct str value)
{
    size_t semicolon = str_find(value, STR(";"), 0);
    struct str text = str_trim(semicolon == SIZE_MAX ? value : str_slice(value, semicolon + 1, value.len));
    if (str_starts(text, STR("<")))
        text = str_slice(text, 1, text.len);
    if (str_ends(text, STR(">")))
        text = str_slice(text, 0, text.len - 1);
    struct str address;
    if (address_read(mem, text, &address, NULL))
        return address;
    return str_copy(mem, utf8_clip(mime_one_line(mem, utf8_clean(mem, text)), LIMIT_ADDRESS_BYTES));
}

/* Where the conversation broke off, as the human-readable story of a recipient tells. */
static enum bounce_stage stage_of(struct str story)
{
    static const struct stage_row {
        enum bounce_stage stage;
        const char *words;
    } rows[] = {
        { BOUNCE_AT_SENDER, "in reply to MAIL FROM" }, { BOUNCE_AT_SENDER, "after MAIL FROM" },
        { BOUNCE_AT_RECIPIENT, "in reply to RCPT" },   { BOUNCE_AT_RECIPIENT, "after RCPT" },
        { BOUNCE_AT_RECIPIENT, ">>> RCPT" },           { BOUNCE_AT_RECIPIENT, "sent: RCPT" },
        { BOUNCE_AT_RECIPIENT, "for RCPT TO" },        { BOUNCE_AT_RECIPIENT, "RCPT TO generated" },
        { BOUNCE_AT_DATA, "in reply to end of DATA" }, { BOUNCE_AT_DATA, "in reply to DATA" },
        { BOUNCE_AT_DATA, "after end of data" },       { BOUNCE_AT_DATA, ">>> DATA" },
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        if (str_find_nocase(story, str_from(rows[i].words), 0) != SIZE_MAX)
            return rows[i].stage;
    return BOUNCE_STAGE_UNKNOWN;
}

static void add(struct reader *reader, struct str address, struct str action, struct str status, struct str text,
                enum bounce_stage stage)
{
    if (reader->count == RECIPIENTS_MAX)
        return;
    for (size_t i = 0; i < reader->count; i++)
        if (str_equal_nocase(reader->items[i].address, address))
            return;
    struct str in_text = bounce_status_in(text);
    bool is_general = status.len == 0 || str_ends(status, STR(".0.0")) || str_ends(status, STR(".0"));
    if (is_general && in_text.ptr != NULL && (status.len == 0 || in_text.ptr[0] == status.ptr[0]))
        status = in_text;
    struct bounce_reason reason = bounce_reason_of(reader->mem, text, status, action, stage);
    reader->items =
        mem_need(talloc_realloc(reader->mem, reader->items, struct mail_bounced, (unsigned)(reader->count + 1)));
    reader->items[reader->count++] = (struct mail_bounced){
        .address = address,
        .status = str_copy(reader->mem, status),
        .action = str_copy(reader->mem, action),
        .kind = str_from(reason.kind),
        .reason = str_from(reason.reason),
    };
}

static struct str field(TALLOC_CTX *mem, const struct mime_headers *headers, const char *name)
{
    struct str value = mime_header(headers, name);
    return value.len == 0 ? STR("") : mime_one_line(mem, utf8_clean(mem, mime_unfold(mem, value)));
}

static bool leading_address(TALLOC_CTX *mem, struct str line, struct str *address, struct str *after);

/* What the report for people says of one recipient: from the line that begins with the address to the next such line. */
static struct str story_of(struct reader *reader, struct str text, struct str wanted)
{
    struct str rest = text, line;
    const char *start = NULL;
    while (str_next(&rest, '\n', &line)) {
        struct str address, after;
        if (!leading_address(reader->mem, line, &address, &after))
            continue;
        bool is_wanted = str_equal_nocase(address, wanted);
        if (start == NULL && is_wanted)
            start = line.ptr;
        else if (start != NULL && !is_wanted)
            return str_slice((struct str){ start, (size_t)(line.ptr - start) }, 0, REASON_BYTES);
    }
    if (start == NULL)
        return STR("");
    return str_slice((struct str){ start, (size_t)(text.ptr + text.len - start) }, 0, REASON_BYTES);
}

/* RFC 3464 section 2.3: one block for each recipient, after the one for the whole message. */
static void read_status_block(struct reader *reader, struct str block, struct str human_text)
{
    TALLOC_CTX *mem = reader->mem;
    struct mime_headers headers = mime_headers_read(mem, block);
    struct str recipient = field(mem, &headers, "Final-Recipient");
    struct str original = field(mem, &headers, "Original-Recipient");
    if (recipient.len == 0 && original.len == 0)
        return;
    struct str action = str_lower(mem, mime_param_head(mem, field(mem, &headers, "Action")));
    struct str status = bounce_status_in(field(mem, &headers, "Status"));
    struct str diagnostic = field(mem, &headers, "Diagnostic-Code");
    struct str address = typed_address(mem, recipient.len > 0 ? recipient : original);
    if (str_find(address, STR("@"), 0) == SIZE_MAX && original.len > 0)
        address = typed_address(mem, original);
    struct str story = story_of(reader, human_text, address);
    struct str rejection = bounce_tells_rejection(human_text);
    struct str told = diagnostic.len > 0 ? diagnostic : story.len > 0 ? story : human_text;
    struct str text = rejection.ptr != NULL ? rejection : told;
    enum bounce_stage stage =
        str_starts_nocase(diagnostic, STR("x-unix")) ? BOUNCE_AT_PROGRAM : stage_of(story.len > 0 ? story : human_text);
    add(reader, address, action.len > 0 ? action : STR("failed"), status.ptr != NULL ? status : STR(""), text, stage);
}

static void read_status_blocks(struct reader *reader, struct str blocks, struct str human_text)
{
    struct str rest = blocks, line;
    const char *start = blocks.ptr;
    while (str_next(&rest, '\n', &line)) {
        if (str_trim(line).len > 0 && rest.len > 0)
            continue;
        const char *end = rest.len > 0 ? line.ptr : blocks.ptr + blocks.len;
        read_status_block(reader, (struct str){ start, (size_t)(end - start) }, human_text);
        start = rest.ptr;
    }
}

/* Whether a mail system is the sender: a person may be postmaster as well, and may not be the null sender. */
enum daemon { NO_DAEMON, PERHAPS_DAEMON, DAEMON };

static enum daemon daemon_of(TALLOC_CTX *mem, const struct mime_tree *tree, const struct mail *mail)
{
    static const char *const locals[] = { "mailer-daemon", "mail-daemon", "mailerdaemon" };
    static const char *const names[] = { "mailer-daemon", "mailer daemon", "mail delivery s", "mail delivery agent" };
    struct str local = str_lower(mem, mail->from.address);
    struct str raw_from = mime_header(&tree->headers, "From");
    struct str path = str_trim(mime_header(&tree->headers, "Return-Path"));
    bool is_sure = str_equal(path, STR("<>")) || str_find_nocase(path, STR("mailer-daemon"), 0) != SIZE_MAX;
    for (size_t i = 0; i < COUNT(locals); i++)
        is_sure = is_sure || str_starts(local, str_from(locals[i]));
    for (size_t i = 0; i < COUNT(names); i++)
        is_sure = is_sure || str_find_nocase(raw_from, str_from(names[i]), 0) != SIZE_MAX;
    return is_sure ? DAEMON : str_starts(local, STR("postmaster@")) ? PERHAPS_DAEMON : NO_DAEMON;
}

/* A customer who passes a report on ("what does this mean?") tells of a mail that was not ours. */
static bool is_passed_on(const struct reader *reader, const struct mime_part *part)
{
    bool is_inside = false;
    for (int64_t at = part->parent; at >= 0; at = reader->tree->parts[at].parent)
        is_inside = is_inside || str_equal(reader->tree->parts[at].type, STR("message/rfc822"));
    return is_inside && daemon_of(reader->mem, reader->tree, reader->out) == NO_DAEMON;
}

static bool read_status_parts(struct reader *reader)
{
    bool found = false;
    for (size_t i = 0; i < reader->tree->count; i++) {
        const struct mime_part *part = &reader->tree->parts[i];
        if (!str_equal(part->type, STR("message/delivery-status")) &&
            !str_equal(part->type, STR("message/global-delivery-status")))
            continue;
        if (is_passed_on(reader, part))
            continue;
        found = true;
        struct str blocks = utf8_clean(reader->mem, mime_part_bytes(reader->mem, part, REPORT_BYTES, NULL));
        read_status_blocks(reader, blocks, str_slice(reader->out->text, 0, REPORT_BYTES));
    }
    return found;
}

/* --- Reports without a form ------------------------------------------------------------------------------------- */

/* An address at the start of LINE: "<a@b>: reason", "  a@b", "a@b ... unknown host". */
static bool leading_address(TALLOC_CTX *mem, struct str line, struct str *address, struct str *after)
{
    struct str s = str_trim(line);
    bool bracket = str_starts(s, STR("<"));
    s = bracket ? str_slice(s, 1, s.len) : s;
    size_t len = 0;
    while (len < s.len && s.ptr[len] > ' ' && strchr(bracket ? ">" : ":,;(<>\"", s.ptr[len]) == NULL)
        len++;
    /* The signs of full width begin so; none stands in an address. */
    bool has_wide = str_find(str_slice(s, 0, len), STR("\xef\xbc"), 0) != SIZE_MAX;
    if (has_wide || !address_read(mem, str_slice(s, 0, len), address, NULL))
        return false;
    *after = str_slice(s, len, s.len);
    bool is_sentence =
        !bracket && after->len > 1 && after->ptr[0] == ' ' && after->ptr[1] >= 'a' && after->ptr[1] <= 'z';
    return !is_sentence;
}

static bool is_ours(const struct mail *mail, struct str address)
{
    const struct mail_address *to = mail->to.items;
    for (size_t i = 0; i < mail->to.count; i++)
        if (str_equal_nocase(to[i].address, address))
            return true;
    return str_equal_nocase(mail->from.address, address);
}

/* Some reports give the reason first and the addresses after it. */
static void add_story(struct reader *reader, struct str address, struct str action, struct str story, struct str report)
{
    story = str_slice(str_trim(story), 0, REASON_BYTES);
    if (story.len < LEAST_STORY_BYTES)
        story = report;
    add(reader, address, action, STR(""), story, stage_of(story));
}

/* Each line that begins with an address starts the story of a recipient, which goes on to the next one. */
static void read_leading(struct reader *reader, struct str report, struct str action)
{
    struct str rest = report, line;
    struct str address = STR_NONE;
    const char *story = NULL;
    while (str_next(&rest, '\n', &line)) {
        struct str next, after;
        if (!leading_address(reader->mem, line, &next, &after) || is_ours(reader->out, next)
            || (address.ptr != NULL && str_equal_nocase(address, next)))
            continue;
        if (address.ptr != NULL)
            add_story(reader, address, action, (struct str){ story, (size_t)(line.ptr - story) }, report);
        address = next;
        story = after.ptr;
    }
    if (address.ptr != NULL)
        add_story(reader, address, action, (struct str){ story, (size_t)(report.ptr + report.len - story) },
                  report);
}

/* "SMTP:a@b" and "收件人：a@b（…": the address alone. */
static struct str behind_label(struct str word)
{
    size_t at = str_find(word, STR("@"), 0), start = at, end = at;
    while (start > 0 && (unsigned char)word.ptr[start - 1] < 0x80 && strchr(":(<[=", word.ptr[start - 1]) == NULL)
        start--;
    while (end < word.len && (unsigned char)word.ptr[end] < 0x80 && strchr(")>];,", word.ptr[end]) == NULL)
        end++;
    return start < at ? str_slice(word, start, end - start) : word;
}

/* The first address anywhere in the report that is neither ours nor the daemon's. */
static struct str any_address(struct reader *reader, struct str report)
{
    struct str rest = report, line, word;
    while (str_next(&rest, '\n', &line)) {
        while (str_next(&line, ' ', &word)) {
            if (str_find(word, STR("@"), 0) == SIZE_MAX)
                continue;
            while (word.len > 0 && strchr("<([\"'", word.ptr[0]) != NULL)
                word = str_slice(word, 1, word.len);
            while (word.len > 0 && strchr(">)]\"'.,:;\r", word.ptr[word.len - 1]) != NULL)
                word = str_slice(word, 0, word.len - 1);
            word = behind_label(word);
            struct str address;
            if (address_read(reader->mem, word, &address, NULL) && !is_ours(reader->out, address))
                return address;
        }
    }
    return STR("");
}

static bool read_shapeless(struct reader *reader)
{
    const struct mail *mail = reader->out;
    enum daemon daemon = daemon_of(reader->mem, reader->tree, mail);
    if (daemon == NO_DAEMON)
        return false;
    struct str text = str_slice(mail->text, 0, REPORT_BYTES);
    struct str report = str_slice(text, 0, bounce_copy_start(reader->mem, text));
    struct str lower = str_lower(reader->mem, report);
    struct str subject = str_lower(reader->mem, mail->subject);
    bool tells = bounce_tells_failure(subject) || bounce_tells_failure(lower);
    if (!tells || (daemon == PERHAPS_DAEMON && !bounce_tells_of_mail(lower)))
        return false;
    if (str_find_nocase(text, STR("\nFinal-Recipient:"), 0) != SIZE_MAX)
        read_status_blocks(reader, text, report); /* a status part whose boundary was broken on the way */
    if (reader->count > 0)
        return true;
    struct str action = bounce_action_in(subject);
    struct str failed = mime_header(&reader->tree->headers, "X-Failed-Recipients");
    read_leading(reader, report, str_equal(action, STR("delayed")) ? action : bounce_action_in(lower));
    if (failed.len > 0 && reader->count == 0) {
        struct address_list list = address_list_read(reader->mem, failed, STR(""));
        for (size_t i = 0; i < list.count; i++)
            add_story(reader, list.items[i].address, action, report, report);
    }
    if (reader->count == 0)
        add_story(reader, any_address(reader, report), action, report, report);
    return true;
}

/* --- Amazon SES, by way of a notification service: JSON as the text of a mail ------------------------------------ */

/* The string behind "KEY":" at or after FROM. */
static struct str json_value(struct str text, const char *key, size_t from)
{
    size_t at = str_find(text, str_from(key), from);
    if (at == SIZE_MAX)
        return STR("");
    at += strlen(key);
    size_t end = at;
    while (end < text.len && text.ptr[end] != '"')
        end += text.ptr[end] == '\\' ? 2 : 1;
    return str_slice(text, at, end - at);
}

static bool read_notification(struct reader *reader)
{
    struct str text = str_slice(str_trim(reader->out->text), 0, REPORT_BYTES);
    struct str type = str_starts(text, STR("{")) ? json_value(text, "\"notificationType\":\"", 0) : STR("");
    bool is_bounce = str_equal(type, STR("Bounce"));
    if (str_equal(type, STR("Complaint")))
        reader->out->automatic = MAIL_REPORT;
    if (!is_bounce && !str_equal(type, STR("Delivery")))
        return false;
    struct str address = json_value(text, is_bounce ? "\"emailAddress\":\"" : "\"recipients\":[\"", 0);
    struct str story = json_value(text, is_bounce ? "\"diagnosticCode\":\"" : "\"smtpResponse\":\"", 0);
    struct str status = bounce_status_in(json_value(text, "\"status\":\"", 0));
    add(reader, typed_address(reader->mem, address), is_bounce ? STR("failed") : STR("delivered"),
        status.ptr != NULL ? status : STR(""), story, BOUNCE_STAGE_UNKNOWN);
    return true;
}

/* --- Which of our mails it is about ------------------------------------------------------------------------------ */

static struct str id_in_text(TALLOC_CTX *mem, struct str text)
{
    struct str rest = text, line;
    while (str_next(&rest, '\n', &line)) {
        line = str_trim(line);
        if (!str_starts_nocase(line, STR("Message-ID:")))
            continue;
        struct list ids = { 0 };
        struct str value = str_slice(line, strlen("Message-ID:"), line.len);
        if (str_trim(value).len == 0 && !str_next(&rest, '\n', &value)) /* folded before the id */
            break;
        mime_ids_read(mem, value, &ids);
        if (ids.count > 0)
            return ((struct mail_reference *)ids.items)[0].message_id;
    }
    return STR_NONE;
}

static struct str original_id(TALLOC_CTX *mem, const struct mime_tree *tree, const struct mail *mail)
{
    for (size_t i = 0; i < tree->count; i++) {
        const struct mime_part *part = &tree->parts[i];
        struct list ids = { 0 };
        struct str value = mime_header(&part->message, "Message-ID");
        if (value.len > 0)
            mime_ids_read(mem, value, &ids);
        if (ids.count > 0)
            return ((struct mail_reference *)ids.items)[0].message_id;
        if (str_equal(part->type, STR("text/rfc822-headers")) || str_equal(part->type, STR("message/global-headers"))) {
            struct str found = id_in_text(mem, utf8_clean(mem, mime_part_bytes(mem, part, REPORT_BYTES, NULL)));
            if (found.ptr != NULL)
                return found;
        }
    }
    struct str told = id_in_text(mem, mail->text);
    return told.ptr != NULL ? told : mail->in_reply_to; /* some answer the mail, and quote nothing of it */
}

/* --- Rejections in the form of a receipt ------------------------------------------------------------------------- */

/* RFC 5429 lets a mail filter refuse by a disposition notification: "deleted", in the name of the mail system. A
 * person's program that says so tells only that nobody read the mail. */
static bool read_rejection(struct reader *reader)
{
    struct str lower = str_lower(reader->mem, str_slice(reader->out->text, 0, REPORT_BYTES));
    bool is_rejected = bounce_tells_rejection(lower).ptr != NULL || bounce_tells_failure(lower);
    for (size_t i = 0; is_rejected && i < reader->tree->count; i++) {
        const struct mime_part *part = &reader->tree->parts[i];
        if (!str_equal(part->type, STR("message/disposition-notification")) || is_passed_on(reader, part))
            continue;
        struct mime_headers headers =
            mime_headers_read(reader->mem, utf8_clean(reader->mem, mime_part_bytes(reader->mem, part, REPORT_BYTES, NULL)));
        bool is_deleted = str_find_nocase(mime_header(&headers, "Disposition"), STR("deleted"), 0) != SIZE_MAX;
        if (is_deleted && daemon_of(reader->mem, reader->tree, reader->out) == DAEMON)
            add(reader, typed_address(reader->mem, field(reader->mem, &headers, "Final-Recipient")), STR("failed"), STR(""),
                lower, BOUNCE_STAGE_UNKNOWN);
    }
    return reader->count > 0;
}

static void finish(struct reader *reader)
{
    struct mail *out = reader->out;
    out->has_bounce = true;
    out->automatic = MAIL_BOUNCE;
    out->bounced = (struct list){ reader->items, reader->count };
    out->bounced_message_id = original_id(reader->mem, reader->tree, out);
}

void mail_bounce_read(TALLOC_CTX *mem, const struct mime_tree *tree, struct mail *out)
{
    struct reader reader = { .mem = mem, .tree = tree, .out = out };
    if (out->automatic == MAIL_REPORT) {
        if (read_rejection(&reader))
            finish(&reader);
        return;
    }
    bool found = read_status_parts(&reader) && reader.count > 0;
    if (found || read_notification(&reader) || read_shapeless(&reader))
        finish(&reader);
}
