// kill -9 around the sending of a mail (F-05, F-06): it leaves at least once, and never under a second Message-ID.

import assert from 'node:assert/strict';
import { readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventually, startDesk, type Desk } from '../lib/desk.ts';
import { mailOf } from '../lib/lmtp.ts';

const sent = (desk: Desk): string[] => {
  try {
    return desk.outbox().map((mail) => /^Message-ID: (.*)$/m.exec(mail)![1]!);
  } catch {
    return [];
  }
};

async function deskWithMovedClock(fault: string): Promise<Desk> {
  return startDesk({ env: { BUCKSTOP_FAULT: fault, BUCKSTOP_CLOCK: join(tmpdir(), `buckstop-clock-${process.pid}-${Date.now()}`) } });
}

test('F-06: killed between the server\'s 250 and its record, the mail goes again under the same Message-ID', async () => {
  const desk = await deskWithMovedClock('out.after_250:kill:1');
  try {
    await desk.deliver(mailOf({}));
    await eventually('the first copy and the kill', () => (sent(desk).length === 1 && desk.log.includes('supervisor.ended')) || undefined);
    await desk.stop();
    delete desk.env.BUCKSTOP_FAULT;
    await desk.start();
    desk.moveClock('+20m');
    await eventually('the second copy', () => sent(desk).length === 2 || undefined);
    assert.equal(new Set(sent(desk)).size, 1);
  } finally {
    await desk.end();
    rmSync(desk.env.BUCKSTOP_CLOCK!, { force: true });
  }
});

test('F-06: killed before the server has heard anything, the mail goes once', async () => {
  const desk = await deskWithMovedClock('out.before_data:kill:1');
  try {
    await desk.deliver(mailOf({}));
    await eventually('the kill', () => desk.log.includes('supervisor.ended') || undefined);
    await desk.stop();
    delete desk.env.BUCKSTOP_FAULT;
    await desk.start();
    desk.moveClock('+20m');
    await eventually('the mail', () => sent(desk).length === 1 || undefined);
    await eventually('no draft beside it', () => readdirSync(join(desk.data, 'outbox')).every((name) => name.endsWith('.eml')) || undefined);
  } finally {
    await desk.end();
    rmSync(desk.env.BUCKSTOP_CLOCK!, { force: true });
  }
});

test('F-06: killed while an answer goes to three, whom the record names has it once, and nobody gets another Message-ID', async () => {
  const desk = await deskWithMovedClock('out.after_250:kill:2');
  const answers = (): string[] => {
    try {
      return desk.outbox().filter((mail) => mail.includes('To all three of you.'));
    } catch {
      return [];
    }
  };
  try {
    desk.env.BUCKSTOP_RECEIPT_AFTER = '86400';
    await desk.stop();
    await desk.start();
    await desk.deliver(mailOf({ from: 'tomas@example.org' }));
    const amara = await desk.signIn();
    const [{ id }] = (await amara.get('/api/v1/tickets')).body.tickets;
    const { version } = (await amara.get(`/api/v1/tickets/${id}`)).body;
    const answer = { kind: 'reply', text: 'To all three of you.', version, wait: true, cc: [{ address: 'one@example.org' }, { address: 'two@example.org' }] };
    assert.equal((await amara.post(`/api/v1/tickets/${id}/messages`, answer)).status, 201);
    await eventually('two copies and the kill', () => (answers().length === 2 && desk.log.includes('supervisor.ended')) || undefined);
    await desk.stop();
    delete desk.env.BUCKSTOP_FAULT;
    await desk.start();
    desk.moveClock('+1h');
    await eventually('the second once more, and the third', () => answers().length === 4 || undefined);
    assert.equal(new Set(answers().map((mail) => /^Message-ID: (.*)$/m.exec(mail)![1])).size, 1);
    const backs = answers().map((mail) => /^Reply-To: (.*)$/m.exec(mail)![1]!);
    assert.equal(backs.filter((back) => back === backs[0]).length, 1);
    assert.equal(new Set(backs).size, 3);
    const { body } = await (await desk.signIn()).get(`/api/v1/tickets/${id}`);
    assert.ok(body.messages.at(-1).maybe_twice);
  } finally {
    await desk.end();
    rmSync(desk.env.BUCKSTOP_CLOCK!, { force: true });
  }
});

test('F-34: killed inside the undo time, an answer still waits, can be taken back until then, and leaves once after it', async () => {
  const desk = await startDesk({ env: { BUCKSTOP_UNDO: '600', BUCKSTOP_RECEIPT_AFTER: '86400', BUCKSTOP_CLOCK: join(tmpdir(), `buckstop-clock-${process.pid}-undo`) } });
  try {
    for (const what of ['taken back', 'sent']) {
      assert.match(await desk.deliver(mailOf({ subject: what, from: `${what.replace(' ', '')}@example.org` })), /^250/);
      let amara = await desk.signIn();
      const { id } = (await amara.get('/api/v1/tickets?limit=9')).body.tickets.find((one: any) => one.subject === what);
      const { body: ticket } = await amara.get(`/api/v1/tickets/${id}`);
      const { body: answer } = await amara.post(`/api/v1/tickets/${id}/messages`, { kind: 'reply', text: 'Soon.', version: ticket.version, wait: true });
      await desk.stop('SIGKILL');
      await desk.start();
      amara = await desk.signIn();
      const waits = (await amara.get(`/api/v1/tickets/${id}`)).body.messages.find((one: any) => one.id === answer.id);
      assert.deepEqual([waits.state, waits.may_undo, waits.undo_until_ms], ['waiting', true, answer.undo_until_ms]);
      assert.deepEqual(sent(desk), []);
      if (what === 'taken back') assert.equal((await amara.post(`/api/v1/messages/${answer.id}/undo`)).status, 204);
    }
    desk.moveClock('+20m');
    await eventually('the one that was not taken back', () => sent(desk).length === 1 || undefined);
    assert.match(desk.outbox()[0]!, /^To: .*sent@example\.org/m);
  } finally {
    await desk.end();
    rmSync(desk.env.BUCKSTOP_CLOCK!, { force: true });
  }
});
