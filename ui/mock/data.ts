/* A believable desk for looking at the app without a server: the bicycle shop of the mock-ups on a Monday morning. */
import type { Colleague, DeskRow, Handover, Me, Message, Promise as Promise_, QuarantineMail, Ticket } from '../src/api.gen.ts';

/* Monday 16 November 2026, 10:42 in London. */
export const START = Date.UTC(2026, 10, 16, 10, 42, 19);
const MIN = 60_000;
const at = (day: number, hour: number, minute = 0): number => Date.UTC(2026, 10, day, hour, minute);

export const me: Me = {
  id: 1, name: 'Amara Okafor', public_name: 'Amara', email: 'amara@cedarandspoke.example', role: 'agent', presence: 'available', language: 'en',
  time_zone: 'Europe/London', desk_name: 'Cedar & Spoke', csrf: 'mock', presence_until_ms: at(16, 17), now_ms: START, may_quarantine: true, signature: '',
};

const colleague = (id: number, name: string, about: string, presence: string, open: number, due: number): Colleague => ({
  id, name, public_name: name.split(' ')[0] ?? name, role: id === 5 ? 'leader' : 'agent', presence, about, open, due_today: due, capacity: 20, active: true,
});
export const colleagues: Colleague[] = [
  colleague(1, 'Amara Okafor', 'Orders and wheels', 'available', 14, 3), colleague(2, 'Mateusz Kowalczyk', 'Runs the workshop', 'available', 9, 2),
  colleague(3, 'Yuki Tanabe', 'Wheels and hubs', 'available', 6, 0), colleague(4, 'Dao Nguyen', 'Fitting, late shift', 'at_capacity', 18, 5),
  colleague(5, 'Hanneke de Wit', 'Leads service', 'available', 3, 0), colleague(6, 'Leila Benali', 'Returns', 'away', 4, 0),
];

type Short = [id: number, bucket: string, person: string, subject: string, channel: string, kind: string, text: string, due: number, extra?: Partial<DeskRow>];
const shorts: Short[] = [
  [11, 'acknowledge', 'Wanjiru Kamau', 'Brake pads came without their pins', 'email', 'acknowledgement', '', START - 581_000 + 15 * MIN, { unread: true, created_ms: START - 581_000 }],
  [12, 'acknowledge', 'Bartosz Zieliński', 'Which cassette fits the Ridgeway 32?', 'chat', 'acknowledgement', '', START - 134_000 + 15 * MIN, { unread: true, created_ms: START - 134_000 }],
  [13, 'today', 'Ingrid Solheim', 'Charged twice for the same pannier set', 'phone', 'stated', 'Confirm the refund went out', at(16, 11)],
  [21, 'today', 'Tomás Herrera', 'Rear hub cracked after 340 km', 'email', 'stated', 'Say which wheel arrives before Friday', at(16, 16), { unread: true, hops: 1 }],
  [14, 'today', 'Sanjay Mehrotra', 'Invoice needs the company VAT number', 'form', 'stated', 'Send the corrected invoice', at(16, 17)],
  [15, 'owed', 'Fatoumata Diallo', 'Parcel says delivered, nothing at the door', 'email', 'apology', 'Say sorry, why, and the new time', at(16, 9, 30), { hops: 1 }],
  [16, 'owed', 'Oisín Gallagher', 'Bottom bracket creaks since the service', 'counter', 'next_word', 'Say where it stands', at(17, 9, 30), { offered_to: 'Mateusz Kowalczyk' }],
  [17, 'owed', 'Eleni Papadaki', 'Customs asks for a certificate of origin', 'email', 'next_word', 'Say where it stands', at(18, 12)],
  [31, 'customer', 'Mei-Lin Chou', 'Saddle bag too small, wants the larger one', 'chat', 'follow_up', '', at(16, 18), { unread: true }],
  [32, 'customer', 'Anneliese Vogt', 'Wants the discontinued Cedar 24 rims', 'email', 'follow_up', '', at(17, 10)],
  [33, 'customer', 'Noor el-Sayed', 'Dynamo light flickers above 25 km/h', 'phone', 'proposal', 'Says whether it is solved', at(17, 15), { state: 'proposed', hops: 2 }],
  [34, 'customer', 'Kalani Mahoe', 'Return label will not print', 'email', 'proposal', 'Says whether it is solved', at(18, 9), { state: 'proposed' }],
  [35, 'customer', 'Đặng Thu Hà', 'Order for the school club, 24 helmets', 'email', 'follow_up', '', at(18, 16)],
  [36, 'customer', 'Rania Haddad', 'Gift card code is not accepted', 'form', 'proposal', 'Says whether it is solved', at(19, 12), { state: 'proposed' }],
];

