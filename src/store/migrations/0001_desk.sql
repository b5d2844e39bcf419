-- The desk's first schema. Common to both databases: int8 ids made by the program, times as UTC milliseconds,
-- words as text with CHECK, truth values as boolean. What only one database can say lies in sqlite/ and postgres/ beside.
--
-- The database itself refuses what DOMAIN.md forbids. The foreign keys that do so point in a circle and are checked at
-- the end of the transaction (DEFERRABLE INITIALLY DEFERRED).

CREATE TABLE migration (version bigint PRIMARY KEY, name text NOT NULL, at_ms bigint NOT NULL);
CREATE TABLE counter (name text PRIMARY KEY, next bigint NOT NULL);
CREATE TABLE setting (name text PRIMARY KEY, value text NOT NULL);

-- ---- people ----
CREATE TABLE organization (id bigint PRIMARY KEY, name text NOT NULL);

CREATE TABLE person (
    id bigint PRIMARY KEY,
    name text NOT NULL,                      -- '' when nobody told us
    language text NOT NULL DEFAULT 'en',
    time_zone text,                          -- NULL: the desk's
    organization_id bigint REFERENCES organization(id),
    created_ms bigint NOT NULL,
    undeliverable_ms bigint                  -- hard bounce of their address
);

CREATE TABLE identity (
    id bigint PRIMARY KEY,
    person_id bigint NOT NULL REFERENCES person(id),
    kind text NOT NULL CHECK (kind IN ('email','phone')),
    address text NOT NULL,                   -- as first seen
    lookup text NOT NULL,                    -- domain folded (IDNA, lower case), local part as it is (AC-019)
    UNIQUE (kind, lookup)
);
CREATE INDEX identity_person ON identity (person_id);

CREATE TABLE colleague (
    id bigint PRIMARY KEY,
    person_id bigint NOT NULL UNIQUE REFERENCES person(id),
    email text NOT NULL UNIQUE,              -- sign-in address, lower case
    name text NOT NULL,                      -- full name, for colleagues
    public_name text NOT NULL,               -- what customers see (O9)
    role text NOT NULL CHECK (role IN ('member','agent','leader','admin')),
    state text NOT NULL CHECK (state IN ('active','locked','left')),
    presence text NOT NULL DEFAULT 'available' CHECK (presence IN ('available','at_capacity','away')),
    presence_until_ms bigint,
    capacity bigint NOT NULL DEFAULT 40,     -- open tickets that one can look after
    language text NOT NULL DEFAULT 'en',     -- of the app
    languages text NOT NULL DEFAULT 'en',    -- spoken with customers: "en de"
    time_zone text,                          -- NULL: the desk's
    about text NOT NULL DEFAULT '',          -- "Wheels and hubs", shown when somebody looks for help
    password_hash text,
    signature text NOT NULL DEFAULT '',
    created_ms bigint NOT NULL
);

CREATE TABLE team (
    id bigint PRIMARY KEY,
    name text NOT NULL UNIQUE,
    steward_id bigint NOT NULL REFERENCES colleague(id),
    time_zone text NOT NULL,
    acknowledge_ms bigint NOT NULL DEFAULT 3600000,    -- working time until a human answers
    next_word_ms bigint NOT NULL DEFAULT 28800000,     -- working time until the customer hears again
    follow_up_ms bigint NOT NULL DEFAULT 172800000,    -- silence of the customer until we ask again (P3)
    reminder_ms bigint NOT NULL DEFAULT 259200000,     -- after a proposal: reminder …
    notice_ms bigint NOT NULL DEFAULT 604800000,       -- … and the day it rests, from the proposal (R2)
    understanding text NOT NULL DEFAULT 'advised' CHECK (understanding IN ('required','advised','off'))
);
CREATE TABLE team_hours (                    -- opening hours; several spans a day are allowed
    team_id bigint NOT NULL REFERENCES team(id),
    weekday bigint NOT NULL CHECK (weekday BETWEEN 0 AND 6),   -- 0 Monday
    from_minute bigint NOT NULL CHECK (from_minute BETWEEN 0 AND 1439),
    until_minute bigint NOT NULL CHECK (until_minute BETWEEN 1 AND 1440),
    PRIMARY KEY (team_id, weekday, from_minute),
    CHECK (from_minute < until_minute)
);
CREATE TABLE team_holiday (team_id bigint NOT NULL REFERENCES team(id), day text NOT NULL /* 2026-12-25 */, name text NOT NULL, PRIMARY KEY (team_id, day));
CREATE TABLE team_member (team_id bigint NOT NULL REFERENCES team(id), colleague_id bigint NOT NULL REFERENCES colleague(id), leads boolean NOT NULL DEFAULT false, PRIMARY KEY (team_id, colleague_id));
CREATE TABLE duty (                          -- who is on duty when; without rows a colleague is on duty in the team's hours
    team_id bigint NOT NULL REFERENCES team(id),
    colleague_id bigint NOT NULL REFERENCES colleague(id),
    weekday bigint NOT NULL CHECK (weekday BETWEEN 0 AND 6),
    from_minute bigint NOT NULL,
    until_minute bigint NOT NULL,
    PRIMARY KEY (team_id, colleague_id, weekday, from_minute)
);

