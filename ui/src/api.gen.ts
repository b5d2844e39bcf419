// Printed by `buckstop dev api --typescript` from the program's tables. Times: milliseconds since 1970, UTC.

export interface SignIn {
  email: string;
  password: string;
}

export interface Me {
  id: number;
  name: string;
  public_name: string;
  email: string;
  role: string;
  presence: string;
  language: string;
  time_zone: string;
  desk_name: string;
  csrf: string;
  presence_until_ms: number | null;
  now_ms: number;
  signature: string;
  may_quarantine: boolean;
}

export interface SessionRow {
  id: number;
  browser: string;
  made_ms: number;
  seen_ms: number;
  ends_ms: number;
  current: boolean;
}

export interface SessionList {
  sessions: SessionRow[];
}

export interface DeskRow {
  id: number;
  number: number;
  subject: string;
  person_name: string;
  channel: string;
  state: string;
  turn: string;
  bucket: string;
  next_kind: string | null;
  next_text: string | null;
  next_due_ms: number | null;
  created_ms: number;
  customer_wrote_ms: number | null;
  hops: number;
  unread: boolean;
  mail_trouble: string | null;
  offered_to: string | null;
}

export interface Handover {
  id: number;
  ticket_id: number;
  number: number;
  subject: string;
  person_name: string;
  from_name: string;
  to_name: string;
  state: string;
  reason: string;
  reason_text: string;
  summary: string;
  customer_text: string;
  answer_text: string;
  from_id: number;
  to_id: number;
  offered_ms: number;
  expires_ms: number;
  answered_ms: number | null;
  loan_until_ms: number | null;
  loan_step: string;
  promise_count: number;
  next_due_ms: number | null;
  next_text: string | null;
}

export interface Desk {
  rely: number;
  due_today: number;
  kept_month: number;
  promised_month: number;
  acknowledge_ms: number;
  presence: string;
  presence_until_ms: number | null;
  rows: DeskRow[];
  offers: Handover[];
  seq: number;
  now_ms: number;
}

export interface Colleague {
  id: number;
  name: string;
  public_name: string;
  role: string;
  presence: string;
  about: string;
  open: number;
  due_today: number;
  capacity: number;
  active: boolean;
}

export interface ColleagueList {
  colleagues: Colleague[];
}

export interface PresenceInput {
  presence: 'available' | 'at_capacity' | 'away';
  until_ms?: number | null;
}

export interface SignatureInput {
  text?: string | null;
}

export interface Change {
  seq: number;
  kind: string;
  ticket: number | null;
}

export interface TicketRow {
  id: number;
  number: number;
  subject: string;
  person_name: string;
  owner_name: string;
  state: string;
  turn: string;
  channel: string;
  next_text: string | null;
  snippet: string | null;
  created_ms: number;
  updated_ms: number;
  next_due_ms: number | null;
}

export interface TicketPage {
  tickets: TicketRow[];
  next: string | null;
  more: boolean;
  count: number;
}

export interface TicketInput {
  subject: string;
  text: string;
  customer_address?: string | null;
  customer_name?: string | null;
  channel?: 'email' | 'phone' | 'chat' | 'form' | 'counter' | 'api' | 'sms';
  team_id?: number | null;
}

export interface TicketCreated {
  id: number;
  number: number;
  owner_id: number;
  message_id: number;
}

export interface Address {
  address: string;
  name: string | null;
}

export interface Attachment {
  id: number;
  name: string;
  type: string;
  size: number;
  inline: boolean;
  cid: string | null;
}

export interface Recipient {
  address: string;
  name: string;
  kind: string;
  state: string;
  reply: string;
  delivered_ms: number | null;
}

export interface Message {
  id: number;
  kind: string;
  direction: string;
  author_name: string;
  text: string;
  folded: string;
  from_address: string;
  to_addresses: string;
  verified: string;
  automatic: string;
  state: string;
  state_text: string;
  subject: string;
  author_id: number | null;
  has_html: boolean;
  has_raw: boolean;
  stranger: boolean;
  thanks: boolean;
  maybe_twice: boolean;
  may_undo: boolean;
  at_ms: number;
  undo_until_ms: number | null;
  problems: string;
  auth_text: string;
  attachments: Attachment[];
  send_ms: number | null;
  overtaken: boolean;
  delivered_ms: number | null;
  copies: number;
  recipients: Recipient[];
}

export interface Promise {
  id: number;
  kind: string;
  text: string;
  state: string;
  made_by_name: string | null;
  renewed_why: string;
  due_ms: number;
  made_ms: number;
  closed_ms: number | null;
  kept_late_ms: number | null;
  renewals: number;
  message_id: number | null;
}

export interface Event {
  seq: number;
  at_ms: number;
  kind: string;
  actor_name: string | null;
  other_name: string | null;
  text: string;
}

export interface Alternative {
  id: number;
  text: string;
  detail: string;
  by_text: string;
  leader_id: number | null;
  chosen: boolean;
}

export interface Proposal {
  id: number;
  kind: string;
  text: string;
  state: string;
  made_ms: number;
  remind_ms: number | null;
  rest_ms: number | null;
  answered_ms: number | null;
  made_by_name: string;
  alternatives: Alternative[];
}

export interface TicketPerson {
  id: number;
  name: string;
  relation: string;
  colleague: boolean;
}

