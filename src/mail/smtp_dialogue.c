#include "mail/smtp_dialogue.h"

#include "base/buf.h"
#include "base/mem.h"

enum { REPLY_BYTES = 2000 };

/* The last command, as far as the meaning of its answer differs. */
enum stage {
    STAGE_SESSION, /* greeting, EHLO, STARTTLS, AUTH: about the connection, not about the mail */
    STAGE_MAIL,
    STAGE_RCPT,
    STAGE_DATA,
    STAGE_CONTENT,
    STAGE_END,     /* RSET, QUIT: changes nothing */
};

struct answer {
    int code; /* 0: none yet */
    struct buf text;
};

struct smtp_dialogue {
    enum stage stage;
    struct answer session, mail, data, content, end; /* the last answer of each kind */
    struct answer *recipients;
    size_t recipient_count;
    size_t recipients_said;
};

static void answer_init(struct answer *answer, TALLOC_CTX *mem)
{
    answer->code = 0;
    buf_init(&answer->text, mem, REPLY_BYTES);
}

struct smtp_dialogue *smtp_dialogue_new(TALLOC_CTX *mem, size_t recipients)
{
    struct smtp_dialogue *d = MEM_NEW(mem, struct smtp_dialogue);
    d->recipients = MEM_ARRAY(d, struct answer, recipients);
    d->recipient_count = recipients;
    smtp_dialogue_clear(d);
    return d;
}

void smtp_dialogue_clear(struct smtp_dialogue *d)
{
    answer_init(&d->session, d);
    answer_init(&d->mail, d);
    answer_init(&d->data, d);
    answer_init(&d->content, d);
    answer_init(&d->end, d);
    for (size_t i = 0; i < d->recipient_count; i++)
        answer_init(&d->recipients[i], d);
    d->stage = STAGE_SESSION;
    d->recipients_said = 0;
}

static struct answer *current(struct smtp_dialogue *d)
{
    switch (d->stage) {
    case STAGE_SESSION:
        return &d->session;
    case STAGE_MAIL:
        return &d->mail;
    case STAGE_RCPT:
        return d->recipients_said > 0 && d->recipients_said <= d->recipient_count ? &d->recipients[d->recipients_said - 1]
                                                                                   : &d->end;
    case STAGE_DATA:
        return &d->data;
    case STAGE_CONTENT:
        return &d->content;
    case STAGE_END:
        return &d->end;
    }
    return &d->end;
}

void smtp_dialogue_said(struct smtp_dialogue *d, struct str command)
{
    static const struct { const char *verb; enum stage stage; } verbs[] = {
        { "MAIL", STAGE_MAIL }, { "RCPT", STAGE_RCPT }, { "DATA", STAGE_DATA }, { "RSET", STAGE_END }, { "QUIT", STAGE_END },
    };
    for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
        if (!str_starts_nocase(command, str_from(verbs[i].verb)))
            continue;
        d->stage = verbs[i].stage;
        if (d->stage == STAGE_RCPT)
            d->recipients_said++;
    }
    if (d->stage == STAGE_SESSION)
        buf_clear(&d->session.text);
}

void smtp_dialogue_heard(struct smtp_dialogue *d, struct str line)
{
    line = str_trim(line);
    int64_t code;
    if (!parse_i64(str_slice(line, 0, 3), 200, 599, &code))
        return;
    struct answer *answer = current(d);
    if (answer->text.len > 0)
        buf_add_char(&answer->text, ' ');
    buf_add(&answer->text, answer->text.len > 0 ? str_slice(line, 4, SIZE_MAX) : line);
    bool more = line.len > 3 && line.ptr[3] == '-';
    if (!more)
        answer->code = (int)code;
}

void smtp_dialogue_handed_over(struct smtp_dialogue *d)
{
    d->stage = STAGE_CONTENT;
}

bool smtp_dialogue_answered(const struct smtp_dialogue *d)
{
    return d->content.code != 0;
}

bool smtp_dialogue_was_cut(struct smtp_dialogue *d)
{
    int code = current(d)->code;
    return d->stage < STAGE_CONTENT && (code == 0 || code == 421);
}

static enum smtp_verdict verdict_of(int code)
{
    return code < 400 ? SMTP_TAKEN : code < 500 ? SMTP_LATER : SMTP_REFUSED;
}

/* The first answer on the way that decides about recipient I; NULL when the way was not walked to its end. */
static const struct answer *deciding(const struct smtp_dialogue *d, size_t i)
{
    const struct answer *way[] = { &d->mail, &d->recipients[i], &d->data, &d->content };
    for (size_t n = 0; n < sizeof(way) / sizeof(way[0]); n++) {
        if (way[n]->code >= 400 || way[n] == &d->content)
            return way[n]->code != 0 ? way[n] : NULL;
    }
    return NULL;
}

/* Why there is no answer. */
static struct str silence(const struct smtp_dialogue *d, struct str trouble)
{
    if (d->stage == STAGE_SESSION && d->session.code >= 400)
        return buf_str(&d->session.text);
    return trouble.len > 0 ? trouble : STR("the mail server gave no answer");
}

static struct str one_line(TALLOC_CTX *mem, struct str text)
{
    struct str clean = utf8_clean(mem, text);
    char *line = str_to_c(mem, clean);
    for (size_t i = 0; i < clean.len; i++) {
        if ((unsigned char)line[i] < ' ' || line[i] == 0x7f)
            line[i] = ' ';
    }
    return (struct str){ line, clean.len };
}

void smtp_dialogue_results(const struct smtp_dialogue *d, TALLOC_CTX *mem, struct str trouble, struct smtp_result *results)
{
    for (size_t i = 0; i < d->recipient_count; i++) {
        const struct answer *answer = deciding(d, i);
        if (answer != NULL) {
            results[i].verdict = verdict_of(answer->code);
            results[i].reply = one_line(mem, buf_str(&answer->text));
        } else {
            results[i].verdict = d->stage >= STAGE_CONTENT && d->data.code != 0 ? SMTP_UNKNOWN : SMTP_LATER;
            results[i].reply = one_line(mem, silence(d, trouble));
        }
    }
}
