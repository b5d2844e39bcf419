#include "app/customer_page.h"

#include "app/views.h"
#include "base/limits.h"
#include "web/answer.h"
#include "web/form.h"
#include "web/page.h"
#include "web/pages/pages.h"
#include "web/signed_in.h"

struct page_text {
    struct str text;
    struct str once; /* the router's: what is sent twice is stored once */
};
static const struct field page_text_fields[] = {
    FIELD(struct page_text, text, TEXT, REQUIRED, LIMIT_REPLY_BODY_BYTES),
    FIELD(struct page_text, once, TEXT, OPTIONAL, LIMIT_NAME_BYTES),
};
const struct shape page_text_shape = SHAPE("PageText", struct page_text, page_text_fields);
static const struct field page_maybe_text_fields[] = {
    FIELD(struct page_text, text, TEXT, OPTIONAL, LIMIT_REPLY_BODY_BYTES),
    FIELD(struct page_text, once, TEXT, OPTIONAL, LIMIT_NAME_BYTES),
};
const struct shape page_maybe_text_shape = SHAPE("PageMaybeText", struct page_text, page_maybe_text_fields);

struct page_code {
    struct str code;
};
static const struct field page_code_fields[] = { FIELD(struct page_code, code, TEXT, REQUIRED, LIMIT_NAME_BYTES) };
const struct shape page_code_shape = SHAPE("PageCode", struct page_code, page_code_fields);

struct page_choice {
    alternative_id alternative;
};
static const struct field page_choice_fields[] = { FIELD_OF_ID(struct page_choice, alternative, REQUIRED) };
const struct shape page_choice_shape = SHAPE("PageChoice", struct page_choice, page_choice_fields);

/* What a redirect may say that was done, and the part of the page that tells it; anything else in the address says
 * nothing. On a phone the conversation lies below the first screen. */
static const struct done {
    const char *word, *part;
} done_words[] = {
    { "solved", "" }, { "not_yet", "" }, { "chosen", "" }, { "sent", "" }, { "code", "#talk" }, { "code_ok", "#talk" }, { "wrong_code", "#talk" },
};
enum { DONE_WORDS = sizeof done_words / sizeof done_words[0] };

static struct str page_path(const struct call *call)
{
    return str_format(call->mem, "/p/" STR_FMT, STR_ARG(call->token));
}

static enum status back(struct call *call, const char *done)
{
    const char *part = "";
    for (size_t i = 0; i < DONE_WORDS; i++)
        if (strcmp(done_words[i].word, done) == 0)
            part = done_words[i].part;
    return answer_redirect(call, str_format(call->mem, STR_FMT "?done=%s%s", STR_ARG(page_path(call)), done, part));
}

static struct str done_of(const struct call *call)
{
    struct str given = form_value(call->mem, call->request->query, STR("done"));
    for (size_t i = 0; i < DONE_WORDS; i++)
        if (str_equal(given, str_from(done_words[i].word)))
            return given;
    return STR("");
}

static void add_done(struct call *call, struct value *data, struct str done)
{
    if (done.len == 0)
        return;
    bool wrong = str_equal(done, STR("wrong_code"));
    value_set_bool(data, str_format(call->mem, wrong ? STR_FMT : "done_" STR_FMT, STR_ARG(done)).ptr, true);
}

enum status page_show(struct call *call, struct err *err)
{
    const struct page_asked asked = { .chosen = page_language_chosen(call->request), .accepted = page_language_accepted(call->request) };
    struct value *data;
    struct str language, page;
    TRY(page_data(call->web->app, call->mem, &call->who, &asked, &data, &language, err));
    value_set_text(data, "link", page_path(call));
    value_set_text(data, "once", token_new(call->mem, call->web->app->random));
    add_done(call, data, done_of(call));
    TRY(page_render(call->mem, language, "customer", data, &page, err));
    page_language_keep(call);
    return answer_bytes(call, ANSWER_PAGE, "text/html; charset=utf-8", page);
}

enum status page_solved_post(struct call *call, struct err *err)
{
    TRY(page_solved(call->web->app, &call->who, err));
    return back(call, "solved");
}

enum status page_not_yet_post(struct call *call, struct err *err)
{
    const struct page_text *form = call->input;
    TRY(page_not_yet(call->web->app, &call->who, form->text.ptr == NULL ? STR("") : form->text, err));
    return back(call, "not_yet");
}

enum status page_choose_post(struct call *call, struct err *err)
{
    const struct page_choice *form = call->input;
    TRY(page_choose(call->web->app, &call->who, form->alternative, err));
    return back(call, "chosen");
}

enum status page_write_post(struct call *call, struct err *err)
{
    const struct page_text *form = call->input;
    TRY(page_write(call->web->app, &call->who, form->text, err));
    return back(call, "sent");
}

enum status page_code_post(struct call *call, struct err *err)
{
    TRY(page_code_send(call->web->app, call->token, err));
    return back(call, "code");
}

/* People type codes with spaces, as they read them. */
static struct str without_spaces(TALLOC_CTX *mem, struct str text)
{
    struct buf plain;
    buf_init(&plain, mem, LIMIT_NAME_BYTES);
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != ' ')
            buf_add_char(&plain, text.ptr[i]);
    return buf_str(&plain);
}

enum status page_code_check_post(struct call *call, struct err *err)
{
    const struct page_code *form = call->input;
    struct str cookie;
    enum status status =
        page_code_check(call->web->app, call->mem, call->token, without_spaces(call->mem, form->code), &cookie, err);
    if (status == STATUS_INVALID || status == STATUS_DENIED || status == STATUS_UNSIGNED)
        return back(call, "wrong_code");
    TRY(status);
    page_cookie_set(call, cookie);
    return back(call, "code_ok");
}

enum status page_file(struct call *call, struct err *err)
{
    struct file_content file;
    TRY(attachment_read(call->web->app, call->mem, &call->who, (attachment_id){ call->id }, &file, err));
    return answer_file(call, file.name, file.bytes);
}
