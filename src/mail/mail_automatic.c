#include "mail/mail_automatic.h"
enum mail_automatic mail_automatic_of(const struct mime_tree *tree, const struct mail *mail)
{ (void)tree; (void)mail; return MAIL_HUMAN; }
