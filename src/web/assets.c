#include "web/assets.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <zlib.h>

#include "base/buf.h"
#include "base/embed.h"
#include "base/limits.h"
#include "base/mem.h"
#include "web/answer.h"
#include "web/etag.h"

extern const struct embedded_folder embedded_templates; /* base: templates/ */
extern const struct embedded_folder embedded_ui;        /* ui/dist */

enum { ASSET_BYTES_MOST = 8 * 1024 * 1024 };

static const char *const app_paths[] = { "/desk", "/t", "/quarantine", "/mailboxes", "/sign-in" };

static bool is_app_address(struct str path)
{
    if (str_equal(path, STR("/")))
        return true;
    if (str_find(path, STR("."), 0) != SIZE_MAX)
        return false;
    for (size_t i = 0; i < sizeof app_paths / sizeof app_paths[0]; i++) {
        struct str begin = str_from(app_paths[i]);
        if (str_starts(path, begin) && (path.len == begin.len || path.ptr[begin.len] == '/'))
            return true;
    }
    return false;
}

static const struct embedded_file *find(TALLOC_CTX *mem, struct str path)
{
    const struct embedded_file *file = embedded_find(&embedded_ui, str_slice(path, 1, SIZE_MAX));
    if (file != NULL)
        return file;
    return embedded_find(&embedded_templates, str_format(mem, "public" STR_FMT, STR_ARG(path)));
}

static struct str file_path(struct str path)
{
    return is_app_address(path) ? STR("/index.html") : path;
}

/* ---- from the disk, while the app is being developed ---- */

struct type_row {
    const char *ending, *mime;
};
static const struct type_row types[] = {
    { ".css", "text/css; charset=utf-8" },  { ".html", "text/html; charset=utf-8" },
    { ".ico", "image/x-icon" },             { ".js", "text/javascript; charset=utf-8" },
    { ".json", "application/json" },        { ".map", "application/json" },
    { ".png", "image/png" },                { ".svg", "image/svg+xml" },
    { ".woff2", "font/woff2" },
};

static const char *type_of(struct str path)
{
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (str_ends(path, str_from(types[i].ending)))
            return types[i].mime;
    return "application/octet-stream";
}

static void close_file(const int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

static bool read_from_disk(TALLOC_CTX *mem, struct str folder, struct str path, struct str *out)
{
    struct str name = str_format(mem, STR_FMT STR_FMT, STR_ARG(folder), STR_ARG(path));
    CLEANUP(close_file) int fd = open(name.ptr, O_RDONLY | O_CLOEXEC);
    struct stat facts;
    if (fd < 0 || fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode) || facts.st_size > ASSET_BYTES_MOST)
        return false;
    char *bytes = MEM_ARRAY(mem, char, (size_t)facts.st_size + 1);
    ssize_t got = read(fd, bytes, (size_t)facts.st_size);
    *out = (struct str){ bytes, got < 0 ? 0 : (size_t)got };
    return got == facts.st_size;
}

/* ---- the answer ---- */

bool asset_exists(const struct web *web, TALLOC_CTX *mem, struct str path)
{
    struct str bytes;
    path = file_path(path);
    if (web->config->ui_dir.len > 0 && read_from_disk(mem, web->config->ui_dir, path, &bytes))
        return true;
    return find(mem, path) != NULL;
}

/* Few clients do not take gzip; for them the one stored form is unpacked. */
static struct str unpack(TALLOC_CTX *mem, const struct embedded_file *file)
{
    enum { GZIP_WINDOW = 15 + 16 };
    struct buf out;
    z_stream stream = { .next_in = (Bytef *)(uintptr_t)file->data, .avail_in = (uInt)file->len };
    buf_init(&out, mem, ASSET_BYTES_MOST);
    if (inflateInit2(&stream, GZIP_WINDOW) != Z_OK)
        return STR("");
    int state = Z_OK;
    while (state == Z_OK) {
        unsigned char piece[4096];
        stream.next_out = piece;
        stream.avail_out = sizeof piece;
        state = inflate(&stream, Z_NO_FLUSH);
        buf_add(&out, (struct str){ (const char *)piece, sizeof piece - stream.avail_out });
    }
    inflateEnd(&stream);
    return buf_str(&out);
}

static const char *cache_of(struct str path)
{
    if (str_starts(path, STR("/assets/"))) /* their names change with their content */
        return "public, max-age=31536000, immutable";
    return str_starts(path, STR("/fonts/")) ? "public, max-age=2592000" : "no-cache";
}

static void answer_embedded(struct http_request *request, const struct embedded_file *file)
{
    struct http_answer *answer = &request->answer;
    bool packed = file->gzip && str_find_nocase(http_header(request, "Accept-Encoding"), STR("gzip"), 0) != SIZE_MAX;
    if (file->gzip)
        http_answer_header(request, "Vary", STR("Accept-Encoding"));
    if (etag_unchanged(request, str_from(file->etag)))
        return;
    answer->status = 200;
    answer->type = file->mime;
    answer->body = file->gzip && !packed ? unpack(request->mem, file) : (struct str){ (const char *)file->data, file->len };
    if (packed)
        http_answer_header(request, "Content-Encoding", STR("gzip"));
}

void asset_answer(const struct web *web, struct http_request *request)
{
    struct str path = file_path(request->path);
    struct str bytes;
    request->answer.kind = ANSWER_ASSET;
    request->answer.cache = cache_of(path);
    if (web->config->ui_dir.len > 0 && read_from_disk(request->mem, web->config->ui_dir, path, &bytes)) {
        request->answer.status = 200;
        request->answer.type = type_of(path);
        request->answer.cache = "no-cache";
        request->answer.body = bytes;
        return;
    }
    const struct embedded_file *file = find(request->mem, path);
    if (file != NULL)
        answer_embedded(request, file);
    else
        answer_problem(web, request, true, 404, &(struct err){ .key = "request.nothing" });
}
