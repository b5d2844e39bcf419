#include "core/rights.h"

const char *const relation_words[] = {
    "owner", "offered", "covers", "asked", "follows", "team", "leads", "customer", "proven customer", "speaker",
    "author", "steward",
};

const char *const action_words[] = {
    [ACTION_NONE] = "nothing",
    [ACTION_READ] = "read",
    [ACTION_READ_ASK] = "read an ask",
    [ACTION_REPLY] = "reply",
    [ACTION_NOTE] = "write a note",
    [ACTION_UNDO] = "take back an answer",
    [ACTION_PROMISE] = "promise, keep, renew",
    [ACTION_PROPOSE] = "propose",
    [ACTION_RECORD_WORD] = "record the customer's word",
    [ACTION_HANDOVER_OFFER] = "offer a handover",
    [ACTION_HANDOVER_ANSWER] = "accept or decline a handover",
    [ACTION_HANDOVER_WITHDRAW] = "withdraw a handover",
    [ACTION_THIRD_HOP] = "allow a third hop",
    [ACTION_OVERRULE] = "overrule the owner",
    [ACTION_PROTECT] = "ask for protection",
    [ACTION_MERGE] = "merge",
    [ACTION_SPLIT] = "split",
    [ACTION_MARK_SPAM] = "mark as spam",
    [ACTION_JUDGE_SPAM] = "agree that it is spam or none",
    [ACTION_CHANGE] = "change fields",
    [ACTION_PAGE_READ] = "page: owner, state, promises",
    [ACTION_PAGE_READ_FULL] = "page: conversation and files",
    [ACTION_PAGE_WRITE] = "page: write",
    [ACTION_PAGE_SOLVED] = "page: it's solved",
    [ACTION_PAGE_NOT_YET] = "page: not yet",
    [ACTION_PAGE_CHOOSE] = "page: choose an alternative",
    [ACTION_CREATE] = "capture a problem",
    [ACTION_LIST] = "list and search",
    [ACTION_SEE_COLLEAGUES] = "see colleagues",
    [ACTION_SET_PRESENCE] = "check in",
    [ACTION_SEE_QUARANTINE] = "look through the quarantine",
    [ACTION_DECLARE_ABSENCE] = "declare an absence",
    [ACTION_SEE_TEAM_FIGURES] = "see a team's figures",
    [ACTION_CONFIGURE] = "configure",
    [ACTION_MANAGE_COLLEAGUES] = "manage colleagues",
    [ACTION_VERIFY] = "verify the desk",
};

enum {
    MEMBER = 1 << ROLE_MEMBER,
    AGENT = 1 << ROLE_AGENT,
    LEADER = 1 << ROLE_LEADER,
    ADMIN = 1 << ROLE_ADMIN,
    CUSTOMER = 1 << ROLE_COUNT,
    ANY_COLLEAGUE = MEMBER | AGENT | LEADER | ADMIN,
    LEADING = LEADER | ADMIN,

    OWNS = RELATION_OWNER | RELATION_COVERS, /* a cover gets what the owner gets (O7) */
    SERVES = OWNS | RELATION_TEAM,
    KNOWS = SERVES | RELATION_OFFERED | RELATION_FOLLOWS,
    ANYTHING = 0, /* about no ticket, or for whoever has the role */
};

struct right {
    enum action action;
    int roles;     /* one of them */
    int relations; /* and one of these; 0: none is needed */
};

