#include "mail/mail_bounce.h"
void mail_bounce_read(TALLOC_CTX *mem, const struct mime_tree *tree, struct mail *out)
{ (void)mem; (void)tree; (void)out; }
