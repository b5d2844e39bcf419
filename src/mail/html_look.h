#pragma once
/* What of an element's look matters to somebody who reads its words alone: whether they are shown at all, and whether
 * their line breaks are.
 *
 * Newsletters begin with words that only a list of mails shows: display:none, letters of no size, a box of no height.
 * Letters of no size are also put around pictures and columns, whose words then have a size again: so size is inherited
 * here, and display is not. "mso-hide" alone hides nothing: it keeps from Outlook what all others show.
 */
#include "mail/html_sheet.h"

struct html_look {
    bool hidden;      /* the element and all in it */
    bool tiny;        /* its letters have no size to be seen, if nothing inside gives them one */
    bool keeps_space; /* white space and line breaks are shown as they are */
};

/* The look of ELEMENT inside of one that looks like AROUND. SHEET may be NULL. */
struct html_look html_look(TALLOC_CTX *mem, const struct html_sheet *sheet, const GumboNode *element,
                           struct html_look around);
