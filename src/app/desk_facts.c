#include "app/desk_facts.h"

#include <pthread.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"

struct desk_facts_cache {
    pthread_mutex_t lock;
    struct desk_facts *newest; /* NULL before the first use; holds one reference */
};

static int cache_done(struct desk_facts_cache *cache)
{
    desk_facts_release(&cache->newest);
    pthread_mutex_destroy(&cache->lock);
    return 0;
}

struct desk_facts_cache *desk_facts_cache_new(TALLOC_CTX *mem)
{
    struct desk_facts_cache *cache = MEM_NEW(mem, struct desk_facts_cache);
    pthread_mutex_init(&cache->lock, NULL);
    talloc_set_destructor(cache, cache_done);
    return cache;
}

/* ---- building a copy ---- */

static struct calendar calendar_of(TALLOC_CTX *mem, const struct zone *zone, const struct list *hours,
                                   const struct list *holidays, team_id team)
{
    const struct team_hours *hour_rows = hours->items;
    const struct team_holiday *day_rows = holidays->items;
    struct calendar_hours *open = MEM_ARRAY(mem, struct calendar_hours, hours->count + 1);
    struct calendar_date *closed = MEM_ARRAY(mem, struct calendar_date, holidays->count + 1);
    size_t open_count = 0, closed_count = 0;

    for (size_t i = 0; i < hours->count; i++) {
        if (hour_rows[i].team_id.v == team.v)
            open[open_count++] = (struct calendar_hours){ (int)hour_rows[i].weekday, (int)hour_rows[i].from_minute,
                                                          (int)hour_rows[i].until_minute };
    }
    for (size_t i = 0; i < holidays->count; i++) {
        int64_t year, month, day;
        struct str text = day_rows[i].day;
        if (day_rows[i].team_id.v == team.v && parse_i64(str_slice(text, 0, 4), 1970, 9999, &year)
            && parse_i64(str_slice(text, 5, 2), 1, 12, &month) && parse_i64(str_slice(text, 8, 2), 1, 31, &day))
            closed[closed_count++] = (struct calendar_date){ (int)year, (int)month, (int)day };
    }
    return (struct calendar){ .zone = zone, .hours = open, .hour_count = open_count, .holidays = closed,
                              .holiday_count = closed_count };
}

/* A zone that tzdata no longer knows must not stop the desk: it is read as UTC. */
static enum status zone_or_utc(TALLOC_CTX *mem, struct str name, struct zone *out, struct err *err)
{
    if (name.len > 0 && zone_load(mem, name, out, NULL) == STATUS_OK)
        return STATUS_OK;
    return zone_load(mem, STR("UTC"), out, err);
}

static enum status read_teams(struct tx *tx, struct desk_facts *facts, struct err *err)
{
    struct list teams, hours, holidays, members;
    TRY(teams_all(tx, facts, &teams, err));
    TRY(team_hours_all(tx, facts, &hours, err));
    TRY(team_holidays_all(tx, facts, &holidays, err));
    TRY(team_members_all(tx, facts, &members, err));

    const struct team *rows = teams.items;
    facts->teams = MEM_ARRAY(facts, struct team_facts, teams.count + 1);
    facts->team_count = teams.count;
    for (size_t i = 0; i < teams.count; i++) {
        struct team_facts *team = &facts->teams[i];
        team->team = rows[i];
        TRY(zone_or_utc(facts, rows[i].time_zone, &team->zone, err));
        team->calendar = calendar_of(facts, &team->zone, &hours, &holidays, rows[i].id);
        team->standing = (struct standing){ .acknowledgement = rows[i].acknowledge_ms,
                                            .next_word = rows[i].next_word_ms,
                                            .follow_up = rows[i].follow_up_ms };
        const struct team_member *member = members.items;
        for (size_t k = 0; k < members.count; k++) {
            if (member[k].team_id.v != rows[i].id.v)
                continue;
            if (team->member_count == 0)
                team->members = &member[k];
            team->member_count++;
        }
    }
    return STATUS_OK;
}

static enum status read_duties(struct tx *tx, struct desk_facts *facts, struct err *err)
{
    struct list duties;
    TRY(team_duties_all(tx, facts, &duties, err));
    const struct team_duty *rows = duties.items;
    facts->duties = MEM_ARRAY(facts, struct duty_facts, duties.count + 1);
    struct calendar_hours *hours = MEM_ARRAY(facts, struct calendar_hours, duties.count + 1);

    for (size_t i = 0; i < duties.count; i++) {
        hours[i] = (struct calendar_hours){ (int)rows[i].weekday, (int)rows[i].from_minute, (int)rows[i].until_minute };
        struct duty_facts *last = facts->duty_count == 0 ? NULL : &facts->duties[facts->duty_count - 1];
        if (last != NULL && last->team.v == rows[i].team_id.v && last->colleague.v == rows[i].colleague_id.v) {
            last->calendar.hour_count++;
            continue;
        }
        const struct team_facts *team = desk_team(facts, rows[i].team_id);
        facts->duties[facts->duty_count++] = (struct duty_facts){
            .team = rows[i].team_id, .colleague = rows[i].colleague_id,
            .calendar = { .zone = &team->zone, .hours = &hours[i], .hour_count = 1, .within = &team->calendar },
        };
    }
    return STATUS_OK;
}

