#include "web/mail_frame.h"

#include "base/buf.h"
#include "base/limits.h"

static struct str sign_of(struct app *app, TALLOC_CTX *mem, message_id message, struct str cid, time_ms until)
{
    struct str text = str_format(mem, "mail image %lld %lld " STR_FMT, (long long)message.v, (long long)until, STR_ARG(cid));
    struct sha256 sign = sha256_hmac(app->secret, text);
    return sha256_hex(mem, &sign);
}

enum status mail_frame_check(struct app *app, TALLOC_CTX *mem, message_id message, struct str cid, time_ms until,
                             struct str sign, struct err *err)
{
    if (!bytes_equal(sign_of(app, mem, message, cid, until), sign) || app->clock->now(app->clock) > until)
        return FAIL(err, STATUS_NOT_FOUND, "image.ended", "there is nothing here");
    return STATUS_OK;
}

const char *mail_frame_image_type(struct str type)
{
    static const char *const painted[] = { "image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/avif" };
    for (size_t i = 0; i < sizeof painted / sizeof painted[0]; i++)
        if (str_equal_nocase(type, str_from(painted[i])))
            return painted[i];
    return "application/octet-stream";
}

static void add_image_address(struct buf *out, struct app *app, TALLOC_CTX *mem, message_id message, struct str cid)
{
    time_ms until = app->clock->now(app->clock) + MAIL_IMAGE_MINUTES * MINUTE_MS;
    struct str sign = sign_of(app, mem, message, cid, until);
    buf_addf(out, "src=\"/api/v1/messages/%lld/image?cid=", (long long)message.v);
    buf_add_url(out, cid);
    buf_addf(out, "&amp;until=%lld&amp;sign=" STR_FMT "\"", (long long)until, STR_ARG(sign));
}

/* An attribute's value that begins at FROM: up to its quote, which the cleaner never leaves out. */
static struct str value_at(struct str html, size_t from)
{
    size_t end = str_find(html, STR("\""), from);
    return str_slice(html, from, end == SIZE_MAX ? 0 : end - from);
}

static struct str plain_cid(TALLOC_CTX *mem, struct str value)
{
    struct buf plain;
    buf_init(&plain, mem, LIMIT_LINE_BYTES);
    while (value.len > 0) {
        bool escaped = str_starts(value, STR("&amp;"));
        buf_add_char(&plain, value.ptr[0]);
        value = str_slice(value, escaped ? 5 : 1, SIZE_MAX);
    }
    return buf_str(&plain);
}

/* Turns the two forms in which the cleaner leaves pictures into what the frame may load. Text cannot look like either:
 * a quote in text is escaped. */
static void add_with_images(struct buf *out, struct app *app, TALLOC_CTX *mem, message_id message, struct str html, bool images)
{
    static const struct str own = { " src=\"cid:", 10 }, others = { " data-src=\"", 11 };
    size_t done = 0;
    for (size_t i = 0; i < html.len; i++) {
        struct str rest = str_slice(html, i, others.len);
        if (html.ptr[i] != ' ')
            continue;
        if (str_starts(rest, own)) {
            struct str value = value_at(html, i + own.len);
            buf_add(out, str_slice(html, done, i + 1 - done));
            add_image_address(out, app, mem, message, plain_cid(mem, value));
            i += own.len + value.len;
            done = i + 1;
        } else if (images && str_starts(rest, others)) {
            buf_add(out, str_slice(html, done, i - done));
            buf_add_c(out, " referrerpolicy=\"no-referrer\" src=\"");
            done = i + others.len;
        }
    }
    buf_add(out, str_slice(html, done, SIZE_MAX));
}

enum status mail_frame_page(struct app *app, TALLOC_CTX *mem, message_id message, struct str html, bool images,
                            struct str *out, struct err *err)
{
    struct buf page;
    buf_init(&page, mem, LIMIT_ANSWER_BYTES);
    buf_add_c(&page, "<!doctype html><html><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light\">"
                     "<base target=\"_blank\"><style>body{margin:12px;font:15px/1.5 system-ui,sans-serif;color:#231c15;"
                     "background:#fff;overflow-wrap:anywhere}img{max-width:100%;height:auto}"
                     "img[data-src]:not([src]){display:inline-block;min-width:24px;min-height:24px;outline:1px dashed #b9ab95}"
                     "</style></head><body>");
    add_with_images(&page, app, mem, message, html, images);
    buf_add_c(&page, "</body></html>");
    return buf_end(&page, "message.large", out, err);
}
