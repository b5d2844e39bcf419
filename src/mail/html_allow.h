#pragma once
/* Which elements and attributes of a mail may stay, and as what. Nothing else is written by html_clean.h. */
#include "mail/html_tree.h"

enum html_action {
    HTML_UNWRAP, /* the element goes, what is in it stays */
    HTML_KEEP,
    HTML_BOX,    /* stays as a <div>: its name would mean more, or nothing, where it is read */
    HTML_VOID,   /* has nothing inside of it and no end tag */
    HTML_DROP,   /* goes with all that is in it */
};

enum html_action html_allow_element(const GumboNode *element);

/* Whether the attribute may be copied: a word, a number or a colour, or what stands in for a picture. Addresses, styles
 * and marks have rules of their own. No title: what is shown over a link is where it goes, and a mail has no say in
 * that. */
bool html_allow_attribute(const char *name, struct str value);

/* A word, a number or a colour. */
bool html_allow_value(struct str value);

/* The class by which our pages know what a mail program marked: "mail-quote", "mail-signature", and "mail-history",
 * which goes on to the end of the mail. For a body "mail-body", "mail-body-limited" or "mail-body-standard": how close
 * to the standard its browser was asked to be (WHATWG HTML 13.2.6.4.1). NULL for none. Static. */
const char *html_allow_class(const GumboNode *element);
