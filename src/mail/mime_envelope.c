#include "mail/mime_envelope.h"

#include <gmime/gmime.h>

#include "base/limits.h"
#include "base/mem.h"
#include "mail/mail_address.h"
#include "mail/mime_word.h"

enum {
    ID_BYTES = 998,        /* RFC 5322: a line */
    YEAR_MIN = 1971,
    YEAR_MAX = 2200,
    DATE_BYTES = 40,
};

void mail_problem_add(TALLOC_CTX *mem, struct mail *mail, const char *key, const char *text)
{
    struct list *list = &mail->problems;
    struct mail_problem *items = talloc_realloc(mem, list->items, struct mail_problem, (unsigned)(list->count + 1));
    list->items = mem_need(items);
    items[list->count++] = (struct mail_problem){ str_from(key), str_from(text) };
}

/* All addresses of all headers NAME. */
static struct address_list read_addresses(TALLOC_CTX *mem, const struct mime_headers *headers, const char *name,
                                          struct str hint)
{
    struct address_list all = { .plain = true };
    for (size_t i = 0; i < headers->count; i++) {
        if (!str_equal_nocase(headers->items[i].name, str_from(name)))
            continue;
        struct address_list more = address_list_read(mem, headers->items[i].value, hint);
        all.plain = all.plain && more.plain;
        all.too_many = all.too_many || more.too_many || all.count + more.count > LIMIT_MAIL_ADDRESSES;
        if (all.too_many && all.count + more.count > LIMIT_MAIL_ADDRESSES)
            more.count = LIMIT_MAIL_ADDRESSES - all.count;
        all.items =
            mem_need(talloc_realloc(mem, all.items, struct mail_address, (unsigned)(all.count + more.count + 1)));
        for (size_t k = 0; k < more.count; k++)
            all.items[all.count++] = more.items[k];
    }
    return all;
}

static struct list to_list(struct address_list addresses)
{
    return (struct list){ addresses.items, addresses.count };
}

static void read_from(TALLOC_CTX *mem, const struct mime_headers *headers, struct str hint, struct mail *out)
{
    struct str value = mime_header(headers, "From");
    size_t count = mime_header_count(headers, "From");
    if (count > 1)
        mail_problem_add(mem, out, "duplicate_from", "The mail has more than one From line.");
    struct address_list list = { 0 };
    if (value.len > 0)
        list = address_list_read(mem, value, hint);
    out->from_is_sure = count == 1 && list.count == 1 && list.plain;
    for (size_t i = 0; i < list.count && out->from.address.len == 0; i++)
        out->from = list.items[i];
    if (out->from.address.ptr == NULL)
        out->from = (struct mail_address){ STR(""), STR("") };
    if (out->from.address.len > 0)
        return;
    mail_problem_add(mem, out, value.len == 0 ? "no_from" : "bad_from", "The sender's address could not be read.");
    list = read_addresses(mem, headers, "Sender", hint);
    if (list.count > 0 && list.items[0].address.len > 0)
        out->from = list.items[0];
}

static struct str clean_id(TALLOC_CTX *mem, struct str id)
{
    return str_copy(mem, utf8_clip(mime_one_line(mem, utf8_clean(mem, mime_unfold(mem, id))), ID_BYTES));
}

/* What stands in brackets: white space in it was put there by a fold, and a second bracket by a careless program. */
static struct str bracketed_id(TALLOC_CTX *mem, struct str id)
{
    id = clean_id(mem, id);
    if (memchr(id.ptr, '"', id.len) != NULL)
        return id;
    char *out = mem_need(talloc_size(mem, id.len + 1));
    size_t len = 0;
    for (size_t i = 0; i < id.len; i++)
        if (id.ptr[i] != ' ' && id.ptr[i] != '<')
            out[len++] = id.ptr[i];
    out[len] = '\0';
    return (struct str){ out, len };
}

static void id_add(TALLOC_CTX *mem, struct list *list, struct str id)
{
    struct mail_reference *items = list->items;
    for (size_t i = 0; i < list->count; i++)
        if (str_equal(items[i].message_id, id))
            return;
    if (list->count == MAIL_REFERENCES_MAX) {
        memmove(items, items + 1, (list->count - 1) * sizeof(*items));
        list->count--;
    } else {
        items = mem_need(talloc_realloc(mem, items, struct mail_reference, (unsigned)(list->count + 1)));
    }
    items[list->count++].message_id = id;
    list->items = items;
}