export const rows: DeskRow[] = shorts.map(([id, bucket, person_name, subject, channel, next_kind, next_text, due, extra]) => ({
  id, number: 4800 + id, subject, person_name, channel, state: 'open', turn: bucket === 'customer' ? 'customer' : 'us', bucket, next_kind, next_text,
  next_due_ms: due, created_ms: at(13, 16, 40), customer_wrote_ms: extra?.created_ms ?? at(13, 16, 40), hops: 0, unread: false, mail_trouble: null, offered_to: null, ...extra,
}));

export const offer: Handover = {
  id: 51, ticket_id: 41, number: 4841, subject: 'Frame size advice for a 14-year-old', person_name: 'Leila Haddou', from_name: 'Dao Nguyen', to_name: 'Amara Okafor',
  state: 'offered', reason: 'decide', reason_text: 'You fitted her sister in spring. I start the late shift in the shop at noon.', summary: 'She is 158 cm and rides to school.',
  customer_text: 'Leila, from today Amara looks after you.', answer_text: '', from_id: 4, to_id: 1, offered_ms: at(16, 9, 50), expires_ms: at(16, 11, 30), answered_ms: null,
  loan_until_ms: null, loan_step: '', promise_count: 1, next_due_ms: at(17, 12), next_text: 'Send the frame sizes',
};

const message = (id: number, more: Partial<Message>): Message => ({
  id, kind: 'email', direction: 'in', author_name: 'Tomás Herrera', text: '', folded: '', from_address: 'tomas.herrera@randonneurs.example', to_addresses: 'help@cedarandspoke.example',
  verified: 'pass', automatic: 'no', state: 'received', state_text: '', subject: '', author_id: null, has_html: false, has_raw: false, stranger: false, thanks: false,
  maybe_twice: false, may_undo: false, at_ms: START, undo_until_ms: null, problems: '', attachments: [], send_ms: null, overtaken: false, delivered_ms: null, copies: 0, recipients: [], auth_text: '', ...more,
});

const promise = (id: number, more: Partial<Promise_>): Promise_ => ({
  id, kind: 'stated', text: '', state: 'open', made_by_name: 'Amara Okafor', renewed_why: '', due_ms: START, made_ms: START, closed_ms: null, kept_late_ms: null,
  renewals: 0, message_id: null, ...more,
});

