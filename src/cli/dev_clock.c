#include "cli/dev_clock.h"

#include "cli/desk.h"

enum { MOVE_MOST = 1000 * 1000 };

/* "+3d", "-90m": a sign, a number, one of the units. */
static bool read_span(struct str text, span_ms *out)
{
    static const struct { char letter; span_ms unit; } units[] = {
        { 's', SECOND_MS }, { 'm', MINUTE_MS }, { 'h', HOUR_MS }, { 'd', DAY_MS },
    };
    int64_t number;
    if (text.len < 3 || (text.ptr[0] != '+' && text.ptr[0] != '-') ||
        !parse_i64(str_slice(text, 1, text.len - 2), 0, MOVE_MOST, &number))
        return false;
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        if (text.ptr[text.len - 1] == units[i].letter) {
            *out = (text.ptr[0] == '-' ? -number : number) * units[i].unit;
            return true;
        }
    }
    return false;
}

enum status dev_clock_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    CLEANUP(app_done) struct app *app = NULL;
    TRY(desk_open(mem, in, &app, err));
    struct str file = app->config->clock_file;
    if (file.len == 0)
        return FAIL(err, STATUS_INVALID, "clock.fixed", "this desk's clock cannot be moved: it was started without BUCKSTOP_CLOCK");
    span_ms by = 0;
    if (in->operand_count > 0 && !read_span(in->operands[0], &by))
        return FAIL(err, STATUS_INVALID, "clock.span", "say how far, like +3d, +90m or -2h");
    TRY(clock_file_move(mem, str_to_c(mem, file), by, err));
    if (by != 0)
        db_poke(app->db);
    printf("%lld\n", (long long)app->clock->now(app->clock)); /* milliseconds since 1970 */
    return STATUS_OK;
}
