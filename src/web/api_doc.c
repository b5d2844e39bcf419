#include "web/api_doc.h"

#include "base/json.h"
#include "base/mem.h"
#include "web/route.h"

enum { SHAPES_MOST = 128 };

struct shapes {
    const struct shape *items[SHAPES_MOST];
    size_t count;
};

/* A shape after those that its lists are made of; each once, by its name. */
static void collect(struct shapes *shapes, const struct shape *shape)
{
    if (shape == NULL)
        return;
    for (size_t i = 0; i < shapes->count; i++)
        if (strcmp(shapes->items[i]->name, shape->name) == 0)
            return;
    for (size_t i = 0; i < shape->field_count; i++)
        collect(shapes, shape->fields[i].of);
    if (shapes->count < SHAPES_MOST)
        shapes->items[shapes->count++] = shape;
}

static bool is_api(const struct route *route)
{
    return str_starts(str_from(route->path), STR("/api/"));
}

static bool from_query(const struct route *route)
{
    return (route->flags & ROUTE_QUERY) != 0;
}

static void collect_all(struct shapes *shapes)
{
    shapes->count = 0;
    for (size_t i = 0; i < route_count; i++) {
        if (!is_api(&routes[i]))
            continue;
        if (!from_query(&routes[i]))
            collect(shapes, routes[i].takes);
        collect(shapes, routes[i].gives);
    }
}

/* ---- OpenAPI ---- */

static void add_type(struct json_writer *json, const char *type, bool may_be_null)
{
    json_key(json, "type");
    if (!may_be_null) {
        json_text(json, str_from(type));
        return;
    }
    json_open_array(json);
    json_text(json, str_from(type));
    json_text(json, STR("null"));
    json_close_array(json);
}

static void add_reference(struct json_writer *json, const char *name)
{
    char path[128];
    snprintf(path, sizeof path, "#/components/schemas/%s", name);
    json_field_text(json, "$ref", str_from(path));
}

static void add_words(struct json_writer *json, const struct field *field)
{
    json_key(json, "enum");
    json_open_array(json);
    for (size_t i = 0; i < field->word_count; i++)
        json_text(json, str_from(field->words[i]));
    json_close_array(json);
}

static void add_field_schema(struct json_writer *json, const struct field *field)
{
    bool required = (field->flags & REQUIRED) != 0;
    json_open_object(json);
    switch (field->type) {
    case FIELD_INT:
        add_type(json, "integer", false);
        json_field_text(json, "format", STR("int64"));
        break;
    case FIELD_ID:
        add_type(json, "integer", !required);
        json_field_text(json, "format", STR("int64"));
        break;
    case FIELD_TIME:
        add_type(json, "integer", !required);
        json_field_text(json, "description", STR("milliseconds since 1970, UTC"));
        break;
    case FIELD_BOOL:
        add_type(json, "boolean", false);
        break;
    case FIELD_TEXT:
        add_type(json, "string", !required);
        if (field->max > 0)
            json_field_int(json, "maxLength", (int64_t)field->max);
        break;
    case FIELD_ENUM:
        add_type(json, "string", false);
        add_words(json, field);
        break;
    case FIELD_LIST:
        add_type(json, "array", false);
        if (field->max > 0)
            json_field_int(json, "maxItems", (int64_t)field->max);
        json_key(json, "items");
        json_open_object(json);
        add_reference(json, field->of->name);
        json_close_object(json);
        break;
    case FIELD_TYPE_COUNT:
        break;
    }
    json_close_object(json);
}

static void add_shape(struct json_writer *json, const struct shape *shape)
{
    buf_add_char(json->out, '\n'); /* a line for each, so that a change shows where it is */
    json_key(json, shape->name);
    json_open_object(json);
    json_field_text(json, "type", STR("object"));
    json_key(json, "properties");
    json_open_object(json);
    for (size_t i = 0; i < shape->field_count; i++) {
        json_key(json, shape->fields[i].name);
        add_field_schema(json, &shape->fields[i]);
    }
    json_close_object(json);
    json_key(json, "required");
    json_open_array(json);
    for (size_t i = 0; i < shape->field_count; i++)
        if ((shape->fields[i].flags & REQUIRED) != 0)
            json_text(json, str_from(shape->fields[i].name));
    json_close_array(json);
    json_close_object(json);
}

