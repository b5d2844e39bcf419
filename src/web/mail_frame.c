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

/* What is written while a page is made of what the cleaner left. */
struct frame {
    struct buf out;
    struct app *app;
    TALLOC_CTX *mem;
    message_id message;
    bool images; /* those of others may load */
};

/* Where the picture CID of the mail is for MAIL_IMAGE_MINUTES. */
static struct str image_address(struct frame *frame, struct str cid)
{
    struct buf out;
    time_ms until = frame->app->clock->now(frame->app->clock) + MAIL_IMAGE_MINUTES * MINUTE_MS;
    struct str sign = sign_of(frame->app, frame->mem, frame->message, cid, until);
    buf_init(&out, frame->mem, LIMIT_URL_BYTES);
    buf_addf(&out, "/api/v1/messages/%lld/image?cid=", (long long)frame->message.v);
    buf_add_url(&out, cid);
    buf_addf(&out, "&until=%lld&sign=" STR_FMT, (long long)until, STR_ARG(sign));
    return buf_str(&out);
}

/* An attribute's value that begins at FROM: up to its quote, which the cleaner never leaves out. */
static struct str value_at(struct str html, size_t from)
{
    size_t end = str_find(html, STR("\""), from);
    return str_slice(html, from, end == SIZE_MAX ? 0 : end - from);
}

/* The address that VALUE is the HTML of: nothing else in it is ever escaped. */
static struct str plain_address(TALLOC_CTX *mem, struct str value)
{
    struct buf plain;
    buf_init(&plain, mem, LIMIT_URL_BYTES);
    while (value.len > 0) {
        bool escaped = str_starts(value, STR("&amp;"));
        buf_add_char(&plain, value.ptr[0]);
        value = str_slice(value, escaped ? 5 : 1, SIZE_MAX);
    }
    return buf_str(&plain);
}

/* An address for a string within a style attribute: hexadecimal escapes take the place of what could end either. */
static void add_css_string(struct buf *out, struct str url)
{
    for (size_t i = 0; i < url.len; i++) {
        unsigned char c = (unsigned char)url.ptr[i];
        if (c <= ' ' || strchr("\"'\\()<>&", c) != NULL)
            buf_addf(out, "\\%x ", c);
        else
            buf_add_char(out, (char)c);
    }
}

/* The attributes that the cleaner leaves for the page to decide on. Text cannot look like one: a quote in text is
 * escaped. */
enum attribute { OWN_PICTURE, PICTURE, OWN_BACKGROUND, BACKGROUND, LINK, ATTRIBUTES };
static const struct str attributes[ATTRIBUTES] = {
    [OWN_PICTURE] = { "src=\"cid:", 9 },
    [PICTURE] = { "data-src=\"", 10 },
    [OWN_BACKGROUND] = { "data-background=\"cid:", 21 },
    [BACKGROUND] = { "data-background=\"", 17 },
    [LINK] = { "href=\"", 6 },
};

/* Which one stands at AT; ATTRIBUTES when none does, or one that stays as it is. */
static enum attribute attribute_at(const struct frame *frame, struct str html, size_t at)
{
    enum attribute which = 0;
    while (which < ATTRIBUTES && !str_starts_nocase(str_slice(html, at, attributes[which].len), attributes[which]))
        which++;
    bool waits = (which == PICTURE || which == BACKGROUND) && !frame->images;
    return waits ? ATTRIBUTES : which;
}

/* A picture behind an element becomes the last word of its style, which follows the address at *END if there is one. */
static void add_background(struct frame *frame, struct str html, struct str url, size_t *end)
{
    static const struct str style_start = { " style=\"", 8 };
    struct str style = STR("");
    if (str_starts(str_slice(html, *end, style_start.len), style_start)) {
        style = value_at(html, *end + style_start.len);
        *end += style_start.len + style.len + 1;
    }
    buf_addf(&frame->out, "style=\"" STR_FMT "%sbackground-image:url('", STR_ARG(style), style.len > 0 ? ";" : "");
    add_css_string(&frame->out, url);
    buf_add_c(&frame->out, "')!important\"");
}

