#include "cli/command.h"

#include "cli/serve.h"

/* clang-format off */
const struct command commands[] = {
    /* name     operands  help                                         desk  least most  options        function */
    { "serve",  "",       "run the desk: web pages, mail, clockwork",  true, 0, 0,       serve_options, serve_run },
};
/* clang-format on */

const size_t command_count = sizeof(commands) / sizeof(commands[0]);