static void add_parameter(struct json_writer *json, const char *place, const char *name, bool required, const struct field *field)
{
    json_open_object(json);
    json_field_text(json, "name", str_from(name));
    json_field_text(json, "in", str_from(place));
    json_field_bool(json, "required", required);
    json_key(json, "schema");
    if (field != NULL) {
        add_field_schema(json, field);
    } else {
        json_open_object(json);
        json_field_text(json, "type", strcmp(place, "path") == 0 ? STR("integer") : STR("string"));
        json_close_object(json);
    }
    json_close_object(json);
}

static void add_parameters(struct json_writer *json, const struct route *route)
{
    json_key(json, "parameters");
    json_open_array(json);
    if (strstr(route->path, "{id}") != NULL)
        add_parameter(json, "path", "id", true, NULL);
    if (route->who == WHO_COLLEAGUE && route->method != METHOD_GET)
        add_parameter(json, "header", "X-CSRF", true, NULL);
    if ((route->flags & ROUTE_ONCE) != 0)
        add_parameter(json, "header", "Idempotency-Key", false, NULL);
    for (size_t i = 0; from_query(route) && i < route->takes->field_count; i++)
        add_parameter(json, "query", route->takes->fields[i].name, (route->takes->fields[i].flags & REQUIRED) != 0,
                      &route->takes->fields[i]);
    json_close_array(json);
}

static void add_content(struct json_writer *json, const char *type, const char *name)
{
    json_key(json, "content");
    json_open_object(json);
    json_key(json, type);
    json_open_object(json);
    json_key(json, "schema");
    json_open_object(json);
    add_reference(json, name);
    json_close_object(json);
    json_close_object(json);
    json_close_object(json);
}

static void add_answers(struct json_writer *json, const struct route *route)
{
    char status[16];
    snprintf(status, sizeof status, "%d", route->status);
    json_key(json, "responses");
    json_open_object(json);
    json_key(json, status);
    json_open_object(json);
    json_field_text(json, "description", route->gives == NULL ? STR("done") : str_from(route->gives->name));
    if (route->gives != NULL)
        add_content(json, (route->flags & ROUTE_STREAM) != 0 ? "text/event-stream" : "application/json", route->gives->name);
    json_close_object(json);
    json_key(json, "default");
    json_open_object(json);
    json_field_text(json, "description", STR("what could not be done, and why (RFC 9457)"));
    add_content(json, "application/problem+json", "Problem");
    json_close_object(json);
    json_close_object(json);
}

static struct str lower_method(TALLOC_CTX *mem, const struct route *route)
{
    return str_lower(mem, str_from(method_words[route->method]));
}

static void add_operation(struct json_writer *json, TALLOC_CTX *mem, const struct route *route)
{
    json_key(json, lower_method(mem, route).ptr);
    json_open_object(json);
    json_field_text(json, "summary", str_from(route->help));
    json_field_text(json, "x-right", str_from(action_words[route->right]));
    if (route->who == WHO_COLLEAGUE)
        json_field_text(json, "x-who", STR("signed in"));
    if (route->who == WHO_MAILBOX)
        json_field_text(json, "x-who", STR("whoever shows the secret of a mailbox: Authorization: Bearer, or the password of Basic"));
    add_parameters(json, route);
    if ((route->flags & ROUTE_UPLOAD) != 0) {
        json_key(json, "requestBody");
        json_open_object(json);
        json_field_bool(json, "required", true);
        json_key(json, "content");
        json_open_object(json);
        json_key(json, "application/octet-stream");
        json_open_object(json);
        json_close_object(json);
        json_close_object(json);
        json_close_object(json);
    }
    if (route->takes != NULL && !from_query(route)) {
        json_key(json, "requestBody");
        json_open_object(json);
        json_field_bool(json, "required", (route->flags & ROUTE_MAYBE) == 0);
        add_content(json, "application/json", route->takes->name);
        json_close_object(json);
    }
    add_answers(json, route);
    json_close_object(json);
}

static bool path_was_before(size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (strcmp(routes[i].path, routes[index].path) == 0)
            return true;
    return false;
}

static void add_paths(struct json_writer *json, TALLOC_CTX *mem)
{
    json_key(json, "paths");
    json_open_object(json);
    for (size_t i = 0; i < route_count; i++) {
        if (!is_api(&routes[i]) || path_was_before(i))
            continue;
        buf_add_char(json->out, '\n');
        json_key(json, routes[i].path);
        json_open_object(json);
        for (size_t j = i; j < route_count; j++)
            if (strcmp(routes[j].path, routes[i].path) == 0)
                add_operation(json, mem, &routes[j]);
        json_close_object(json);
    }
    json_close_object(json);
}

