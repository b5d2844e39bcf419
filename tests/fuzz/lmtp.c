#include "base/buf.h"
#include "base/digest.h"
#include "fuzz.h"
#include "mail/lmtp_session.h"

/* What one conversation did: all replies, and a digest over all deliveries. */
struct course {
    struct buf replies;
    struct sha256_stream deliveries;
    size_t lent;
};

static enum status course_check(void *data, struct str address, struct err *err)
{
    (void)data, (void)err;
    return address.len % 5 == 4 ? STATUS_NOT_FOUND : STATUS_OK;
}

static enum status course_deliver(void *data, const struct lmtp_mail *mail, struct err *err)
{
    (void)err;
    struct course *course = data;
    sha256_add(&course->deliveries, mail->envelope_from);
    sha256_add(&course->deliveries, mail->recipient);
    sha256_add(&course->deliveries, mail->raw);
    return mail->raw.len % 7 == 6 ? STATUS_BUSY : STATUS_OK;
}

static bool course_borrow(void *data, size_t bytes)
{
    ((struct course *)data)->lent += bytes;
    return true;
}

static void course_give_back(void *data, size_t bytes)
{
    struct course *course = data;
    FUZZ_ASSERT(bytes <= course->lent);
    course->lent -= bytes;
}

static void lead(TALLOC_CTX *mem, struct course *course, struct str bytes, size_t step)
{
    const struct lmtp_port port = { course_check, course_deliver, course_borrow, course_give_back, course };
    course->lent = 0;
    buf_init(&course->replies, mem, 1 << 20);
    sha256_begin(&course->deliveries);
    struct lmtp_session *session = lmtp_session_new(mem, &port, STR("fuzz"));
    while (bytes.len > 0 && !lmtp_session_ended(session)) {
        size_t used = lmtp_session_feed(session, str_slice(bytes, 0, step));
        FUZZ_ASSERT(used > 0);
        bytes = str_slice(bytes, used, SIZE_MAX);
        buf_add(&course->replies, lmtp_session_replies(session));
        lmtp_session_replies_sent(session);
    }
    lmtp_session_give_up(session, "the end");
    talloc_free(session);
    FUZZ_ASSERT(course->lent == 0);
}

/* However the bytes are cut on the way, the conversation is the same, and all memory comes back. */
int fuzz_one(const uint8_t *data, size_t size)
{
    TALLOC_CTX *mem = talloc_new(NULL);
    struct course whole, cut;
    struct str bytes = FUZZ_INPUT(data, size);
    lead(mem, &whole, bytes, SIZE_MAX);
    lead(mem, &cut, bytes, size > 0 ? 1 + data[0] % 7 : 1);
    FUZZ_ASSERT(str_equal(buf_str(&whole.replies), buf_str(&cut.replies)));
    struct sha256 a = sha256_finish(&whole.deliveries), b = sha256_finish(&cut.deliveries);
    FUZZ_ASSERT(memcmp(a.bytes, b.bytes, SHA256_BYTES) == 0);
    talloc_free(mem);
    return 0;
}
