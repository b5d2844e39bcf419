/* Real list mails and which of them belong together. They are their authors' and stay outside of the project. */
#include "score_sets.h"

#include <jansson.h>
#include <stdio.h>

#include "base/mem.h"

struct listed {
    const char *name;
    size_t thread;   /* as it should be */
    struct mail mail;
};

struct list_mails {
    TALLOC_CTX *mem;
    struct listed *items;
    size_t count;
};

static json_t *read_json(const struct corpus *corpus, TALLOC_CTX *mem, const char *name)
{
    struct str text = corpus_file(mem, corpus->threads, ".", name, "");
    return json_loadb(text.ptr, text.len, 0, NULL);
}

static struct list_mails read_all(const struct corpus *corpus, TALLOC_CTX *mem)
{
    json_t *threads = read_json(corpus, mem, "threads.json");
    struct list_mails all = { .mem = mem };
    size_t thread, place;
    json_t *names, *name;
    json_array_foreach(threads, thread, names)
        all.count += json_array_size(names);
    all.items = MEM_ARRAY(mem, struct listed, all.count + 1);
    all.count = 0;
    json_array_foreach(threads, thread, names) {
        json_array_foreach(names, place, name) {
            struct listed *one = &all.items[all.count++];
            one->name = talloc_strdup(mem, json_string_value(name));
            one->thread = thread;
            mime_read(corpus->reader, mem, corpus_file(mem, corpus->threads, ".", one->name, ""), &one->mail);
        }
    }
    json_decref(threads);
    return all;
}

static bool names(const struct mail *mail, struct str id)
{
    const struct mail_reference *references = mail->references.items;
    bool found = id.len > 0 && (str_equal(mail->message_id, id) || str_equal(mail->in_reply_to, id));
    for (size_t i = 0; !found && i < mail->references.count; i++)
        found = id.len > 0 && str_equal(references[i].message_id, id);
    return found;
}

/* Whether one of the ids of A stands in B, too. */
static bool touch(const struct mail *a, const struct mail *b)
{
    const struct mail_reference *references = a->references.items;
    bool found = names(b, a->message_id) || names(b, a->in_reply_to);
    for (size_t i = 0; !found && i < a->references.count; i++)
        found = names(b, references[i].message_id);
    return found;
}

struct score score_threads(const struct corpus *corpus)
{
    TALLOC_CTX *mem = talloc_new(NULL);
    struct list_mails all = read_all(corpus, mem);
    size_t *group = MEM_ARRAY(mem, size_t, all.count + 1);
    struct score score = { 0 };
    for (size_t i = 0; i < all.count; i++) {
        group[i] = i;
        for (size_t k = 0; k < i; k++) {
            size_t from = group[i], to = group[k];
            for (size_t m = 0; from != to && touch(&all.items[i].mail, &all.items[k].mail) && m <= i; m++)
                group[m] = group[m] == from ? to : group[m];
        }
    }
    for (size_t i = 0; i < all.count; i++) {
        for (size_t k = 0; k < i; k++) {
            bool want = all.items[i].thread == all.items[k].thread, got = group[i] == group[k];
            score.count += want || got;
            score.right += want && got;
            if (want != got && corpus->verbose)
                printf("  wrong: %s and %s are %s\n", all.items[k].name, all.items[i].name, got ? "together" : "apart");
        }
    }
    talloc_free(mem);
    return score;
}

struct score score_never_answered(const struct corpus *corpus)
{
    TALLOC_CTX *mem = talloc_new(NULL);
    struct list_mails all = read_all(corpus, mem);
    json_t *marked = read_json(corpus, mem, "autoreply-suppressors.json");
    struct score score = { 0 };
    for (size_t i = 0; i < all.count; i++) {
        if (json_array_size(json_object_get(marked, all.items[i].name)) == 0)
            continue;
        score.count++;
        score.right += all.items[i].mail.automatic != MAIL_HUMAN;
    }
    json_decref(marked);
    talloc_free(mem);
    return score;
}