struct problem {
    struct str type, title, detail, key, field, instance;
    int64_t status;
};
static const struct field problem_fields[] = {
    FIELD(struct problem, type, TEXT, REQUIRED, 0),   FIELD(struct problem, title, TEXT, REQUIRED, 0),
    FIELD(struct problem, status, INT, REQUIRED, 0),  FIELD(struct problem, detail, TEXT, REQUIRED, 0),
    FIELD(struct problem, key, TEXT, OPTIONAL, 0),    FIELD(struct problem, field, TEXT, OPTIONAL, 0),
    FIELD(struct problem, instance, TEXT, REQUIRED, 0),
};
static const struct shape problem_shape = SHAPE("Problem", struct problem, problem_fields);

void api_doc_openapi(struct buf *out)
{
    TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    struct json_writer writer = json_writer_on(out);
    struct json_writer *json = &writer;
    struct shapes shapes;
    collect_all(&shapes);
    collect(&shapes, &problem_shape);
    json_open_object(json);
    json_field_text(json, "openapi", STR("3.1.0"));
    json_key(json, "info");
    json_open_object(json);
    json_field_text(json, "title", STR("Buckstop"));
    json_field_text(json, "version", STR("1"));
    json_close_object(json);
    add_paths(json, mem);
    json_key(json, "components");
    json_open_object(json);
    json_key(json, "schemas");
    json_open_object(json);
    for (size_t i = 0; i < shapes.count; i++)
        add_shape(json, shapes.items[i]);
    json_close_object(json);
    json_close_object(json);
    json_close_object(json);
    buf_add_char(out, '\n');
    talloc_free(mem);
}

/* ---- TypeScript ---- */

static void add_ts_type(struct buf *out, const struct field *field)
{
    const char *or_null = (field->flags & REQUIRED) != 0 ? "" : " | null";
    switch (field->type) {
    case FIELD_INT:
        buf_add_c(out, "number");
        break;
    case FIELD_ID:
    case FIELD_TIME:
        buf_addf(out, "number%s", or_null);
        break;
    case FIELD_BOOL:
        buf_add_c(out, "boolean");
        break;
    case FIELD_TEXT:
        buf_addf(out, "string%s", or_null);
        break;
    case FIELD_ENUM:
        for (size_t i = 0; i < field->word_count; i++)
            buf_addf(out, "%s'%s'", i == 0 ? "" : " | ", field->words[i]);
        break;
    case FIELD_LIST:
        buf_addf(out, "%s[]", field->of->name);
        break;
    case FIELD_TYPE_COUNT:
        break;
    }
}

/* What only goes in may leave out what is not required; what comes out is whole. */
static bool only_goes_in(const struct shapes *given, const struct shape *shape)
{
    for (size_t i = 0; i < given->count; i++)
        if (strcmp(given->items[i]->name, shape->name) == 0)
            return false;
    return true;
}

void api_doc_typescript(struct buf *out)
{
    struct shapes shapes, given = { .count = 0 };
    collect_all(&shapes);
    collect(&shapes, &problem_shape);
    collect(&given, &problem_shape);
    for (size_t i = 0; i < route_count; i++)
        if (is_api(&routes[i]))
            collect(&given, routes[i].gives);
    buf_add_c(out, "// Printed by `buckstop dev api --typescript` from the program's tables. Times: milliseconds since 1970, UTC.\n");
    for (size_t i = 0; i < shapes.count; i++) {
        const struct shape *shape = shapes.items[i];
        buf_addf(out, "\nexport interface %s {\n", shape->name);
        bool goes_in = only_goes_in(&given, shape);
        for (size_t j = 0; j < shape->field_count; j++) {
            bool may_lack = goes_in && (shape->fields[j].flags & REQUIRED) == 0;
            buf_addf(out, "  %s%s: ", shape->fields[j].name, may_lack ? "?" : "");
            add_ts_type(out, &shape->fields[j]);
            buf_add_c(out, ";\n");
        }
        buf_add_c(out, "}\n");
    }
}

/* ---- for tests ---- */

void api_doc_routes(struct buf *out)
{
    for (size_t i = 0; i < route_count; i++) {
        const struct route *route = &routes[i];
        buf_addf(out, "%s %s %s \"%s\"%s\n", method_words[route->method], route->path, route_who_words[route->who],
                 action_words[route->right], (route->flags & ROUTE_ONCE) != 0 ? " once" : "");
    }
}
