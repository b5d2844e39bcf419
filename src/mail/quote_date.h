#pragma once
/* Whether a text has a date or a time in it, as mail programs write them in all languages: by the digits alone. */
#include "base/str.h"

bool quote_date_has_time(struct str text); /* 18:02, 18h02 */
bool quote_date_has_date(struct str text); /* a year, or a day with its month: 26.06. */
bool quote_date_has_year(struct str text);