/* Writes the attribute at AT anew. Gives the place behind it. */
static size_t add_attribute(struct frame *frame, struct str html, size_t at, enum attribute which)
{
    struct str value = value_at(html, at + attributes[which].len);
    size_t end = at + attributes[which].len + value.len + 1;
    switch (which) {
    case OWN_PICTURE:
        buf_add_c(&frame->out, "src=\"");
        buf_add_html(&frame->out, image_address(frame, plain_address(frame->mem, value)));
        buf_add_char(&frame->out, '"');
        break;
    case PICTURE:
        buf_addf(&frame->out, "referrerpolicy=\"no-referrer\" src=\"" STR_FMT "\"", STR_ARG(value));
        break;
    case OWN_BACKGROUND:
        add_background(frame, html, image_address(frame, plain_address(frame->mem, value)), &end);
        break;
    case BACKGROUND:
        add_background(frame, html, plain_address(frame->mem, value), &end);
        break;
    case LINK: /* tells where it goes when it is pointed at: the browser's own line may be far away */
        buf_addf(&frame->out, "href=\"" STR_FMT "\" title=\"" STR_FMT "\"", STR_ARG(value), STR_ARG(value));
        break;
    case ATTRIBUTES:
        break;
    }
    return end;
}

static void add_mail(struct frame *frame, struct str html)
{
    size_t done = 0;
    for (size_t at = str_find(html, STR(" "), 0); at != SIZE_MAX; at = str_find(html, STR(" "), at)) {
        enum attribute which = attribute_at(frame, html, ++at);
        if (which == ATTRIBUTES)
            continue;
        buf_add(&frame->out, str_slice(html, done, at - done));
        at = done = add_attribute(frame, html, at, which);
    }
    buf_add(&frame->out, str_slice(html, done, html.len));
}

/* How close to the standard the mail's own browser was asked to be: without a doctype tables forget the letters around
 * them, and with the old ones a picture stands on no line. */
static const struct mode {
    struct str body; /* the class of its body */
    const char *doctype;
} modes[] = {
    { { "class=\"mail-body-standard\"", 26 }, "<!doctype html>" },
    { { "class=\"mail-body-limited\"", 25 },
      "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" "
      "\"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">" },
    { { "class=\"mail-body\"", 17 }, "" },
};

/* What BODY_TAG, the first tag of a mail, says of the mode; NULL when it is no body. */
static const struct mode *mode_of(struct str body_tag)
{
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++)
        if (str_starts(body_tag, STR("<div ")) && str_find(body_tag, modes[i].body, 0) != SIZE_MAX)
            return &modes[i];
    return NULL;
}

/* Paper is white in the dark too: a mail's colours were chosen for that. What has a body of its own looks as a browser
 * shows it, down to the edges; what has none are words to be read. Pictures keep the room that the mail gives them,
 * loaded or not, so that the layout is the sender's; one that came along without a size is shown whole. Behind words
 * that name another address than their link stands where it goes. */
static const char head[] =
    "<html><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light\"><base target=\"_blank\"><style>"
    "body{margin:12px;font:15px/1.5 system-ui,sans-serif;color:#231c15;background:#fff;overflow-wrap:break-word}"
    "body[class]{margin:8px;font:16px/normal system-ui,sans-serif;color:#000}"
    "body:not([class]) img,img[src^=\"/api/\"]:not([width]):not([style*=width]){max-width:100%}"
    "img[data-src]:not([src]){outline:1px dashed #b9ab95;outline-offset:-1px}"
    "img[data-src]:not([src]):not([alt]):not([width]):not([style*=width]){display:inline-block;min-width:16px;min-height:16px}"
    "a[data-goes]::after{content:\" (\" attr(data-goes) \")\";font:600 13px system-ui,sans-serif;color:#8c1d12;background:#fff}"
    "</style></head>";

enum status mail_frame_page(struct app *app, TALLOC_CTX *mem, message_id message, struct str html, bool images,
                            struct str *out, struct err *err)
{
    struct frame frame = { .app = app, .mem = mem, .message = message, .images = images };
    struct str start = STR("<div"), end = STR("</div>");
    size_t tag = str_find(html, STR(">"), 0);
    const struct mode *mode = tag == SIZE_MAX ? NULL : mode_of(str_slice(html, 0, tag));
    buf_init(&frame.out, mem, LIMIT_ANSWER_BYTES);
    buf_add_c(&frame.out, mode != NULL ? mode->doctype : "");
    buf_add_c(&frame.out, head);
    if (mode != NULL && str_ends(html, end)) {
        buf_add_c(&frame.out, "<body");
        html = str_slice(html, start.len, html.len - start.len - end.len);
    } else {
        buf_add_c(&frame.out, "<body>");
    }
    add_mail(&frame, html);
    buf_add_c(&frame.out, "</body></html>");
    return buf_end(&frame.out, "message.large", out, err);
}
