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

/* How the cleaner keeps the address of a picture of others, and how it stands where it may load. */
static const struct remote {
    struct str kept;
    const char *shown;
} remotes[] = {
    { { " data-src=\"", 11 }, " referrerpolicy=\"no-referrer\" src=\"" },
    { { " data-background=\"", 18 }, " background=\"" },
};

static const struct remote *remote_at(struct str html, size_t from)
{
    for (size_t i = 0; i < sizeof remotes / sizeof remotes[0]; i++)
        if (str_starts(str_slice(html, from, remotes[i].kept.len), remotes[i].kept))
            return &remotes[i];
    return NULL;
}

/* Turns the forms in which the cleaner leaves pictures into what the frame may load. Text cannot look like either:
 * a quote in text is escaped. */
static void add_with_images(struct buf *out, struct app *app, TALLOC_CTX *mem, message_id message, struct str html, bool images)
{
    static const struct str own = { " src=\"cid:", 10 };
    size_t done = 0;
    for (size_t i = 0; i < html.len; i++) {
        if (html.ptr[i] != ' ')
            continue;
        const struct remote *remote = images ? remote_at(html, i) : NULL;
        if (str_starts(str_slice(html, i, own.len), own)) {
            struct str value = value_at(html, i + own.len);
            buf_add(out, str_slice(html, done, i + 1 - done));
            add_image_address(out, app, mem, message, plain_cid(mem, value));
            i += own.len + value.len;
            done = i + 1;
        } else if (remote != NULL) {
            buf_add(out, str_slice(html, done, i - done));
            buf_add_c(out, remote->shown);
            done = i + remote->kept.len;
        }
    }
    buf_add(out, str_slice(html, done, SIZE_MAX));
}

/* Paper is white in the dark too: a mail's colours were chosen for that. A body that has colours of its own reaches the
 * edges. Pictures keep the room that the mail gives them, loaded or not, so that the layout is the sender's; one that is
 * wider than the frame is shown whole, and a pixel that is drawn out to a line stays a line. */
static const char page_start[] =
    "<!doctype html><html><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light\">"
    "<base target=\"_blank\"><style>body{margin:12px;font:15px/1.5 system-ui,sans-serif;color:#231c15;"
    "background:#fff;overflow-wrap:anywhere}body:has(>div[style*=background]:only-child){margin:0}"
    "img{max-width:100%;object-fit:contain}img[height=\"1\"],img[height=\"2\"],img[height=\"3\"]{object-fit:fill}"
    "img[data-src]:not([src]){display:inline-block;min-width:24px;min-height:24px;outline:1px dashed #b9ab95;outline-offset:-1px}"
    "</style></head><body>";

enum status mail_frame_page(struct app *app, TALLOC_CTX *mem, message_id message, struct str html, bool images,
                            struct str *out, struct err *err)
{
    struct buf page;
    buf_init(&page, mem, LIMIT_ANSWER_BYTES);
    buf_add_c(&page, page_start);
    add_with_images(&page, app, mem, message, html, images);
    buf_add_c(&page, "</body></html>");
    return buf_end(&page, "message.large", out, err);
}