static enum status read_colleagues(struct tx *tx, struct desk_facts *facts, struct str desk_zone, struct err *err)
{
    struct list colleagues;
    TRY(colleagues_all(tx, facts, &colleagues, err));
    const struct colleague *rows = colleagues.items;
    facts->colleagues = MEM_ARRAY(facts, struct colleague_facts, colleagues.count + 1);
    facts->colleague_count = colleagues.count;
    for (size_t i = 0; i < colleagues.count; i++) {
        struct str own = rows[i].time_zone;
        facts->colleagues[i].colleague = rows[i];
        if (own.len == 0 || str_equal(own, desk_zone))
            facts->colleagues[i].zone = facts->zone;
        else
            TRY(zone_or_utc(facts, own, &facts->colleagues[i].zone, err));
    }
    return STATUS_OK;
}

static enum status facts_read(struct tx *tx, struct desk_facts *facts, struct err *err)
{
    struct list settings, mailboxes, aliases;
    struct str desk_zone = STR("UTC");
    TRY(settings_all(tx, facts, &settings, err));
    facts->name = STR("");
    facts->language = STR("en");
    const struct setting *setting = settings.items;
    for (size_t i = 0; i < settings.count; i++) {
        if (str_equal(setting[i].name, STR("desk_name")))
            facts->name = setting[i].value;
        else if (str_equal(setting[i].name, STR("language")))
            facts->language = setting[i].value;
        else if (str_equal(setting[i].name, STR("time_zone")))
            desk_zone = setting[i].value;
    }
    TRY(zone_or_utc(facts, desk_zone, &facts->zone, err));

    TRY(mailboxes_all(tx, facts, &mailboxes, err));
    facts->mailboxes = mailboxes.items;
    facts->mailbox_count = mailboxes.count;
    TRY(mailbox_aliases_all(tx, facts, &aliases, err));
    facts->aliases = aliases.items;
    facts->alias_count = aliases.count;
    TRY(read_teams(tx, facts, err));
    TRY(read_duties(tx, facts, err));
    return read_colleagues(tx, facts, desk_zone, err);
}

/* ---- the cache ---- */

static void free_when_unused(struct desk_facts *facts)
{
    if (--facts->references == 0)
        talloc_free(facts);
}

void desk_facts_release(struct desk_facts **facts)
{
    struct desk_facts *mine = *facts;
    if (mine == NULL)
        return;
    *facts = NULL;
    pthread_mutex_t *lock = &mine->cache->lock;
    pthread_mutex_lock(lock);
    free_when_unused(mine);
    pthread_mutex_unlock(lock);
}

static void keep_as_newest(struct desk_facts_cache *cache, struct desk_facts *facts)
{
    pthread_mutex_lock(&cache->lock);
    if (cache->newest != NULL)
        free_when_unused(cache->newest);
    cache->newest = facts;
    facts->references++;
    pthread_mutex_unlock(&cache->lock);
}

struct desk_facts *desk_facts_last(struct app *app)
{
    struct desk_facts_cache *cache = app->facts;
    pthread_mutex_lock(&cache->lock);
    struct desk_facts *facts = cache->newest;
    if (facts != NULL)
        facts->references++;
    pthread_mutex_unlock(&cache->lock);
    return facts;
}

enum status desk_facts_get(struct app *app, struct tx *tx, struct desk_facts **out, struct err *err)
{
    int64_t change;
    TRY(desk_change_number(tx, &change, err));
    struct desk_facts *facts = desk_facts_last(app);
    if (facts != NULL && facts->change == change) {
        *out = facts;
        return STATUS_OK;
    }
    desk_facts_release(&facts);

    facts = MEM_NEW(NULL, struct desk_facts);
    facts->change = change;
    facts->references = 1;
    facts->cache = app->facts;
    enum status status = facts_read(tx, facts, err);
    if (status != STATUS_OK) {
        talloc_free(facts);
        return status;
    }
    /* Also what a unit of work has read that is rolled back later: its number does not come again (desk_touch). */
    keep_as_newest(app->facts, facts);
    *out = facts;
    return STATUS_OK;
}

/* ---- looking things up ---- */

const struct team_facts *desk_team(const struct desk_facts *facts, team_id id)
{
    for (size_t i = 0; i < facts->team_count; i++) {
        if (facts->teams[i].team.id.v == id.v)
            return &facts->teams[i];
    }
    return NULL;
}

