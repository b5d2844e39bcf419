#pragma once
/* Pages that the server writes: the customer's private page (app/customer_page.h). Every form on it works without
 * JavaScript: a POST that decides, then a redirect to the page, which tells what was done. */
#include "web/route.h"

enum status page_show(struct call *call, struct err *err);
enum status page_solved_post(struct call *call, struct err *err);
enum status page_not_yet_post(struct call *call, struct err *err);
enum status page_choose_post(struct call *call, struct err *err);
enum status page_write_post(struct call *call, struct err *err);
enum status page_code_post(struct call *call, struct err *err);
enum status page_code_check_post(struct call *call, struct err *err);
enum status page_file(struct call *call, struct err *err);
extern const struct shape page_text_shape, page_maybe_text_shape, page_choice_shape, page_code_shape;
