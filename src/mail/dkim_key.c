#include "mail/dkim_key.h"

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>

#include "base/buf.h"
#include "base/digest.h"

enum { RSA_BITS = 2048, RECORD_BYTES = 4096, SIGNATURE_BYTES = 4096 };

const char *const dkim_algorithm_words[] = { "rsa", "ed25519" };
_Static_assert(sizeof dkim_algorithm_words / sizeof dkim_algorithm_words[0] == DKIM_ALGORITHM_COUNT, "a word for each");

static void x509_done(gnutls_x509_privkey_t *key)
{
    if (*key != NULL)
        gnutls_x509_privkey_deinit(*key);
}

static void private_done(gnutls_privkey_t *key)
{
    if (*key != NULL)
        gnutls_privkey_deinit(*key);
}

static void public_done(gnutls_pubkey_t *key)
{
    if (*key != NULL)
        gnutls_pubkey_deinit(*key);
}

static void datum_done(gnutls_datum_t *datum)
{
    gnutls_free(datum->data);
}

static gnutls_datum_t datum_of(struct str s)
{
    return (gnutls_datum_t){ .data = (unsigned char *)(uintptr_t)s.ptr, .size = (unsigned)s.len };
}

static struct str str_of(const gnutls_datum_t *datum)
{
    return (struct str){ (const char *)datum->data, datum->size };
}

static enum status failed(int code, struct err *err)
{
    FAIL(err, STATUS_INVALID, "dkim.key", "the key that signs mail cannot be used");
    err_detail(err, "%s", gnutls_strerror(code));
    return STATUS_INVALID;
}

enum status dkim_key_make(TALLOC_CTX *mem, enum dkim_algorithm algorithm, struct str *pem, struct err *err)
{
    CLEANUP(x509_done) gnutls_x509_privkey_t key = NULL;
    CLEANUP(datum_done) gnutls_datum_t out = { .data = NULL };
    bool rsa = algorithm == DKIM_RSA;
    int code = gnutls_x509_privkey_init(&key);
    if (code == 0)
        code = gnutls_x509_privkey_generate(key, rsa ? GNUTLS_PK_RSA : GNUTLS_PK_EDDSA_ED25519,
                                            rsa ? RSA_BITS : GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_ED25519), 0);
    if (code == 0)
        code = gnutls_x509_privkey_export2_pkcs8(key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &out);
    if (code != 0)
        return failed(code, err);
    *pem = str_copy(mem, str_of(&out));
    return STATUS_OK;
}

static enum status private_read(enum dkim_algorithm algorithm, struct str pem, gnutls_privkey_t *out, struct err *err)
{
    gnutls_datum_t text = datum_of(pem);
    int code = gnutls_privkey_init(out);
    if (code == 0)
        code = gnutls_privkey_import_x509_raw(*out, &text, GNUTLS_X509_FMT_PEM, NULL, 0);
    if (code != 0)
        return failed(code, err);
    int wanted = algorithm == DKIM_RSA ? GNUTLS_PK_RSA : GNUTLS_PK_EDDSA_ED25519;
    return gnutls_privkey_get_pk_algorithm(*out, NULL) == wanted ? STATUS_OK : failed(GNUTLS_E_CONSTRAINT_ERROR, err);
}

/* RSA: the whole structure that says what it is; Ed25519: its 32 bytes (RFC 8463, 4). */
static int public_bytes(enum dkim_algorithm algorithm, gnutls_pubkey_t key, gnutls_datum_t *out)
{
    gnutls_ecc_curve_t curve;
    if (algorithm == DKIM_RSA)
        return gnutls_pubkey_export2(key, GNUTLS_X509_FMT_DER, out);
    return gnutls_pubkey_export_ecc_raw(key, &curve, out, NULL);
}

enum status dkim_key_record(TALLOC_CTX *mem, enum dkim_algorithm algorithm, struct str pem, struct str *out,
                            struct err *err)
{
    CLEANUP(private_done) gnutls_privkey_t key = NULL;
    CLEANUP(public_done) gnutls_pubkey_t public = NULL;
    CLEANUP(datum_done) gnutls_datum_t bytes = { .data = NULL };
    struct buf record;
    TRY(private_read(algorithm, pem, &key, err));
    int code = gnutls_pubkey_init(&public);
    if (code == 0)
        code = gnutls_pubkey_import_privkey(public, key, 0, 0);
    if (code == 0)
        code = public_bytes(algorithm, public, &bytes);
    if (code != 0)
        return failed(code, err);
    buf_init(&record, mem, RECORD_BYTES);
    buf_addf(&record, "v=DKIM1; k=%s; p=", dkim_algorithm_words[algorithm]);
    buf_add_base64(&record, str_of(&bytes));
    return buf_end(&record, "dkim.key", out, err);
}

enum status dkim_key_sign(TALLOC_CTX *mem, enum dkim_algorithm algorithm, struct str pem, struct str text,
                          struct str *out, struct err *err)
{
    CLEANUP(private_done) gnutls_privkey_t key = NULL;
    CLEANUP(datum_done) gnutls_datum_t signature = { .data = NULL };
    struct buf base64;
    TRY(private_read(algorithm, pem, &key, err));
    /* Ed25519 signs the digest of the text as if that were the text (RFC 8463, 3). */
    struct sha256 digest = sha256_of(text);
    bool rsa = algorithm == DKIM_RSA;
    gnutls_datum_t signed_text = datum_of(rsa ? text : (struct str){ (const char *)digest.bytes, SHA256_BYTES });
    int code = gnutls_privkey_sign_data2(key, rsa ? GNUTLS_SIGN_RSA_SHA256 : GNUTLS_SIGN_EDDSA_ED25519, 0, &signed_text,
                                         &signature);
    if (code != 0)
        return failed(code, err);
    buf_init(&base64, mem, SIGNATURE_BYTES);
    buf_add_base64(&base64, str_of(&signature));
    return buf_end(&base64, "dkim.key", out, err);
}
