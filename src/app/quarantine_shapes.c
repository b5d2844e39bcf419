/* The shapes of what app/quarantine.h and app/spam.h give and take. */
#include "app/quarantine.h"
#include "app/spam.h"
#include "base/limits.h"
#include "store/quarantine_store.h"

/* What a row of the list and one mail have in common. */
#define COMMON_FIELDS(type_)                     \
    FIELD_OF_ID(type_, id, REQUIRED),            \
    FIELD(type_, why, TEXT, REQUIRED, 0),        \
    FIELD(type_, state, TEXT, REQUIRED, 0),      \
    FIELD(type_, from_address, TEXT, REQUIRED, 0), \
    FIELD(type_, from_name, TEXT, REQUIRED, 0),  \
    FIELD(type_, subject, TEXT, REQUIRED, 0),    \
    FIELD(type_, mailbox, TEXT, REQUIRED, 0),    \
    FIELD(type_, team_name, TEXT, REQUIRED, 0),  \
    FIELD(type_, known, BOOL, REQUIRED, 0),      \
    FIELD(type_, at_ms, TIME, REQUIRED, 0),      \
    FIELD_OF_ID(type_, ticket_id, 0),            \
    FIELD(type_, number, INT, 0, 0),             \
    FIELD(type_, looked_by_name, TEXT, 0, 0),    \
    FIELD(type_, looked_ms, TIME, 0, 0)

static const struct field row_fields[] = { COMMON_FIELDS(struct quarantine_row) };
const struct shape quarantine_row_shape = SHAPE("QuarantineRow", struct quarantine_row, row_fields);

static const struct field list_fields[] = {
    FIELD_OF_LIST(struct quarantine_list, mails, 0, LIMIT_PAGE_ROWS, &quarantine_row_shape),
    FIELD(struct quarantine_list, next, TEXT, 0, 0),
    FIELD(struct quarantine_list, more, BOOL, REQUIRED, 0),
    FIELD(struct quarantine_list, waiting, INT, REQUIRED, 0),
};
const struct shape quarantine_list_shape = SHAPE("QuarantinePage", struct quarantine_list, list_fields);

static const struct field file_fields[] = {
    FIELD(struct quarantine_file, name, TEXT, REQUIRED, 0),
    FIELD(struct quarantine_file, type, TEXT, REQUIRED, 0),
    FIELD(struct quarantine_file, size, INT, REQUIRED, 0),
};
const struct shape quarantine_file_shape = SHAPE("QuarantineFile", struct quarantine_file, file_fields);

static const struct field mail_fields[] = {
    COMMON_FIELDS(struct quarantine_mail),
    FIELD(struct quarantine_mail, to_addresses, TEXT, REQUIRED, 0),
    FIELD(struct quarantine_mail, text, TEXT, REQUIRED, 0),
    FIELD(struct quarantine_mail, verified, TEXT, REQUIRED, 0),
    FIELD(struct quarantine_mail, problems, TEXT, REQUIRED, 0),
    FIELD_OF_LIST(struct quarantine_mail, files, 0, LIMIT_MAIL_PARTS, &quarantine_file_shape),
};
const struct shape quarantine_mail_shape = SHAPE("QuarantineMail", struct quarantine_mail, mail_fields);

static const struct field filter_fields[] = {
    FIELD_OF_WORDS(struct quarantine_filter, state, OPTIONAL, quarantine_state_words, QUARANTINE_STATE_COUNT),
    FIELD(struct quarantine_filter, after, TEXT, 0, LIMIT_NAME_BYTES),
    FIELD(struct quarantine_filter, limit, INT, 0, LIMIT_PAGE_ROWS),
};
const struct shape quarantine_filter_shape = SHAPE("QuarantineFilter", struct quarantine_filter, filter_fields);

static const struct field released_fields[] = {
    FIELD_OF_ID(struct quarantine_released, ticket_id, REQUIRED),
    FIELD(struct quarantine_released, number, INT, REQUIRED, 0),
    FIELD_OF_ID(struct quarantine_released, owner_id, REQUIRED),
    FIELD(struct quarantine_released, owner_name, TEXT, REQUIRED, 0),
};
const struct shape quarantine_released_shape = SHAPE("QuarantineReleased", struct quarantine_released, released_fields);

static const struct field until_fields[] = {
    FIELD(struct quarantine_until, until_ms, TIME, REQUIRED, 0),
};
const struct shape quarantine_until_shape = SHAPE("QuarantineUntil", struct quarantine_until, until_fields);

static const struct field spam_fields[] = {
    FIELD(struct spam_view, state, TEXT, REQUIRED, 0),
    FIELD(struct spam_view, version, INT, REQUIRED, 0),
    FIELD(struct spam_view, asked_by_name, TEXT, 0, 0),
    FIELD(struct spam_view, agreed_by_name, TEXT, 0, 0),
};
const struct shape spam_view_shape = SHAPE("Spam", struct spam_view, spam_fields);