export function ticketOf(row: DeskRow, owner = me.name): Ticket {
  const first = message(row.id * 10, { author_name: row.person_name, from_address: 'someone@mail.example', text: `${row.subject}.\n\nCan you help me with this, please?`, at_ms: row.created_ms });
  const answered = row.bucket !== 'acknowledge';
  return {
    id: row.id, number: row.number, version: 3, seq: 100, subject: row.subject, state: row.state, turn: row.turn, channel: row.channel, urgency: 'normal', language: 'en',
    person_id: row.id, person_name: row.person_name, person_address: 'someone@mail.example', organization: null, owner_id: 1, owner_name: owner, team_id: 1, team_name: 'Service',
    now_ms: START, created_ms: row.created_ms, acknowledged_ms: answered ? row.created_ms + 12 * MIN : null, customer_wrote_ms: row.customer_wrote_ms, resolved_ms: null, hops: row.hops,
    reopened: 0, resolved_by: null, next_kind: row.next_kind, next_text: row.next_text, next_due_ms: row.next_due_ms, may_reply: true, may_hand_over: true, may_propose: true, may_change: true, may_mark_spam: true, may_judge_spam: true, may_record_word: true, may_allow_hop: false, may_overrule: false, hop_needs_leader: false, second_look_name: 'Hanneke de Wit', mailbox_id: 1, copies: 0, cc: [], named: [], sign_off: 'Amara\nCedar & Spoke, Brook Lane 4',
    messages: [first, ...(answered ? [message(row.id * 10 + 1, { direction: 'out', author_name: owner, author_id: 1, state: 'sent', to_addresses: 'someone@mail.example', text: 'Thank you for writing. I look into it **today** and write again.', at_ms: row.created_ms + 12 * MIN })] : [])],
    promises: row.next_due_ms !== null && row.turn === 'us' ? [promise(row.id * 10 + 2, { kind: row.next_kind ?? 'stated', text: row.next_text ?? '', due_ms: row.next_due_ms, made_ms: row.created_ms + 12 * MIN })] : [],
    events: [], proposals: row.state === 'proposed' ? [{ id: row.id, kind: 'solution', text: 'The new part is fitted and tested.', state: 'open', made_ms: at(15, 11), remind_ms: null, rest_ms: at(20, 12), answered_ms: null, made_by_name: owner, alternatives: [] }] : [],
    people: [{ id: 1, name: owner, relation: 'owner', colleague: true }, { id: row.id, name: row.person_name, relation: 'customer', colleague: false }],
    handovers: [],
  };
}

