#pragma once
/* Files that were put into the program when it was built (tools/embed.c makes the tables). */
#include "base/str.h"

struct embedded_file {
    const char *path;          /* below the folder that was embedded: "en/receipt.txt" */
    const char *mime;          /* "text/html; charset=utf-8" */
    const char *etag;          /* quoted, from the SHA-256 of the plain content */
    const unsigned char *data;
    size_t len;
    bool gzip;                 /* DATA is compressed; set only where that makes it smaller */
};

struct embedded_folder {
    const struct embedded_file *files; /* sorted by path, bytewise */
    size_t count;
};

/* NULL when the folder has no such file. */
const struct embedded_file *embedded_find(const struct embedded_folder *folder, struct str path);
