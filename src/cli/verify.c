#include "cli/verify.h"

#include "app/verify.h"
#include "base/json.h"
#include "base/limits.h"
#include "cli/desk.h"

const struct option_row verify_options[] = {
    { "json", NULL, "print one JSON array instead of lines" },
    { 0 },
};

static void print_lines(const struct verify_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct verify_row *row = &rows[i];
        printf("%-5s %-4.*s " STR_FMT " (%lld checked", row->wrong == 0 ? "holds" : "WRONG", STR_ARG(row->rule),
               STR_ARG(row->text), (long long)row->checked);
        if (row->wrong > 0)
            printf(", %lld wrong; the first: " STR_FMT, (long long)row->wrong, STR_ARG(row->first));
        puts(")");
    }
}

static void print_json(TALLOC_CTX *mem, const struct verify_row *rows, size_t count)
{
    struct buf out;
    buf_init(&out, mem, LIMIT_ANSWER_BYTES);
    struct json_writer w = json_writer_on(&out);
    json_open_array(&w);
    for (size_t i = 0; i < count; i++) {
        json_open_object(&w);
        json_field_text(&w, "rule", rows[i].rule);
        json_field_text(&w, "text", rows[i].text);
        json_field_int(&w, "checked", rows[i].checked);
        json_field_int(&w, "wrong", rows[i].wrong);
        json_field_text(&w, "first", rows[i].first);
        json_close_object(&w);
    }
    json_close_array(&w);
    puts(out.ptr);
}

enum status verify_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    CLEANUP(app_done) struct app *app = NULL;
    struct list list;
    TRY(desk_open(mem, in, &app, err));
    TRY(desk_verify(app, mem, &list, err));
    const struct verify_row *rows = list.items;
    if (option_given(in, "json"))
        print_json(mem, rows, list.count);
    else
        print_lines(rows, list.count);

    size_t wrong = 0;
    for (size_t i = 0; i < list.count; i++)
        wrong += rows[i].wrong > 0;
    if (wrong > 0)
        return FAIL(err, STATUS_BROKEN, "verify.wrong", "%zu of %zu rules do not hold", wrong, list.count);
    return STATUS_OK;
}