/* The ticket of the mock-ups, told in full. */
export function tomas(row: DeskRow): Ticket {
  return {
    ...ticketOf(row), created_ms: at(13, 16, 40), person_address: 'tomas.herrera@randonneurs.example', organization: 'Zaragoza Randonneurs', named: [{ address: 'captain@randonneurs.example', name: null }], acknowledged_ms: at(13, 16, 52), hops: 1,
    messages: [
      message(2101, {
        at_ms: at(13, 16, 40), has_html: true, has_raw: true, auth_text: 'DMARC: the sender’s address is genuine.\nDKIM: it is signed by a domain and was not changed since.', folded: Array.from({ length: 31 }, (_, i) => `> line ${i + 1} of the order confirmation`).join('\n'),
        text: 'Hello, on this morning’s training ride the rear hub of my Ridgeway 32 wheelset split at the flange, drive side, two spokes came loose. The wheels have done 340 km. I was lucky it happened uphill.\n\nOn Friday the 20th I start the 400 km brevet Zaragoza–Teruel and this is my only wheelset. Can you send me a complete new rear wheel before that?',
        attachments: [{ id: 1, name: 'hub-flange.jpg', type: 'image/jpeg', size: 2202010, inline: false, cid: null }, { id: 2, name: 'serial-0417-2291.jpg', type: 'image/jpeg', size: 1468006, inline: false, cid: null }],
      }),
      message(2102, { kind: 'receipt', direction: 'out', author_name: 'Cedar & Spoke', state: 'sent', to_addresses: 'tomas.herrera@randonneurs.example', text: 'Dao has your message and answers by 17:40 today.', at_ms: at(13, 16, 42) }),
      message(2103, { direction: 'out', author_name: 'Dao Nguyen', author_id: 4, state: 'sent', to_addresses: 'tomas.herrera@randonneurs.example', at_ms: at(13, 16, 52), text: 'Tomás, thank you for telling us at once, and I am glad you are unhurt. Please leave the wheel on the wall. I hand this to Amara, who decides on warranty wheels.' }),
      message(2104, { at_ms: at(16, 9, 5), text: 'Good morning Amara, I ride the Campagnolo freehub and I have no spare wheel. I leave home on Thursday evening.' }),
      message(2105, { direction: 'out', author_name: 'Amara Okafor', author_id: 1, state: 'sent', to_addresses: 'tomas.herrera@randonneurs.example', at_ms: at(16, 9, 11), text: 'Thank you, Tomás. The workshop looks at your photos now, I write what they say by 10:30.' }),
      message(2106, { kind: 'note', direction: 'internal', state: 'internal', author_name: 'Amara Okafor', author_id: 1, at_ms: at(16, 9, 20), text: 'Mateusz, can you look at the photo, drive-side flange? Serial 0417-2291. I promised him an answer for 10:30, so I need yours **by 10:15**.' }),
      message(2107, { kind: 'note', direction: 'internal', state: 'internal', author_name: 'Mateusz Kowalczyk', author_id: 2, at_ms: at(16, 10, 2), text: 'Casting flaw, no doubt. Fourth one from batch 0417 this week. Do not let him ride it. The rim is fine, so I can lace it onto a Cedar 28 hub in about two hours once I have the wheel here. New Ridgeway rims are not back before 2 December.' }),
      message(2108, { direction: 'out', author_name: 'Amara Okafor', author_id: 1, state: 'sent', to_addresses: 'tomas.herrera@randonneurs.example', at_ms: at(16, 10, 21), text: 'Tomás, the workshop has found the cause: a casting flaw in the flange. It is ours to put right. I tell you by 16:00 which wheel arrives before Friday.' }),
    ],
    promises: [
      promise(211, { text: 'Tell you what the workshop says', state: 'kept', due_ms: at(16, 10, 30), made_ms: at(16, 9, 11), closed_ms: at(16, 10, 21) }),
      promise(212, { text: 'Say which wheel arrives before Friday', due_ms: at(16, 16), made_ms: at(16, 10, 21) }),
    ],
    events: [
      { seq: 1, at_ms: at(13, 16, 40), kind: 'ticket.created', actor_name: null, other_name: 'Dao Nguyen', text: '' },
      { seq: 2, at_ms: at(13, 17, 5), kind: 'handover.accepted', actor_name: 'Amara Okafor', other_name: 'Dao Nguyen', text: '' },
      { seq: 3, at_ms: at(16, 9, 11), kind: 'promise.made', actor_name: 'Amara Okafor', other_name: null, text: 'tell you what the workshop says, today 10:30' },
      { seq: 4, at_ms: at(16, 10, 21), kind: 'promise.kept', actor_name: 'Amara Okafor', other_name: null, text: 'told Tomás what the workshop says' },
    ],
    people: [{ id: 1, name: 'Amara Okafor', relation: 'owner', colleague: true }, { id: 2, name: 'Mateusz Kowalczyk', relation: 'helper', colleague: true }, { id: 21, name: 'Tomás Herrera', relation: 'customer', colleague: false }],
  };
}

const quarantined = (id: number, why: string, from_name: string, from_address: string, subject: string, text: string, more: Partial<QuarantineMail> = {}): QuarantineMail => ({
  id, why, state: 'waiting', from_address, from_name, subject, mailbox: 'help@cedarandspoke.example', team_name: 'Service', known: false, at_ms: START - id * MIN, ticket_id: null, number: 0,
  looked_by_name: null, looked_ms: null, to_addresses: 'help@cedarandspoke.example', text, verified: 'pass', problems: '', files: [], ...more,
});
export const mails: QuarantineMail[] = [
  quarantined(71, 'list', 'Spoke & Hub Weekly', 'news@spokeandhub.example', 'New rims for the winter', 'This week: carbon rims, and how to true them.'),
  quarantined(72, 'automatic', 'Ravi Iyer', 'ravi@iyer.example', 'Away until Monday', 'I am away until Monday and read your mail then.', { known: true }),
  quarantined(73, 'spam', 'Delivery Service', 'parcel@delivery.invalid', 'Your parcel waits, pay 2 Euro', 'Click here to pay.', { verified: 'fail', files: [{ name: 'invoice.zip', type: 'application/zip', size: 48_200 }] }),
];
