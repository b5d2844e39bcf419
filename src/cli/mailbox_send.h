#pragma once
/* buckstop mailbox send, alias, signature: how what a mailbox sends looks and leaves. */
#include "cli/command.h"

extern const struct option_row mailbox_send_options[], mailbox_alias_options[], mailbox_signature_options[];
enum status mailbox_send_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
enum status mailbox_alias_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
enum status mailbox_signature_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
