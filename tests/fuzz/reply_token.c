#include "app/reply_address.h"
#include "base/buf.h"
#include "base/mem.h"
#include "fuzz.h"

/* No text but the one that the key signed is a token, and an address is ours only by a mailbox of ours (AC-004, AC-007). */
int fuzz_one(const uint8_t *data, size_t size)
{
    TALLOC_CTX *mem = talloc_new(NULL);
    struct mailbox mailbox = { .address = STR("help@desk.example") };
    const struct desk_facts facts = { .mailboxes = &mailbox, .mailbox_count = 1 };
    struct str key = STR("a key of thirty-two bytes exactly"), text = FUZZ_INPUT(data, size), tag;
    key.len = SECRET_KEY_BYTES;
    struct reply_token token;
    struct str made = reply_address_make(mem, key, &mailbox, (ticket_id){ 7 }, (person_id){ 9 }), good;
    FUZZ_ASSERT(reply_address_mailbox(&facts, made, &good) == &mailbox && reply_token_read(mem, key, good, &token));
    FUZZ_ASSERT(token.ticket.v == 7 && token.person.v == 9);

    FUZZ_ASSERT(!reply_token_read(mem, key, text, &token) || str_equal(text, good));
    if (reply_address_mailbox(&facts, text, &tag) != NULL)
        FUZZ_ASSERT(str_starts_nocase(text, STR("help")) && str_ends_nocase(text, STR("@desk.example"))
                    && (tag.len == 0 || tag.len == text.len - mailbox.address.len - 1));

    /* One changed byte makes none of it. */
    if (size >= 2) {
        char *changed = str_to_c(mem, good);
        changed[data[0] % good.len] = (char)data[1];
        struct str other = { changed, good.len };
        FUZZ_ASSERT(str_equal(other, good) || !reply_token_read(mem, key, other, &token));
    }
    talloc_free(mem);
    return 0;
}
