#include "web/page.h"

#include "base/limits.h"
#include "base/words.h"
#include "web/form.h"
#include "web/signed_in.h"

#define LANGUAGE_COOKIE "buckstop-language"
enum {
    QUALITY_MOST = 1000,        /* "q=1": a weight has up to three digits after the point */
    LANGUAGE_COOKIE_SECONDS = 365 * 24 * 3600,
};

static struct str asked_for(const struct http_request *request)
{
    return words_language_of(form_value(request->mem, request->query, STR("language")));
}

struct str page_language_chosen(const struct http_request *request)
{
    struct str asked = asked_for(request);
    return asked.len > 0 ? asked : words_language_of(http_cookie(request, STR(LANGUAGE_COOKIE)));
}

void page_language_keep(struct call *call)
{
    struct str asked = asked_for(call->request);
    if (asked.len > 0)
        cookie_set(call, STR(LANGUAGE_COOKIE), asked,
                   str_format(call->mem, "; SameSite=Lax; Max-Age=%d", LANGUAGE_COOKIE_SECONDS).ptr);
}

/* The weight of "fr-CH;q=0.9" in thousandths; what has none has all of it, what is not well formed none. */
static int quality(struct str parameters)
{
    struct str part, digits;
    while (str_next(&parameters, ';', &part)) {
        part = str_trim(part);
        if (!str_starts_nocase(part, STR("q=")))
            continue;
        part = str_slice(part, 2, part.len);
        int thousandths = str_starts(part, STR("1")) ? QUALITY_MOST : 0, worth = QUALITY_MOST / 10;
        if (!str_next(&part, '.', &digits) || thousandths > 0)
            return thousandths;
        for (size_t i = 0; i < part.len && part.ptr[i] >= '0' && part.ptr[i] <= '9'; i++, worth /= 10)
            thousandths += (part.ptr[i] - '0') * worth;
        return thousandths;
    }
    return QUALITY_MOST;
}

struct str page_language_best(struct str accept)
{
    struct str item, tag, best = STR("");
    int best_quality = 0;
    while (str_next(&accept, ',', &item)) {
        if (!str_next(&item, ';', &tag))
            continue;
        struct str language = words_language_of(str_trim(tag));
        int weight = quality(item);
        if (language.len > 0 && weight > best_quality) {
            best = language;
            best_quality = weight;
        }
    }
    return best;
}

struct str page_language_accepted(const struct http_request *request)
{
    return page_language_best(http_header(request, "Accept-Language"));
}

static void add_languages(TALLOC_CTX *mem, struct str language, struct value *data)
{
    struct value *all = value_list(mem);
    for (size_t i = 0; i < words_language_count; i++) {
        const struct words_language *one = &words_languages[i];
        bool current = str_equal(str_from(one->code), language);
        struct value *row = value_object(mem);
        value_set_text(row, "code", str_from(one->code));
        value_set_text(row, "name", str_from(one->name));
        value_set_bool(row, "current", current);
        if (current)
            value_set_text(data, "language_name", str_from(one->name));
        value_append(all, row);
    }
    value_set_text(data, "language", language);
    value_set(data, "languages", all);
}

enum status page_render(TALLOC_CTX *mem, struct str language, const char *name, struct value *data, struct str *out,
                        struct err *err)
{
    struct str template;
    struct buf page;
    add_languages(mem, language, data);
    value_set(data, "say", words_all(mem, language, STR("say."), data));
    if (!template_embedded(str_format(mem, "page/%s.html", name), &template))
        return FAIL(err, STATUS_BROKEN, "page.template", "the template of a page is missing: %s", name);
    buf_init(&page, mem, LIMIT_ANSWER_BYTES);
    TRY(template_render(&page, template, data, ESCAPE_HTML, NULL, err));
    return buf_end(&page, "page.large", out, err);
}
