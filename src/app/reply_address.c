#include "app/reply_address.h"

#include "base/digest.h"
#include "base/mem.h"

enum {
    ID_BYTES = 6,        /* 2^48 ids: a desk that made a thousand a second would need 8,900 years */
    SIGNATURE_BYTES = 16,
    TOKEN_RAW_BYTES = 2 * ID_BYTES + SIGNATURE_BYTES,
    TOKEN_TEXT_BYTES = 45, /* of 28 bytes in base32 */
    LOCAL_PART_BYTES = 64, /* RFC 5321, 4.5.3.1.1 */
};

static void id_write(unsigned char *out, int64_t id)
{
    for (int i = ID_BYTES - 1; i >= 0; i--) {
        out[i] = (unsigned char)(id & 0xff);
        id >>= 8;
    }
}

static int64_t id_read(const unsigned char *in)
{
    int64_t id = 0;
    for (int i = 0; i < ID_BYTES; i++)
        id = id << 8 | in[i];
    return id;
}

/* The purpose is signed along, so that no other thing signed with the desk's key can pass for a token. */
static struct sha256 sign(TALLOC_CTX *mem, struct str secret, struct str ids)
{
    return sha256_hmac(secret, str_format(mem, "reply address 1:" STR_FMT, STR_ARG(base32_text(mem, ids))));
}

struct str reply_address_make(TALLOC_CTX *mem, struct str secret, const struct mailbox *mailbox, ticket_id ticket,
                              person_id person)
{
    size_t at = str_find(mailbox->address, STR("@"), 0);
    bool fits = at != SIZE_MAX && at + 1 + TOKEN_TEXT_BYTES <= LOCAL_PART_BYTES &&
                ticket.v < (int64_t)1 << (8 * ID_BYTES) && person.v < (int64_t)1 << (8 * ID_BYTES);
    if (!fits)
        return mailbox->address;
    unsigned char raw[TOKEN_RAW_BYTES];
    id_write(raw, ticket.v);
    id_write(raw + ID_BYTES, person.v);
    struct sha256 signature = sign(mem, secret, (struct str){ (const char *)raw, 2 * ID_BYTES });
    memcpy(raw + 2 * ID_BYTES, signature.bytes, SIGNATURE_BYTES);
    struct str token = base32_text(mem, (struct str){ (const char *)raw, sizeof raw });
    return str_format(mem, STR_FMT "+" STR_FMT STR_FMT, STR_ARG(str_slice(mailbox->address, 0, at)), STR_ARG(token),
                      STR_ARG(str_slice(mailbox->address, at, mailbox->address.len)));
}

/* Letters are not told apart: nobody is known by them, and senders change them. */
bool reply_address_is(struct str own, struct str address, struct str *tag)
{
    size_t at = str_find(address, STR("@"), 0), plus = str_find(address, STR("+"), 0), own_at = str_find(own, STR("@"), 0);
    *tag = STR("");
    if (str_equal_nocase(own, address))
        return true;
    if (at == SIZE_MAX || plus == SIZE_MAX || plus > at || own_at != plus
        || !str_equal_nocase(str_slice(own, 0, own_at), str_slice(address, 0, plus))
        || !str_equal_nocase(str_slice(own, own_at, own.len), str_slice(address, at, address.len)))
        return false;
    *tag = str_slice(address, plus + 1, at - plus - 1);
    return true;
}

const struct mailbox *reply_address_mailbox(const struct desk_facts *facts, struct str address, struct str *tag)
{
    struct str found = STR("");
    const struct mailbox *mailbox = NULL;
    *tag = STR("");
    for (size_t i = 0; i < facts->mailbox_count + facts->alias_count; i++) {
        bool alias = i >= facts->mailbox_count;
        const struct mailbox_alias *other = alias ? &facts->aliases[i - facts->mailbox_count] : NULL;
        if (!reply_address_is(alias ? other->address : facts->mailboxes[i].address, address, &found))
            continue;
        if (mailbox == NULL || found.len == 0) {
            mailbox = alias ? desk_mailbox(facts, other->mailbox_id) : &facts->mailboxes[i];
            *tag = found;
        }
        if (found.len == 0) /* the very address goes before one with a plus */
            break;
    }
    return mailbox;
}

bool reply_token_read(TALLOC_CTX *mem, struct str secret, struct str tag, struct reply_token *out)
{
    struct str raw;
    if (tag.len != TOKEN_TEXT_BYTES || !base32_read(mem, tag, &raw) || raw.len != TOKEN_RAW_BYTES)
        return false;
    struct sha256 signature = sign(mem, secret, str_slice(raw, 0, 2 * ID_BYTES));
    if (!bytes_equal(str_slice(raw, 2 * ID_BYTES, SIGNATURE_BYTES),
                     (struct str){ (const char *)signature.bytes, SIGNATURE_BYTES }))
        return false;
    out->ticket.v = id_read((const unsigned char *)raw.ptr);
    out->person.v = id_read((const unsigned char *)raw.ptr + ID_BYTES);
    return true;
}