export interface Ticket {
  id: number;
  number: number;
  version: number;
  seq: number;
  subject: string;
  state: string;
  turn: string;
  channel: string;
  urgency: string;
  language: string;
  person_id: number;
  person_name: string;
  person_address: string;
  organization: string | null;
  owner_id: number;
  owner_name: string;
  team_id: number;
  team_name: string;
  mailbox_id: number | null;
  created_ms: number;
  acknowledged_ms: number | null;
  customer_wrote_ms: number | null;
  resolved_ms: number | null;
  hops: number;
  reopened: number;
  resolved_by: string | null;
  next_kind: string | null;
  next_text: string | null;
  next_due_ms: number | null;
  may_reply: boolean;
  may_hand_over: boolean;
  may_propose: boolean;
  may_change: boolean;
  may_mark_spam: boolean;
  may_judge_spam: boolean;
  may_overrule: boolean;
  copies: number;
  cc: Address[];
  named: Address[];
  sign_off: string;
  may_record_word: boolean;
  may_allow_hop: boolean;
  hop_needs_leader: boolean;
  second_look_name: string | null;
  messages: Message[];
  promises: Promise[];
  events: Event[];
  proposals: Proposal[];
  people: TicketPerson[];
  handovers: Handover[];
  now_ms: number;
}

export interface PromiseInput {
  text: string;
  due_ms: number;
}

export interface IdInput {
  id: number;
}

export interface AlternativeInput {
  text: string;
  detail?: string | null;
  by_text?: string | null;
}

export interface ReplyInput {
  kind: 'reply' | 'note';
  text: string;
  version: number;
  seq?: number;
  promises?: PromiseInput[];
  kept?: IdInput[];
  propose?: boolean;
  proposal_kind?: 'solution' | 'refusal';
  alternatives?: AlternativeInput[];
  notice_ms?: number | null;
  wait?: boolean;
  cc?: Address[];
  bcc?: Address[];
  attachments?: IdInput[];
  send_at_ms?: number | null;
  quote_history?: boolean;
  without_signature?: boolean;
}

export interface ReplyOutcome {
  id: number;
  version: number;
  undo_until_ms: number | null;
}

export interface TextInput {
  text?: string | null;
}

export interface FoundPromise {
  start: number;
  length: number;
  phrase: string;
  text: string;
  due_ms: number;
}

export interface FoundHint {
  start: number;
  length: number;
  phrase: string;
  reason: string;
  better: string;
}

export interface TextRead {
  promises: FoundPromise[];
  hints: FoundHint[];
  acknowledges: boolean;
  says_what: boolean;
  says_when: boolean;
  explains: boolean;
  thanks: boolean;
}

export interface CopiesInput {
  cc: Address[];
}

export interface WordInput {
  word: 'solved' | 'not_yet' | 'chosen';
  text?: string | null;
  alternative_id?: number | null;
}

export interface WordOutcome {
  message_id: number | null;
  version: number;
  confirmed: boolean;
}

export interface HandoverReason {
  key: string;
  text: string;
}

export interface HandoverCandidate {
  id: number;
  name: string;
  about: string;
  presence: string;
  note: string;
  open: number;
  due_today: number;
  capacity: number;
}

export interface HandoverDraft {
  reasons: HandoverReason[];
  candidates: HandoverCandidate[];
  promises: Promise[];
  person_name: string;
  summary: string;
  customer_text: string;
  person_number: number;
  needs_leader: boolean;
  leader_names: string;
  allowed_by: string | null;
  expires_ms: number;
}

export interface HandoverInput {
  to_id: number;
  reason: string;
  reason_text?: string | null;
  summary: string;
  customer_text: string;
  loan_until_ms?: number | null;
  loan_step?: string | null;
  version?: number;
}

export interface HopInput {
  text?: string | null;
}

export interface HopView {
  hops: number;
  needs_leader: boolean;
  allowed_by: string | null;
}

export interface OverruleInput {
  to_id: number;
  reason: string;
  customer_text: string;
}

export interface OverruleOutcome {
  owner_id: number;
  version: number;
}

export interface AnswerInput {
  text?: string | null;
}

export interface RenewInput {
  due_ms: number;
  why: string;
}

export interface MailboxState {
  id: number;
  address: string;
  team_name: string;
  way: string | null;
  host: string | null;
  last_mail_ms: number | null;
  seen_ms: number | null;
  error: string | null;
  failed_ms: number | null;
  paused_ms: number | null;
  waiting: number;
  stuck: number;
  send_error: string;
}

export interface MailboxStates {
  mailboxes: MailboxState[];
  now_ms: number;
}

export interface QuarantineRow {
  id: number;
  why: string;
  state: string;
  from_address: string;
  from_name: string;
  subject: string;
  mailbox: string;
  team_name: string;
  known: boolean;
  at_ms: number;
  ticket_id: number | null;
  number: number;
  looked_by_name: string | null;
  looked_ms: number | null;
}

export interface QuarantinePage {
  mails: QuarantineRow[];
  next: string | null;
  more: boolean;
  waiting: number;
}

export interface QuarantineFile {
  name: string;
  type: string;
  size: number;
}

export interface QuarantineMail {
  id: number;
  why: string;
  state: string;
  from_address: string;
  from_name: string;
  subject: string;
  mailbox: string;
  team_name: string;
  known: boolean;
  at_ms: number;
  ticket_id: number | null;
  number: number;
  looked_by_name: string | null;
  looked_ms: number | null;
  to_addresses: string;
  text: string;
  verified: string;
  problems: string;
  files: QuarantineFile[];
}

export interface QuarantineReleased {
  ticket_id: number;
  number: number;
  owner_id: number;
  owner_name: string;
}

export interface QuarantineUntil {
  until_ms: number;
}

export interface Spam {
  state: string;
  version: number;
  asked_by_name: string | null;
  agreed_by_name: string | null;
}

export interface IngressOutcome {
  fate: string;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  key: string | null;
  field: string | null;
  instance: string;
}
