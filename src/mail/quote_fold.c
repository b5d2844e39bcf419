#include "mail/quote_fold.h"
void quote_fold(TALLOC_CTX *mem, struct str text, struct str carried, struct quote_fold *out)
{ (void)mem; out->visible = text; out->folded = carried; }
