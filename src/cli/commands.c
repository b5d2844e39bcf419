#include "cli/command.h"

#include "cli/dev.h"
#include "cli/dev_api.h"
#include "cli/dev_clock.h"
#include "cli/dev_mail.h"
#include "cli/dkim.h"
#include "cli/ingest.h"
#include "cli/init.h"
#include "cli/mailbox.h"
#include "cli/mailbox_send.h"
#include "cli/parse.h"
#include "cli/serve.h"
#include "cli/sim.h"
#include "cli/team.h"
#include "cli/user.h"
#include "cli/verify.h"

/* clang-format off */
const struct command commands[] = {
    /* name           operands              help                                            desk  least most  options                function */
    { "dev api",       "",                   "print the HTTP API as OpenAPI, or its types",   false, 0, 0,      dev_api_options,       dev_api_run },
    { "dev clock",     "[+3d]",              "move the clock that BUCKSTOP_CLOCK names",       true, 0, 1,      NULL,                  dev_clock_run },
    { "dev config",    "",                   "print the configuration file with every key",  false, 0, 0,      NULL,                  dev_config_run },
    { "dev demo",      "",                   "make the demo desk of a bicycle shop",          true, 0, 0,      dev_demo_options,      dev_demo_run },
    { "dev fill",      "",                   "fill a desk with believable tickets",           true, 0, 0,      dev_fill_options,      dev_fill_run },
    { "dev mail",      "",                   "print what is understood of a mail as JSON",   false, 0, 0,      dev_mail_options,      dev_mail_run },
    { "dev rights",    "",                   "print who may do what, as Markdown",           false, 0, 0,      NULL,                  dev_rights_run },
    { "dev routes",    "",                   "print the routes: method, path, who, right",   false, 0, 0,      NULL,                  dev_routes_run },
    { "dkim list",     "",                   "list the keys that sign, and their records",    true, 0, 0,      NULL,                  dkim_list_run },
    { "dkim make",     "DOMAIN",             "make keys that sign what a domain sends",       true, 1, 1,      dkim_make_options,     dkim_make_run },
    { "dkim remove",   "DOMAIN SELECTOR",    "forget a pair of keys",                         true, 2, 2,      NULL,                  dkim_remove_run },
    { "dkim use",      "DOMAIN SELECTOR",    "sign with a pair whose records are published",  true, 2, 2,      NULL,                  dkim_use_run },
    { "ingest",        "",                   "take a mail from standard input",               true, 0, 0,      ingest_options,        ingest_run },
    { "init",          "",                   "make an empty desk",                            true, 0, 0,      init_options,          init_run },
    { "mailbox alias", "ADDRESS ALIAS",      "a further address of a mailbox",                true, 2, 2,      mailbox_alias_options, mailbox_alias_run },
    { "mailbox fetch", "ADDRESS",            "fetch mail by IMAP or POP3",                   true, 1, 1,      mailbox_fetch_options, mailbox_fetch_run },
    { "mailbox list",  "",                   "list the addresses that are fetched",           true, 0, 0,      NULL,                  mailbox_list_run },
    { "mailbox send",  "ADDRESS",            "send through a server of its own",              true, 1, 1,      mailbox_send_options,  mailbox_send_run },
    { "mailbox signature", "ADDRESS",        "the lines below what a mailbox sends",          true, 1, 1,      mailbox_signature_options, mailbox_signature_run },
    { "mailbox webhook", "ADDRESS",          "let a provider hand mail over by HTTP",         true, 1, 1,      mailbox_webhook_options, mailbox_webhook_run },
    { "parse",         "AUTHSERV-ID",        NULL,                                            false, 1, 1,      NULL,                  parse_run },
    { "serve",         "",                   "run the desk: web pages, mail, clockwork",      true, 0, 0,      serve_options,         serve_run },
    { "sim",           "",                   "let a desk live by chance and check its rules", false, 0, 0,      sim_options,           sim_run },
    { "team add",      "NAME",               "add a team with its mailbox and steward",       true, 1, 1,      team_add_options,      team_add_run },
    { "team holiday",  "TEAM YYYY-MM-DD NAME", "add a day on which a team is closed",         true, 3, 3,      NULL,                  team_holiday_run },
    { "team hours",    "TEAM HOURS",         "set opening hours: \"mon-fri 09:00-17:00\"",    true, 2, 2,      NULL,                  team_hours_run },
    { "team list",     "",                   "list the teams",                                true, 0, 0,      NULL,                  team_list_run },
    { "user add",      "ADDRESS",            "add a colleague",                               true, 1, 1,      user_add_options,      user_add_run },
    { "user list",     "",                   "list the colleagues",                           true, 0, 0,      NULL,                  user_list_run },
    { "user lock",     "ADDRESS",            "shut a colleague out at once; owned problems stay theirs", true, 1, 1, NULL,            user_lock_run },
    { "user password", "ADDRESS",            "give a colleague a new password, end their sessions", true, 1, 1, user_password_options, user_password_run },
    { "user unlock",   "ADDRESS",            "let a colleague in again",                      true, 1, 1,      NULL,                  user_unlock_run },
    { "verify",        "",                   "check that the desk's invariants hold",         true, 0, 0,      verify_options,        verify_run },
};
/* clang-format on */

const size_t command_count = sizeof(commands) / sizeof(commands[0]);
