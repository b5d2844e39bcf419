#pragma once
/* Whether a media query holds where mails are shown: on a wide, light screen that has a pointer (Media Queries 4).
 *
 * A mail is laid out once, when it is cleaned; what a newsletter says for phones, printers and dark screens is left
 * out.
 */
#include "base/str.h"

/* The width for which newsletters are laid out: that of the frame beside nothing else, in CSS pixels. */
enum { HTML_MEDIA_WIDTH_PX = 720 };

/* QUERY: what follows "@media", or the media attribute of a <style>; empty is everywhere. */
bool html_media_holds(struct str query);
