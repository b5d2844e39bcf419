#include "web/headers.h"

/* Svelte and ProseMirror make trusted HTML under these names; nobody else may. */
#define TRUSTED "require-trusted-types-for 'script'; trusted-types svelte-trusted-html ProseMirrorClipboard"

#define APP_POLICY                                                                                     \
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; " \
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; report-to csp; " TRUSTED
#define PAGE_POLICY                                                                                \
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; " \
    "base-uri 'none'; frame-ancestors 'none'; object-src 'none'; report-to csp; require-trusted-types-for 'script'; trusted-types 'none'"
#define NOTHING_POLICY "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
#define FILE_POLICY "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
/* The mail's own style attributes are what the cleaner left of them. A sandboxed frame sends no cookies: pictures of
 * the mail itself come by signed addresses of ours. */
#define FRAME_POLICY(images)                                                                                        \
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src 'self'" images "; style-src 'unsafe-inline'; " \
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

#define EVERYWHERE                                                                            \
    { "X-Content-Type-Options", "nosniff" }, { "Origin-Agent-Cluster", "?1" },                \
    { "Strict-Transport-Security", "max-age=63072000; includeSubDomains" },                   \
    { "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()" }, \
    { "Cross-Origin-Opener-Policy", "same-origin" }
#define ALONE { "X-Frame-Options", "DENY" }
#define OURS { "Cross-Origin-Resource-Policy", "same-origin" }
#define EMBEDS_OURS { "Cross-Origin-Embedder-Policy", "require-corp" }
#define SAYS_NOTHING { "Referrer-Policy", "no-referrer" }
/* Where a browser tells what it refused (Reporting API); web/api/service.c writes it down. */
#define TELLS { "Reporting-Endpoints", "csp=\"/csp-reports\"" }
#define POLICY(text) { "Content-Security-Policy", text }
#define END { NULL, NULL }

static const struct fixed_header api[] = { EVERYWHERE, ALONE, OURS, EMBEDS_OURS, SAYS_NOTHING, POLICY(NOTHING_POLICY), END };
static const struct fixed_header app[] = { EVERYWHERE, ALONE, OURS, EMBEDS_OURS, SAYS_NOTHING, TELLS, POLICY(APP_POLICY), END };
/* A form posted from a page without any referrer would carry "Origin: null". */
static const struct fixed_header page[] = {
    EVERYWHERE, ALONE, OURS, EMBEDS_OURS, { "Referrer-Policy", "same-origin" }, TELLS, POLICY(PAGE_POLICY), END
};
static const struct fixed_header frame[] = { EVERYWHERE, OURS, EMBEDS_OURS, SAYS_NOTHING, POLICY(FRAME_POLICY("")), END };
/* Pictures of others say nothing of who may show them; without credentials they may come all the same. */
static const struct fixed_header frame_open[] = {
    EVERYWHERE, OURS, { "Cross-Origin-Embedder-Policy", "credentialless" }, SAYS_NOTHING,
    POLICY(FRAME_POLICY(" https: http: data:")), END
};
static const struct fixed_header file[] = { EVERYWHERE, ALONE, OURS, EMBEDS_OURS, SAYS_NOTHING, POLICY(FILE_POLICY), END };
/* Asked for by a sandboxed frame, which has no origin: to it even our own address is another's. */
static const struct fixed_header image[] = {
    EVERYWHERE, ALONE, { "Cross-Origin-Resource-Policy", "cross-origin" }, EMBEDS_OURS, SAYS_NOTHING, POLICY(FILE_POLICY), END
};

static const struct fixed_header *const kinds[] = {
    [ANSWER_API] = api,
    [ANSWER_APP] = app,
    [ANSWER_PAGE] = page,
    [ANSWER_FRAME] = frame,
    [ANSWER_FRAME_OPEN] = frame_open,
    [ANSWER_FILE] = file,
    [ANSWER_IMAGE] = image,
    [ANSWER_ASSET] = app,
    [ANSWER_STREAM] = api,
};
_Static_assert(sizeof kinds / sizeof kinds[0] == ANSWER_KIND_COUNT, "each kind of answer has its row");

const struct fixed_header *headers_of(enum answer_kind kind)
{
    return kinds[kind];
}
