/* The limit for writing: SQLite alone, one 1-KB insert a transaction, WAL, synchronous=FULL, one connection.
 *
 *     bare_commit DIR SECONDS
 *
 * Prints "commits_per_s N" and "fsync_us N", the median of a 4-KiB append and fsync in the same folder.
 */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { FSYNCS = 200, ROW_BYTES = 1024, PAGE_BYTES = 4096, PATH_BYTES = 4096 };

static int64_t now_us(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int64_t median_fsync_us(const char *path)
{
    static char page[PAGE_BYTES];
    int64_t took[FSYNCS];
    int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    if (fd < 0)
        return -1;
    for (int i = 0; i < FSYNCS; i++) {
        int64_t before = now_us();
        if (write(fd, page, sizeof page) != (ssize_t)sizeof page || fsync(fd) != 0) {
            close(fd);
            return -1;
        }
        took[i] = now_us() - before;
    }
    close(fd);
    unlink(path);
    qsort(took, FSYNCS, sizeof took[0], by_size);
    return took[FSYNCS / 2];
}

static int64_t commits_per_s(const char *path, int64_t seconds)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *insert = NULL;
    static char row[ROW_BYTES];
    memset(row, 'x', sizeof row);
    int64_t rate = -1;
    if (sqlite3_open(path, &db) == SQLITE_OK
        && sqlite3_exec(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                            "CREATE TABLE t (id INTEGER PRIMARY KEY, body BLOB)", NULL, NULL, NULL) == SQLITE_OK
        && sqlite3_prepare_v2(db, "INSERT INTO t (body) VALUES (?1)", -1, &insert, NULL) == SQLITE_OK) {
        sqlite3_bind_blob(insert, 1, row, sizeof row, SQLITE_STATIC);
        int64_t start = now_us(), done = 0;
        while (now_us() - start < seconds * 1000000) {
            if (sqlite3_step(insert) != SQLITE_DONE) {
                done = -1;
                break;
            }
            sqlite3_reset(insert);
            done++;
        }
        rate = done < 0 ? -1 : done * 1000000 / (now_us() - start);
    }
    sqlite3_finalize(insert);
    sqlite3_close(db);
    return rate;
}

int main(int argc, char **argv)
{
    char *end = NULL;
    long seconds = argc == 3 ? strtol(argv[2], &end, 10) : 0;
    if (seconds <= 0 || seconds > 600 || *end != '\0') {
        fprintf(stderr, "usage: bare_commit DIR SECONDS\n");
        return 2;
    }
    char path[PATH_BYTES];
    if (snprintf(path, sizeof path, "%s/bare_commit.db", argv[1]) >= (int)sizeof path)
        return 2;
    int64_t fsync_us = median_fsync_us(path);
    int64_t commits = commits_per_s(path, seconds);
    static const char *const leftovers[] = { "", "-wal", "-shm" };
    for (size_t i = 0; i < sizeof leftovers / sizeof leftovers[0]; i++) {
        char file[PATH_BYTES + 8];
        snprintf(file, sizeof file, "%s%s", path, leftovers[i]);
        unlink(file);
    }
    if (fsync_us < 0 || commits < 0) {
        fprintf(stderr, "bare_commit: cannot write in %s\n", argv[1]);
        return 1;
    }
    printf("commits_per_s %lld\nfsync_us %lld\n", (long long)commits, (long long)fsync_us);
    return 0;
}
