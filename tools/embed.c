/* embed [--gzip] NAME FOLDER OUTPUT DEPFILE
 *
 * Writes OUTPUT, a C file that defines `const struct embedded_folder NAME` (base/embed.h) with every file
 * below FOLDER, and DEPFILE, which names these files and their folders, so that a changed, a new and a
 * deleted file each lead to a new OUTPUT. A missing FOLDER gives an empty table. With --gzip what shrinks is
 * stored compressed. Runs while building: whatever goes wrong ends it.
 */
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <talloc.h>
#include <zlib.h>

struct bytes {
    unsigned char *data;
    size_t len;
};

struct names {
    char **items;
    size_t count;
};

static void die(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
static void die(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("embed: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

static void *need(void *ptr)
{
    if (ptr == NULL)
        die("out of memory");
    return ptr;
}

static void names_add(TALLOC_CTX *mem, struct names *names, char *name)
{
    names->items = need(talloc_realloc(mem, names->items, char *, (unsigned)names->count + 1));
    names->items[names->count++] = need(name);
}

/* Collects the files below FOLDER, and every folder on the way. */
static void walk(TALLOC_CTX *mem, const char *folder, struct names *files, struct names *folders)
{
    DIR *dir = opendir(folder);
    if (dir == NULL && errno == ENOENT)
        return;
    if (dir == NULL)
        die("%s: %s", folder, strerror(errno));
    names_add(mem, folders, talloc_strdup(mem, folder));
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        if (entry->d_name[0] == '.')
            continue;
        char *path = need(talloc_asprintf(mem, "%s/%s", folder, entry->d_name));
        struct stat info;
        if (stat(path, &info) != 0)
            die("%s: %s", path, strerror(errno));
        if (S_ISDIR(info.st_mode))
            walk(mem, path, files, folders);
        else
            names_add(mem, files, path);
    }
    closedir(dir);
}

static struct bytes read_file(TALLOC_CTX *mem, const char *path)
{
    FILE *file = fopen(path, "rb");
    struct stat info;
    if (file == NULL || fstat(fileno(file), &info) != 0)
        die("%s: %s", path, strerror(errno));
    struct bytes content = { .len = (size_t)info.st_size };
    content.data = need(talloc_size(mem, content.len + 1));
    if (fread(content.data, 1, content.len, file) != content.len)
        die("%s: cannot be read", path);
    fclose(file);
    return content;
}

static struct bytes compress_gzip(TALLOC_CTX *mem, struct bytes plain)
{
    z_stream stream = { 0 };
    enum { GZIP_WINDOW = 15 + 16 };
    if (deflateInit2(&stream, 9, Z_DEFLATED, GZIP_WINDOW, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        die("zlib does not start");
    struct bytes packed = { .len = deflateBound(&stream, plain.len) };
    packed.data = need(talloc_size(mem, packed.len));
    stream.next_in = plain.data;
    stream.avail_in = (uInt)plain.len;
    stream.next_out = packed.data;
    stream.avail_out = (uInt)packed.len;
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END)
        die("zlib does not finish");
    packed.len = stream.total_out;
    deflateEnd(&stream);
    return packed;
}

/* SHA-256 (FIPS 180-4), so that the build's own machine needs no more than zlib. */
static uint32_t rotate(uint32_t word, unsigned by)
{
    return word >> by | word << (32 - by);
}

static void sha256_block(uint32_t state[8], const unsigned char block[64])
{
    static const uint32_t k[64] = {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    };
    uint32_t w[64];
    for (size_t i = 0; i < 16; i++)
        w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 | (uint32_t)block[4 * i + 2] << 8 |
               block[4 * i + 3];
    for (size_t i = 16; i < 64; i++)
        w[i] = w[i - 16] + (rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3) + w[i - 7] +
               (rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10);
    uint32_t v[8];
    memcpy(v, state, sizeof(v));
    for (size_t i = 0; i < 64; i++) {
        uint32_t first = v[7] + (rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25)) +
                         ((v[4] & v[5]) ^ (~v[4] & v[6])) + k[i] + w[i];
        uint32_t second = (rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22)) +
                          ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
        memmove(v + 1, v, 7 * sizeof(v[0]));
        v[4] += first;
        v[0] = first + second;
    }
    for (size_t i = 0; i < 8; i++)
        state[i] += v[i];
}

static void sha256(struct bytes content, uint32_t state[8])
{
    static const uint32_t start[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                       0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
    memcpy(state, start, sizeof(start));
    size_t whole = content.len / 64 * 64;
    for (size_t at = 0; at < whole; at += 64)
        sha256_block(state, content.data + at);
    unsigned char tail[128] = { 0 };
    size_t left = content.len - whole;
    memcpy(tail, content.data + whole, left);
    tail[left] = 0x80;
    size_t tail_len = left < 56 ? 64 : 128;
    for (size_t i = 0; i < 8; i++)
        tail[tail_len - 1 - i] = (unsigned char)((uint64_t)content.len * 8 >> 8 * i);
    for (size_t at = 0; at < tail_len; at += 64)
        sha256_block(state, tail + at);
}

static const char *mime_of(const char *path)
{
    static const struct {
        const char *ending, *mime;
    } mimes[] = {
        { ".avif", "image/avif" },
        { ".css", "text/css; charset=utf-8" },
        { ".html", "text/html; charset=utf-8" },
        { ".ico", "image/x-icon" },
        { ".jpg", "image/jpeg" },
        { ".js", "text/javascript; charset=utf-8" },
        { ".json", "application/json" },
        { ".map", "application/json" },
        { ".png", "image/png" },
        { ".svg", "image/svg+xml" },
        { ".txt", "text/plain; charset=utf-8" },
        { ".webmanifest", "application/manifest+json" },
        { ".webp", "image/webp" },
        { ".woff2", "font/woff2" },
    };
    const char *ending = strrchr(path, '.');
    for (size_t i = 0; ending != NULL && i < sizeof(mimes) / sizeof(mimes[0]); i++)
        if (strcmp(ending, mimes[i].ending) == 0)
            return mimes[i].mime;
    return "application/octet-stream";
}

static void write_array(FILE *out, size_t number, struct bytes content)
{
    fprintf(out, "static const unsigned char file_%zu[] = {", number);
    for (size_t i = 0; i < content.len; i++)
        fprintf(out, "%s%u,", i % 32 == 0 ? "\n" : "", content.data[i]);
    /* NUL behind the end, for who reads a text as a C string; an empty file needs an element anyway. */
    fputs("0 };\n", out);
}

/* Writes the bytes of one file and returns its row. */
static char *write_file(TALLOC_CTX *mem, FILE *out, size_t number, const char *path, size_t prefix, bool gzip)
{
    struct bytes plain = read_file(mem, path);
    struct bytes packed = gzip ? compress_gzip(mem, plain) : plain;
    bool smaller = packed.len < plain.len;
    struct bytes stored = smaller ? packed : plain;
    uint32_t digest[8];
    sha256(plain, digest);
    write_array(out, number, stored);
    return talloc_asprintf(mem, "    { \"%s\", \"%s\", \"\\\"%08x%08x%08x%08x\\\"\", file_%zu, %zu, %s },\n", path + prefix,
                           mime_of(path), digest[0], digest[1], digest[2], digest[3], number, stored.len,
                           smaller ? "true" : "false");
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static FILE *create(const char *path)
{
    FILE *file = fopen(path, "w");
    if (file == NULL)
        die("%s: %s", path, strerror(errno));
    return file;
}

static void finish(FILE *file, const char *path)
{
    if (ferror(file) != 0 || fclose(file) != 0)
        die("%s: cannot be written", path);
}

int main(int argc, char **argv)
{
    bool gzip = argc > 1 && strcmp(argv[1], "--gzip") == 0;
    char **arg = argv + (gzip ? 2 : 1);
    if (argc - (gzip ? 2 : 1) != 4)
        die("usage: embed [--gzip] NAME FOLDER OUTPUT DEPFILE");
    const char *name = arg[0], *folder = arg[1], *output = arg[2], *depfile = arg[3];

    TALLOC_CTX *mem = need(talloc_new(NULL));
    struct names files = { 0 }, folders = { 0 }, rows = { 0 };
    walk(mem, folder, &files, &folders);
    if (files.count > 0)
        qsort(files.items, files.count, sizeof(*files.items), by_name);

    FILE *out = create(output);
    fputs("#include \"base/embed.h\"\n", out);
    for (size_t i = 0; i < files.count; i++)
        names_add(mem, &rows, write_file(mem, out, i, files.items[i], strlen(folder) + 1, gzip));
    fprintf(out, "static const struct embedded_file files[] = {\n");
    for (size_t i = 0; i < rows.count; i++)
        fputs(rows.items[i], out);
    fputs("    { 0 },\n};\n", out);
    fprintf(out, "extern const struct embedded_folder %s;\n", name);
    fprintf(out, "const struct embedded_folder %s = { files, %zu };\n", name, files.count);
    finish(out, output);

    FILE *deps = create(depfile);
    fprintf(deps, "%s:", output);
    for (size_t i = 0; i < files.count; i++)
        fprintf(deps, " %s", files.items[i]);
    for (size_t i = 0; i < folders.count; i++)
        fprintf(deps, " %s", folders.items[i]);
    if (folders.count == 0) /* it may come: then its parent changes */
        fprintf(deps, " %.*s", (int)(strrchr(folder, '/') == NULL ? 0 : strrchr(folder, '/') - folder), folder);
    fputc('\n', deps);
    finish(deps, depfile);
    talloc_free(mem);
    return 0;
}