/* An admin's role alone opens no ticket: who configures does not thereby read. */
static const struct right rights[] = {
    { ACTION_READ,              ANY_COLLEAGUE, KNOWS },
    { ACTION_READ,              LEADING,       RELATION_LEADS },
    { ACTION_READ_ASK,          ANY_COLLEAGUE, KNOWS | RELATION_ASKED },
    { ACTION_READ_ASK,          LEADING,       RELATION_LEADS },
    { ACTION_REPLY,             ANY_COLLEAGUE, SERVES },
    { ACTION_REPLY,             LEADING,       RELATION_LEADS },
    { ACTION_NOTE,              ANY_COLLEAGUE, KNOWS | RELATION_ASKED },
    { ACTION_NOTE,              LEADING,       RELATION_LEADS },
    { ACTION_UNDO,              ANY_COLLEAGUE, RELATION_AUTHOR },
    { ACTION_PROMISE,           ANY_COLLEAGUE, SERVES },
    { ACTION_PROMISE,           LEADING,       RELATION_LEADS },
    { ACTION_PROPOSE,           ANY_COLLEAGUE, SERVES },
    { ACTION_PROPOSE,           LEADING,       RELATION_LEADS },
    { ACTION_RECORD_WORD,       ANY_COLLEAGUE, SERVES },
    { ACTION_RECORD_WORD,       LEADING,       RELATION_LEADS },
    { ACTION_HANDOVER_OFFER,    ANY_COLLEAGUE, OWNS },
    { ACTION_HANDOVER_OFFER,    LEADING,       RELATION_LEADS },
    { ACTION_HANDOVER_ANSWER,   ANY_COLLEAGUE, RELATION_OFFERED },
    { ACTION_HANDOVER_WITHDRAW, ANY_COLLEAGUE, OWNS },
    { ACTION_HANDOVER_WITHDRAW, LEADING,       RELATION_LEADS },
    { ACTION_THIRD_HOP,         LEADING,       RELATION_LEADS },
    { ACTION_OVERRULE,          LEADING,       RELATION_LEADS },
    { ACTION_PROTECT,           ANY_COLLEAGUE, SERVES },
    { ACTION_MERGE,             ANY_COLLEAGUE, OWNS },
    { ACTION_MERGE,             LEADING,       RELATION_LEADS },
    { ACTION_SPLIT,             ANY_COLLEAGUE, OWNS },
    { ACTION_SPLIT,             LEADING,       RELATION_LEADS },
    { ACTION_MARK_SPAM,         ANY_COLLEAGUE, OWNS },
    { ACTION_MARK_SPAM,         LEADING,       RELATION_LEADS },
    { ACTION_JUDGE_SPAM,        ANY_COLLEAGUE, SERVES },
    { ACTION_JUDGE_SPAM,        LEADING,       RELATION_LEADS },
    { ACTION_CHANGE,            ANY_COLLEAGUE, SERVES },
    { ACTION_CHANGE,            LEADING,       RELATION_LEADS },
    { ACTION_PAGE_READ,         CUSTOMER,      RELATION_CUSTOMER },
    { ACTION_PAGE_READ_FULL,    CUSTOMER,      RELATION_PROVEN },
    { ACTION_PAGE_WRITE,        CUSTOMER,      RELATION_CUSTOMER },
    { ACTION_PAGE_SOLVED,       CUSTOMER,      RELATION_SPEAKER },
    { ACTION_PAGE_NOT_YET,      CUSTOMER,      RELATION_CUSTOMER },
    { ACTION_PAGE_CHOOSE,       CUSTOMER,      RELATION_SPEAKER },
    { ACTION_CREATE,            ANY_COLLEAGUE, ANYTHING },
    { ACTION_LIST,              ANY_COLLEAGUE, ANYTHING },
    { ACTION_SEE_COLLEAGUES,    ANY_COLLEAGUE, ANYTHING },
    { ACTION_SET_PRESENCE,      ANY_COLLEAGUE, ANYTHING },
    { ACTION_SEE_QUARANTINE,    ANY_COLLEAGUE, RELATION_STEWARD },
    { ACTION_SEE_QUARANTINE,    LEADING,       ANYTHING },
    { ACTION_DECLARE_ABSENCE,   LEADING,       ANYTHING },
    { ACTION_SEE_TEAM_FIGURES,  LEADING,       ANYTHING },
    { ACTION_CONFIGURE,         ADMIN,         ANYTHING },
    { ACTION_MANAGE_COLLEAGUES, ADMIN,         ANYTHING },
    { ACTION_VERIFY,            ADMIN,         ANYTHING },
};

bool rights_allow(const struct rights_actor *actor, enum action action)
{
    int role = actor->customer ? CUSTOMER : 1 << actor->role;
    for (size_t i = 0; i < sizeof rights / sizeof rights[0]; i++) {
        const struct right *right = &rights[i];
        if (right->action != action || (right->roles & role) == 0)
            continue;
        if (right->relations == ANYTHING || ((unsigned)right->relations & actor->relations) != 0)
            return true;
    }
    return false;
}

static void print_relations(struct buf *out, enum action action, int role)
{
    const char *comma = "";
    int relations = 0;
    for (size_t i = 0; i < sizeof rights / sizeof rights[0]; i++) {
        if (rights[i].action != action || (rights[i].roles & role) == 0)
            continue;
        if (rights[i].relations == ANYTHING) {
            buf_add_c(out, "always");
            return;
        }
        relations |= rights[i].relations;
    }
    for (int i = 0; i < RELATION_COUNT; i++) {
        if ((relations & (1 << i)) == 0)
            continue;
        buf_addf(out, "%s%s", comma, relation_words[i]);
        comma = ", ";
    }
}

void rights_print(struct buf *out)
{
    buf_add_c(out,
              "# Who may do what\n\nPrinted by `buckstop dev rights`. A cell names what one must be to the ticket; an "
              "empty cell allows nothing.\n\n| to | member, agent | leader | admin | customer |\n"
              "| --- | --- | --- | --- | --- |\n");
    for (int action = ACTION_NONE + 1; action < ACTION_COUNT; action++) {
        static const int columns[] = { AGENT, LEADER, ADMIN, CUSTOMER };
        buf_addf(out, "| %s |", action_words[action]);
        for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
            buf_add_char(out, ' ');
            print_relations(out, (enum action)action, columns[i]);
            buf_add_c(out, " |");
        }
        buf_add_char(out, '\n');
    }
}
