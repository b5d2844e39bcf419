#include "mail/tnef_read.h"

#include <ytnef.h>

#include "base/mem.h"
#include "mail/charset.h"

enum {
    OBJECT_ID_BYTES = 16,   /* before the data of an embedded object */
    ID_DATA = 0x3701, ID_LONG_NAME = 0x3707, ID_NAME = 0x3704, ID_BODY = 0x1000, /* MS-OXPROPS */
    TYPE_OBJECT = 0x000d, TYPE_TEXT = 0x001e, TYPE_UNICODE = 0x001f, TYPE_BINARY = 0x0102, /* MS-OXCDATA 2.11.1 */
};

static void tnef_done(TNEFStruct *tnef)
{
    TNEFFree(tnef);
}

static struct str value(const variableLength *data)
{
    bool is_none = data == NULL || data == MAPI_UNDEFINED || data->data == NULL || data->size <= 0;
    return is_none ? STR("") : (struct str){ (const char *)data->data, (size_t)data->size };
}

static struct str property(MAPIProps *properties, unsigned type, unsigned id)
{
    return value(MAPIFindProperty(properties, id << 16 | type));
}

/* Text ends at its NUL. */
static struct str text_of(TALLOC_CTX *mem, struct str bytes)
{
    return charset_text(mem, str_slice(bytes, 0, strnlen(bytes.len > 0 ? bytes.ptr : "", bytes.len)), STR(""), NULL);
}

static struct str text_property(TALLOC_CTX *mem, MAPIProps *properties, unsigned id)
{
    struct str text = property(properties, TYPE_UNICODE, id);
    return text_of(mem, text.len > 0 ? text : property(properties, TYPE_TEXT, id));
}

static struct str file_bytes(Attachment *attachment)
{
    struct str object = property(&attachment->MAPI, TYPE_OBJECT, ID_DATA);
    if (object.len > OBJECT_ID_BYTES)
        return str_slice(object, OBJECT_ID_BYTES, object.len);
    struct str binary = property(&attachment->MAPI, TYPE_BINARY, ID_DATA);
    return binary.len > 0 ? binary : value(&attachment->FileData);
}

static struct str file_name(TALLOC_CTX *mem, Attachment *attachment)
{
    static const unsigned ids[] = { ID_LONG_NAME, ID_NAME };
    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
        struct str name = text_property(mem, &attachment->MAPI, ids[i]);
        if (name.len > 0)
            return name;
    }
    return text_of(mem, value(&attachment->Title));
}

bool tnef_read(TALLOC_CTX *mem, struct str bytes, struct tnef *out)
{
    *out = (struct tnef){ .text = STR("") };
    bool is_signed = str_starts(bytes, (struct str){ "\x78\x9f\x3e\x22", 4 }); /* the library would grumble aloud */
    if (!is_signed || bytes.len > TNEF_BYTES_MAX)
        return false;
    /* The library writes into what it reads. */
    unsigned char *copy = mem_need(talloc_memdup(mem, bytes.ptr, bytes.len));
    CLEANUP(tnef_done) TNEFStruct tnef = { 0 };
    TNEFInitialize(&tnef);
    if (TNEFParseMemory(copy, (long)bytes.len, &tnef) != 0)
        return false;
    struct tnef_file *files = MEM_ARRAY(mem, struct tnef_file, TNEF_FILES_MAX);
    size_t count = 0;
    for (Attachment *at = tnef.starting_attach.next; at != NULL && count < TNEF_FILES_MAX; at = at->next) {
        struct str data = file_bytes(at);
        if (data.len > 0)
            files[count++] = (struct tnef_file){ file_name(mem, at), str_copy(mem, data) };
    }
    out->files = (struct list){ files, count };
    struct str body = text_of(mem, value(&tnef.body));
    out->text = body.len > 0 ? body : text_property(mem, &tnef.MapiProperties, ID_BODY);
    return true;
}