CREATE TABLE mailbox (
    id bigint PRIMARY KEY,
    address text NOT NULL,
    lookup text NOT NULL UNIQUE,
    name text NOT NULL,                      -- "Cedar & Spoke"
    team_id bigint NOT NULL REFERENCES team(id),
    signature text NOT NULL DEFAULT '',
    smtp_url text,                           -- NULL: the desk's
    imap_url text,                           -- imap(s)://user@host:port/FOLDER; NULL: this mailbox is not fetched
    imap_secret bytea,                       -- sealed with the desk's key
    imap_keep_days bigint NOT NULL DEFAULT 14,
    imap_uidvalidity bigint, imap_uid bigint, imap_seen_ms bigint, imap_error text
);

-- ---- tickets ----
CREATE TABLE ticket (
    id bigint PRIMARY KEY,
    number bigint NOT NULL UNIQUE,           -- C-4821, for colleagues only
    subject text NOT NULL,
    state text NOT NULL CHECK (state IN ('open','proposed','resolved','merged','spam')),
    turn text NOT NULL CHECK (turn IN ('us','helper','customer')),
    channel text NOT NULL CHECK (channel IN ('email','phone','chat','form','counter','api','sms')),
    person_id bigint NOT NULL REFERENCES person(id),
    person_name text NOT NULL DEFAULT '',    -- as in person, or the address: My desk is read without looking further
    team_id bigint NOT NULL REFERENCES team(id),
    mailbox_id bigint REFERENCES mailbox(id),
    -- O1, I2: exactly one owner, and the way that named it. Without a row in ownership for this ticket and owner no owner stands here.
    owner_id bigint NOT NULL REFERENCES colleague(id),
    ownership_id bigint NOT NULL,
    -- I3: while it is our or a helper's turn in an open ticket there is an open promise, the one due next.
    next_promise_id bigint,
    next_promise_state text CHECK (next_promise_state = 'open'),
    next_due_ms bigint,                      -- its due time; else when we ask again (P3), or what a proposal waits for
    next_kind text NOT NULL DEFAULT '',      -- kind of that promise, else follow_up or proposal; '' when ended
    next_text text NOT NULL DEFAULT '',      -- what is owed next, for lists
    follow_up_ms bigint,                     -- when the owner is told to ask a silent customer again (P3); NULL once told
    -- I4: resolved only with the customer's word, or a notice and the silence after it, or an import.
    resolution_id bigint,
    language text NOT NULL DEFAULT 'en',
    urgency text NOT NULL DEFAULT 'normal' CHECK (urgency IN ('low','normal','high')),
    created_ms bigint NOT NULL,
    updated_ms bigint NOT NULL,
    version bigint NOT NULL DEFAULT 1,       -- grows with every change; If-Match
    acknowledged_ms bigint,                  -- first human answer (A1)
    customer_wrote_ms bigint,                -- last word of the customer
    we_wrote_ms bigint,                      -- last human word of ours
    seen_ms bigint,                          -- when the owner last looked; NULL for a new owner
    hops bigint NOT NULL DEFAULT 0,          -- O6
    reopened bigint NOT NULL DEFAULT 0,
    resolved_ms bigint,
    merged_into_id bigint REFERENCES ticket(id),
    previous_id bigint REFERENCES ticket(id),  -- R2: after 60 days a new problem, linked
    CHECK ((next_promise_id IS NULL) = (next_promise_state IS NULL)),
    CHECK (NOT (state = 'open' AND turn IN ('us','helper')) OR next_promise_id IS NOT NULL),
    CHECK (state <> 'resolved' OR resolution_id IS NOT NULL),
    CHECK (state <> 'merged' OR merged_into_id IS NOT NULL),
    FOREIGN KEY (ownership_id, id, owner_id) REFERENCES ownership (id, ticket_id, to_id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (next_promise_id, id, next_promise_state) REFERENCES promise (id, ticket_id, state) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (resolution_id, id) REFERENCES resolution (id, ticket_id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ticket_person ON ticket (person_id, created_ms);
CREATE INDEX ticket_team_open ON ticket (team_id, next_due_ms) WHERE state IN ('open','proposed');
CREATE INDEX ticket_created ON ticket (created_ms, id);
CREATE INDEX ticket_follow_up ON ticket (follow_up_ms) WHERE follow_up_ms IS NOT NULL;

-- How much lies with each colleague: open tickets that wait for us (owed), and all that are looked after (open). Kept by
-- ticket_store with every change; counting anew for each mail would cost more than the mail. `verify` compares.
CREATE TABLE workload (colleague_id bigint PRIMARY KEY REFERENCES colleague(id), owed bigint NOT NULL, open bigint NOT NULL);

-- Each naming of an owner, and by which of the ways that O2, O3 and O5 allow.
CREATE TABLE ownership (
    id bigint PRIMARY KEY,
    ticket_id bigint NOT NULL REFERENCES ticket(id) DEFERRABLE INITIALLY DEFERRED,
    from_id bigint REFERENCES colleague(id), -- NULL: the first owner
    to_id bigint NOT NULL REFERENCES colleague(id),
    way text NOT NULL CHECK (way IN ('created','handover','loan_return','cover','dealt','overrule','protection','wish','imported')),
    reason text NOT NULL,                    -- O2's rule ("last_owner", "least_owed", "steward" …) or the words of the one who moved it
    handover_id bigint,
    hop boolean NOT NULL,                    -- counts in ticket.hops
    at_ms bigint NOT NULL,
    UNIQUE (id, ticket_id, to_id),
    CHECK (way <> 'handover' OR handover_id IS NOT NULL),
    CHECK ((from_id IS NULL) = (way IN ('created','imported')))
);
CREATE INDEX ownership_ticket ON ownership (ticket_id, at_ms);

CREATE TABLE handover (
    id bigint PRIMARY KEY,
    ticket_id bigint NOT NULL REFERENCES ticket(id),
    from_id bigint NOT NULL REFERENCES colleague(id),
    to_id bigint NOT NULL REFERENCES colleague(id),
    state text NOT NULL CHECK (state IN ('offered','accepted','declined','withdrawn','expired')),
    reason text NOT NULL,                    -- a key of core/handover's table
    reason_text text NOT NULL,
    summary text NOT NULL CHECK (summary <> ''),
    customer_text text NOT NULL CHECK (customer_text <> ''),
    loan_until_ms bigint,                    -- a loan comes back by itself
    offered_ms bigint NOT NULL,
    expires_ms bigint NOT NULL,
    answered_ms bigint,
    answer_text text NOT NULL DEFAULT '',
    leader_id bigint REFERENCES colleague(id),  -- who said yes to a third hop (O6)
    CHECK (from_id <> to_id),
    CHECK ((state = 'offered') = (answered_ms IS NULL))
);
CREATE UNIQUE INDEX handover_one_offer ON handover (ticket_id) WHERE state = 'offered';
CREATE INDEX handover_to_open ON handover (to_id) WHERE state = 'offered';
CREATE INDEX handover_expiry ON handover (expires_ms) WHERE state = 'offered';
CREATE INDEX handover_ticket ON handover (ticket_id, offered_ms);
CREATE INDEX handover_loan ON handover (loan_until_ms) WHERE state = 'accepted' AND loan_until_ms IS NOT NULL;

CREATE TABLE promise (
    id bigint PRIMARY KEY,
    ticket_id bigint NOT NULL REFERENCES ticket(id) DEFERRABLE INITIALLY DEFERRED,
    kind text NOT NULL CHECK (kind IN ('stated','acknowledgement','next_word','apology')),
    text text NOT NULL,                      -- the sentence, as the customer reads it
    due_ms bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('open','kept','broken','kept_late','renewed','released')),
    made_by_id bigint REFERENCES colleague(id), -- NULL: standing, made by the team's rule
    message_id bigint,
    made_ms bigint NOT NULL,
    warn_ms bigint,                          -- when the owner is warned; NULL once warned
    warned_ms bigint,
    closed_ms bigint,                        -- kept, broken or renewed at
    kept_late_ms bigint,
    renews_id bigint REFERENCES promise(id), -- the one that this replaces
    renewals bigint NOT NULL DEFAULT 0,
    renewed_why text NOT NULL DEFAULT '',
    chain_id bigint NOT NULL,                -- first promise of a broken chain (P6): counts as one break
    UNIQUE (id, ticket_id, state),
    CHECK ((state = 'open') = (closed_ms IS NULL)),
    CHECK ((state = 'kept_late') = (kept_late_ms IS NOT NULL))
);
CREATE INDEX promise_ticket ON promise (ticket_id, made_ms);
CREATE INDEX promise_due ON promise (due_ms) WHERE state = 'open';
CREATE INDEX promise_warn ON promise (warn_ms) WHERE state = 'open' AND warn_ms IS NOT NULL;

-- Promises closed while somebody owned the ticket: what a colleague sees of the own record (T1), by month of the desk's zone.
CREATE TABLE promise_count (
    colleague_id bigint NOT NULL REFERENCES colleague(id),
    month bigint NOT NULL,                   -- year * 12 + month, January 0
    kept bigint NOT NULL,
    closed bigint NOT NULL,                  -- kept, or broken: a chain counts once (P6)
    PRIMARY KEY (colleague_id, month)
);

-- ---- messages ----
CREATE TABLE blob (id bigint PRIMARY KEY, size bigint NOT NULL, sha256 bytea NOT NULL);
CREATE TABLE blob_chunk (blob_id bigint NOT NULL REFERENCES blob(id), n bigint NOT NULL, bytes bytea NOT NULL, PRIMARY KEY (blob_id, n));

-- Each mail as it came, byte for byte (G5, I6), stored before anything is acknowledged.
CREATE TABLE raw (
    id bigint PRIMARY KEY,
    blob_id bigint NOT NULL REFERENCES blob(id),
    source text NOT NULL CHECK (source IN ('lmtp','imap','ingest','http')),
    mailbox_id bigint REFERENCES mailbox(id),   -- the mailbox or team addressed (AC-021: from the envelope)
    envelope_from text NOT NULL,
    envelope_to text NOT NULL,
    once bytea NOT NULL UNIQUE,              -- digest of mailbox, Message-ID and body: one mail counts once (G2)
    at_ms bigint NOT NULL
);

CREATE TABLE message (
    id bigint PRIMARY KEY,
    ticket_id bigint NOT NULL REFERENCES ticket(id),
    kind text NOT NULL CHECK (kind IN ('email','note','receipt','automatic','page')),
    direction text NOT NULL CHECK (direction IN ('in','out','internal')),
    person_id bigint REFERENCES person(id),        -- who wrote it, from outside
    colleague_id bigint REFERENCES colleague(id),  -- who wrote it, here
    subject text NOT NULL DEFAULT '',
    text text NOT NULL,                      -- what the sender wrote: visible
    folded text NOT NULL DEFAULT '',         -- quotes and signature, one click away
    html text,                               -- cleaned; shown in a sandboxed frame
    from_address text NOT NULL DEFAULT '',
    from_name text NOT NULL DEFAULT '',
    to_addresses text NOT NULL DEFAULT '',   -- "a@x, b@y", for people to read
    verified text NOT NULL DEFAULT '' CHECK (verified IN ('','pass','fail')),
    stranger boolean NOT NULL DEFAULT false, -- came from an address that is not on this ticket (AC-009)
    thanks boolean NOT NULL DEFAULT false,
    automatic text NOT NULL DEFAULT 'no',
    problems text NOT NULL DEFAULT '',       -- for people, one line each
    message_id text,                         -- header, without <>
    in_reply_to text,
    raw_id bigint REFERENCES raw(id),
    at_ms bigint NOT NULL,                   -- when it came or was written
    date_ms bigint,                          -- what the sender's clock said
    state text NOT NULL CHECK (state IN ('received','waiting','sending','sent','bounced','stuck','undone','internal')),
    state_text text NOT NULL DEFAULT ''      -- the server's words, for people
);
CREATE INDEX message_ticket ON message (ticket_id, at_ms, id);
CREATE INDEX message_message_id ON message (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX message_raw ON message (raw_id) WHERE raw_id IS NOT NULL;

CREATE TABLE attachment (
    id bigint PRIMARY KEY,
    message_id bigint NOT NULL REFERENCES message(id),
    part bigint NOT NULL,                    -- of the raw mail; -1 with a blob of its own
    blob_id bigint REFERENCES blob(id),
    name text NOT NULL, type text NOT NULL, size bigint NOT NULL, sha256 text NOT NULL,
    inline boolean NOT NULL, cid text
);
CREATE INDEX attachment_message ON attachment (message_id);

CREATE TABLE quarantine (
    id bigint PRIMARY KEY,
    raw_id bigint NOT NULL REFERENCES raw(id),
    why text NOT NULL CHECK (why IN ('automatic','list','bounce','spam','own')),
    from_address text NOT NULL, subject text NOT NULL,
    at_ms bigint NOT NULL,
    ticket_id bigint REFERENCES ticket(id)   -- when one key made it a ticket
);

-- Outgoing mail: written in the transaction of its message, taken by a worker with a lease.
CREATE TABLE outbox (
    id bigint PRIMARY KEY,
    message_id bigint NOT NULL UNIQUE REFERENCES message(id),
    mailbox_id bigint NOT NULL REFERENCES mailbox(id),
    envelope_from text NOT NULL,
    header_message_id text NOT NULL UNIQUE,  -- fixed for ever (I7)
    headers text NOT NULL,                   -- JSON: from, reply_to, to, cc, subject, in_reply_to, references, automatic
    state text NOT NULL CHECK (state IN ('waiting','sending','sent','bounced','stuck','cancelled')),
    send_ms bigint NOT NULL,                 -- not before: undo time, send later, retry
    attempts bigint NOT NULL DEFAULT 0,
    lease_ms bigint,                         -- until then a worker has it
    lease_token bigint,
    maybe_twice boolean NOT NULL DEFAULT false,  -- the answer to DATA was lost: a second copy is possible, and shown
    last_error text NOT NULL DEFAULT '',
    made_ms bigint NOT NULL,
    done_ms bigint,
    drop_if_answered boolean NOT NULL DEFAULT false  -- the receipt: dropped when a human was faster (A1)
);
CREATE INDEX outbox_waiting ON outbox (send_ms, id) WHERE state = 'waiting';
CREATE INDEX outbox_sending ON outbox (lease_ms) WHERE state = 'sending';
CREATE TABLE outbox_recipient (
    outbox_id bigint NOT NULL REFERENCES outbox(id),
    address text NOT NULL,
    person_id bigint REFERENCES person(id),
    state text NOT NULL CHECK (state IN ('waiting','sent','failed')),
    reply text NOT NULL DEFAULT '',
    PRIMARY KEY (outbox_id, address)
);
CREATE TABLE automatic_sent (address text NOT NULL, kind text NOT NULL, ticket_id bigint, at_ms bigint NOT NULL, PRIMARY KEY (address, kind, at_ms)); -- G13, A4

-- ---- proposal, resolution (R1, R2) ----
CREATE TABLE proposal (
    id bigint PRIMARY KEY,
    ticket_id bigint NOT NULL REFERENCES ticket(id),
    kind text NOT NULL CHECK (kind IN ('solution','refusal')),
    text text NOT NULL,
    message_id bigint REFERENCES message(id),
    made_by_id bigint NOT NULL REFERENCES colleague(id),
    state text NOT NULL CHECK (state IN ('open','accepted','refused','silent','withdrawn')),
    made_ms bigint NOT NULL,
    remind_ms bigint, reminded_ms bigint,
    rest_ms bigint,                          -- its notice: "unless you write by …"
    noticed_ms bigint,                       -- the notice was sent
    look_ms bigint,                          -- when the clockwork has its next step of silence to do; NULL once closed
    answered_ms bigint,
    first_alternative_id bigint,             -- I5: a refusal without an alternative is refused
    CHECK (kind <> 'refusal' OR first_alternative_id IS NOT NULL),
    FOREIGN KEY (first_alternative_id, id) REFERENCES alternative (id, proposal_id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE alternative (id bigint PRIMARY KEY, proposal_id bigint NOT NULL REFERENCES proposal(id), place bigint NOT NULL, text text NOT NULL CHECK (text <> ''), detail text NOT NULL DEFAULT '', by_text text NOT NULL DEFAULT '', chosen boolean NOT NULL DEFAULT false, UNIQUE (id, proposal_id));
CREATE UNIQUE INDEX proposal_one_open ON proposal (ticket_id) WHERE state = 'open';
CREATE INDEX proposal_clock ON proposal (look_ms) WHERE state = 'open';
CREATE INDEX proposal_ticket ON proposal (ticket_id, made_ms);

CREATE TABLE resolution (
    id bigint PRIMARY KEY,
    ticket_id bigint NOT NULL REFERENCES ticket(id),
    kind text NOT NULL CHECK (kind IN ('customer','silence','imported')),
    person_id bigint REFERENCES person(id),
    proposal_id bigint REFERENCES proposal(id),
    message_id bigint REFERENCES message(id),
    via text NOT NULL CHECK (via IN ('page','email','phone','clock','import')),
    at_ms bigint NOT NULL,
    UNIQUE (id, ticket_id),
    CHECK (kind <> 'customer' OR person_id IS NOT NULL),
    CHECK (kind <> 'silence' OR proposal_id IS NOT NULL)
);

-- ---- the customer's page ----
CREATE TABLE page (                          -- one link: one recipient, one ticket; only the digest of the token is here
    token_sha256 bytea PRIMARY KEY,
    ticket_id bigint NOT NULL REFERENCES ticket(id),
    person_id bigint NOT NULL REFERENCES person(id),
    speaks boolean NOT NULL,                 -- whose "solved" counts
    made_ms bigint NOT NULL,
    ends_ms bigint,                          -- 30 days after rest; NULL while open
    revoked boolean NOT NULL DEFAULT false
);
CREATE INDEX page_ticket ON page (ticket_id, person_id);
CREATE TABLE page_browser (                  -- a browser that typed the code: sees conversation and files
    cookie_sha256 bytea PRIMARY KEY, page_sha256 bytea NOT NULL REFERENCES page(token_sha256), made_ms bigint NOT NULL, ends_ms bigint NOT NULL);
CREATE TABLE page_code (page_sha256 bytea PRIMARY KEY REFERENCES page(token_sha256), code_sha256 bytea NOT NULL, made_ms bigint NOT NULL, tries bigint NOT NULL DEFAULT 0);

-- ---- sessions, idempotency, reading marks, search ----
CREATE TABLE session (
    token_sha256 bytea PRIMARY KEY,
    colleague_id bigint NOT NULL REFERENCES colleague(id),
    csrf_sha256 bytea NOT NULL,
    made_ms bigint NOT NULL, seen_ms bigint NOT NULL, ends_ms bigint NOT NULL,
    browser text NOT NULL DEFAULT ''
);
CREATE INDEX session_colleague ON session (colleague_id);
CREATE TABLE sign_in_try (who text PRIMARY KEY, tries bigint NOT NULL, since_ms bigint NOT NULL, until_ms bigint NOT NULL); -- per account and per network (AC-079)
CREATE TABLE idempotency (key_sha256 bytea PRIMARY KEY, request_sha256 bytea NOT NULL, status bigint NOT NULL, answer text NOT NULL, at_ms bigint NOT NULL);
CREATE TABLE seen (colleague_id bigint NOT NULL REFERENCES colleague(id), ticket_id bigint NOT NULL REFERENCES ticket(id), at_ms bigint NOT NULL, PRIMARY KEY (colleague_id, ticket_id));
CREATE TABLE lease (name text PRIMARY KEY, holder text NOT NULL, token bigint NOT NULL, until_ms bigint NOT NULL);  -- clockwork, mailbox fetch: one node at a time

-- ---- full text ----
-- Messages that are not in the full-text index yet: written with the message, emptied in lumps by a job after the commit
-- (the index would otherwise bind the writer). A queue and not a place, because ids are given out in blocks and a lower
-- one may be committed later.
CREATE TABLE search_queue (message_id bigint PRIMARY KEY REFERENCES message(id));
-- What the index knows. docid grows in the order of indexing, so "newest first" is the index's own order, and no ranking
-- reads a common word's whole list. The index itself hangs on this table by triggers in sqlite/ and postgres/.
CREATE TABLE search_doc (
    docid bigint PRIMARY KEY,
    message_id bigint NOT NULL UNIQUE REFERENCES message(id),
    ticket_id bigint NOT NULL REFERENCES ticket(id)
);

CREATE TABLE journal (
    seq bigint PRIMARY KEY,
    at_ms bigint NOT NULL,
    actor_kind text NOT NULL CHECK (actor_kind IN ('system','colleague','customer')),
    actor_id bigint NOT NULL,
    kind text NOT NULL,
    ticket_id bigint,
    data text NOT NULL,
    digest bytea NOT NULL
);
CREATE INDEX journal_ticket ON journal (ticket_id, seq);

INSERT INTO counter (name, next) VALUES ('id', 1), ('ticket_number', 1001), ('lease', 1), ('search_doc', 1);