const struct colleague_facts *desk_colleague(const struct desk_facts *facts, colleague_id id)
{
    size_t low = 0, high = facts->colleague_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (facts->colleagues[middle].colleague.id.v < id.v)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < facts->colleague_count && facts->colleagues[low].colleague.id.v == id.v;
    return found ? &facts->colleagues[low] : NULL;
}

const struct colleague_facts *desk_colleague_by_person(const struct desk_facts *facts, person_id id)
{
    for (size_t i = 0; i < facts->colleague_count; i++) {
        if (facts->colleagues[i].colleague.person_id.v == id.v)
            return &facts->colleagues[i];
    }
    return NULL;
}

const struct colleague_facts *desk_colleague_by_email(const struct desk_facts *facts, struct str email)
{
    for (size_t i = 0; i < facts->colleague_count; i++) {
        if (str_equal_nocase(facts->colleagues[i].colleague.email, email))
            return &facts->colleagues[i];
    }
    return NULL;
}

const struct mailbox *desk_mailbox(const struct desk_facts *facts, mailbox_id id)
{
    for (size_t i = 0; i < facts->mailbox_count; i++) {
        if (facts->mailboxes[i].id.v == id.v)
            return &facts->mailboxes[i];
    }
    return NULL;
}

const struct mailbox *desk_mailbox_of_team(const struct desk_facts *facts, team_id id)
{
    for (size_t i = 0; i < facts->mailbox_count; i++) {
        if (facts->mailboxes[i].team_id.v == id.v)
            return &facts->mailboxes[i];
    }
    return facts->mailbox_count > 0 ? &facts->mailboxes[0] : NULL;
}

const struct mailbox *desk_mailbox_for(const struct desk_facts *facts, mailbox_id id, team_id team)
{
    const struct mailbox *mailbox = desk_mailbox(facts, id);
    return mailbox != NULL ? mailbox : desk_mailbox_of_team(facts, team);
}

struct str desk_name(const struct desk_facts *facts, colleague_id id)
{
    const struct colleague_facts *colleague = desk_colleague(facts, id);
    return colleague == NULL ? STR("") : colleague->colleague.name;
}

struct str desk_public_name(const struct desk_facts *facts, colleague_id id)
{
    const struct colleague_facts *colleague = desk_colleague(facts, id);
    return colleague == NULL ? STR("") : colleague->colleague.public_name;
}

const struct calendar *desk_duty(const struct desk_facts *facts, team_id team, colleague_id colleague)
{
    for (size_t i = 0; i < facts->duty_count; i++) {
        if (facts->duties[i].team.v == team.v && facts->duties[i].colleague.v == colleague.v)
            return &facts->duties[i].calendar;
    }
    const struct team_facts *found = desk_team(facts, team);
    return found == NULL ? NULL : &found->calendar;
}

bool desk_is_member(const struct desk_facts *facts, team_id team, colleague_id colleague, bool *leads)
{
    const struct team_facts *found = desk_team(facts, team);
    for (size_t i = 0; found != NULL && i < found->member_count; i++) {
        if (found->members[i].colleague_id.v != colleague.v)
            continue;
        if (leads != NULL)
            *leads = found->members[i].leads;
        return true;
    }
    if (leads != NULL)
        *leads = false;
    return false;
}

struct list desk_leaders(const struct desk_facts *facts, team_id id, TALLOC_CTX *mem)
{
    const struct team_facts *team = desk_team(facts, id);
    colleague_id *leaders = MEM_ARRAY(mem, colleague_id, team->member_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < team->member_count; i++) {
        const struct colleague_facts *member = desk_colleague(facts, team->members[i].colleague_id);
        if (team->members[i].leads && member != NULL && member->colleague.state == COLLEAGUE_ACTIVE)
            leaders[count++] = member->colleague.id;
    }
    if (count == 0)
        leaders[count++] = team->team.steward_id;
    return (struct list){ leaders, count };
}

struct str desk_leader_names(const struct desk_facts *facts, team_id team, TALLOC_CTX *mem)
{
    struct list leaders = desk_leaders(facts, team, mem);
    const colleague_id *ids = leaders.items;
    struct buf names;
    buf_init(&names, mem, LIMIT_LINE_BYTES);
    for (size_t i = 0; i < leaders.count; i++)
        buf_addf(&names, "%s" STR_FMT, i == 0 ? "" : ", ", STR_ARG(desk_name(facts, ids[i])));
    return buf_str(&names);
}

enum presence desk_presence(const struct colleague_facts *colleague, time_ms now)
{
    time_ms until = colleague->colleague.presence_until_ms;
    if (until != 0 && until <= now)
        return PRESENCE_AVAILABLE;
    return (enum presence)colleague->colleague.presence;
}

int64_t desk_month(const struct local_time *day)
{
    return (int64_t)day->year * 12 + day->month - 1;
}

time_ms desk_tomorrow(const struct desk_facts *facts, time_ms now)
{
    struct local_time day = zone_local(&facts->zone, now);
    day.day++;
    day.hour = day.minute = day.second = 0;
    return zone_utc(&facts->zone, day);
}