/* Ids stand in angle brackets; some senders forget them, and some add a phrase ("Your message of Tuesday"). */
void mime_ids_read(TALLOC_CTX *mem, struct str value, struct list *list)
{
    bool any = false;
    size_t at = 0;
    if (str_find(value, STR("=?"), 0) != SIZE_MAX)
        value = mime_word_text(mem, value, STR("")); /* some programs encode ids that are too long for a line */
    for (;;) {
        size_t open = str_find(value, STR("<"), at);
        size_t close = open == SIZE_MAX ? SIZE_MAX : str_find(value, STR(">"), open);
        if (close == SIZE_MAX)
            break;
        at = close + 1;
        struct str id = bracketed_id(mem, str_slice(value, open + 1, close - open - 1));
        if (id.len == 0)
            continue;
        id_add(mem, list, id);
        any = true;
    }
    struct str rest = any ? STR("") : clean_id(mem, value), word;
    while (str_next(&rest, ' ', &word))
        if (word.len > 2 && str_find(word, STR("@"), 0) != SIZE_MAX)
            id_add(mem, list, word);
}

/* "Message from Bo <bo@x.example> of "Fri, 19 Jul" <id>": the form of older programs (RFC 822, 4.6.2), in which what
 * stands in the first brackets is a person. */
static bool is_phrase(struct str value)
{
    struct str head = str_trim(str_slice(value, 0, str_find(value, STR("<"), 0)));
    return head.len > 0 && head.len < value.len;
}

static struct str first_id(TALLOC_CTX *mem, struct str value)
{
    struct list ids = { 0 };
    if (value.len > 0)
        mime_ids_read(mem, value, &ids);
    if (ids.count > 0)
        return ((struct mail_reference *)ids.items)[is_phrase(value) ? ids.count - 1 : 0].message_id;
    struct str whole = clean_id(mem, value);
    return whole.len > 0 && str_find(whole, STR(" "), 0) == SIZE_MAX ? whole : STR_NONE;
}

static void date_done(GDateTime **date)
{
    if (*date != NULL)
        g_date_time_unref(*date);
}

static void read_date(TALLOC_CTX *mem, const struct mime_headers *headers, struct mail *out)
{
    struct str value = mime_header(headers, "Date");
    if (value.len == 0)
        return;
    char *text = str_to_c(mem, mime_one_line(mem, utf8_clean(mem, mime_unfold(mem, value))));
    CLEANUP(date_done) GDateTime *date = g_mime_utils_header_decode_date(text);
    int year = date != NULL ? g_date_time_get_year(date) : 0;
    if (year < YEAR_MIN || year > YEAR_MAX) {
        mail_problem_add(mem, out, "bad_date", "The mail's date could not be read.");
        return;
    }
    int64_t offset_minutes = g_date_time_get_utc_offset(date) / G_TIME_SPAN_MINUTE;
    int64_t distance = offset_minutes < 0 ? -offset_minutes : offset_minutes;
    out->date_ms = g_date_time_to_unix(date) * SECOND_MS;
    out->date = str_format(mem, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", year, g_date_time_get_month(date),
                           g_date_time_get_day_of_month(date), g_date_time_get_hour(date),
                           g_date_time_get_minute(date), g_date_time_get_second(date), offset_minutes < 0 ? '-' : '+',
                           (int)(distance / 60), (int)(distance % 60));
}

static void read_thread(TALLOC_CTX *mem, const struct mime_headers *headers, struct mail *out)
{
    out->message_id = first_id(mem, mime_header(headers, "Message-ID"));
    out->in_reply_to = first_id(mem, mime_header(headers, "In-Reply-To"));
    for (size_t i = 0; i < headers->count; i++)
        if (str_equal_nocase(headers->items[i].name, STR("References")))
            mime_ids_read(mem, headers->items[i].value, &out->references);
    /* Older programs write no References. What else stands in brackets there is nobody's id, and so matches nothing. */
    struct str answered = mime_header(headers, "In-Reply-To");
    if (answered.len > 0)
        mime_ids_read(mem, answered, &out->references);
}

void mime_envelope_read(TALLOC_CTX *mem, const struct mime_headers *headers, struct str hint, struct mail *out)
{
    read_from(mem, headers, hint, out);
    struct address_list to = read_addresses(mem, headers, "To", hint);
    struct address_list cc = read_addresses(mem, headers, "Cc", hint);
    if (to.too_many || cc.too_many)
        mail_problem_add(mem, out, "many_recipients", "The mail has more recipients than are shown.");
    out->reply_to = to_list(read_addresses(mem, headers, "Reply-To", hint));
    out->to = to_list(to);
    out->cc = to_list(cc);
    static const char *const hints[] = { "Delivered-To", "X-Original-To", "Envelope-To" };
    struct address_list delivered = { 0 };
    for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]) && delivered.count == 0; i++)
        delivered = read_addresses(mem, headers, hints[i], hint);
    out->delivered_to = to_list(delivered);
    out->subject = utf8_clip(mime_word_text(mem, mime_header(headers, "Subject"), hint), LIMIT_SUBJECT_BYTES);
    read_date(mem, headers, out);
    read_thread(mem, headers, out);
}
