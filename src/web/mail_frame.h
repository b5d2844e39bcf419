#pragma once
/* A mail's cleaned HTML as a page of its own, for the sandboxed frame in which the app shows it (G11).
 *
 * Nothing loads from elsewhere until the reader asks. Pictures that came with the mail are fetched by addresses that are
 * signed and soon end: the frame has no origin and sends no cookie.
 */
#include "app/app.h"

enum { MAIL_IMAGE_MINUTES = 30 };

/* HTML is what the cleaner made: pictures stand as <img src="cid:…"> or, of others, as data-src="https:…". */
MUST_CHECK enum status mail_frame_page(struct app *app, TALLOC_CTX *mem, message_id message, struct str html, bool images,
                                       struct str *out, struct err *err);

/* NOT_FOUND unless SIGN is ours for these values and UNTIL is ahead. */
MUST_CHECK enum status mail_frame_check(struct app *app, TALLOC_CTX *mem, message_id message, struct str cid, time_ms until,
                                        struct str sign, struct err *err);

/* TYPE where it is a picture that browsers only paint; what could run (SVG) is told to be nothing. Static. */
const char *mail_frame_image_type(struct str type);
