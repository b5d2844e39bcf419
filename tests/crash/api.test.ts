// kill -9 of web while it makes something (F-04): who asks again with the same key gets the same thing, made once.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, startDesk } from '../lib/desk.ts';

for (const point of ['api.before_commit', 'api.after_commit']) {
  test(`F-04: web killed at ${point} makes the ticket once`, async () => {
    const desk = await startDesk({ env: { BUCKSTOP_FAULT: `${point}:kill:2` } });
    try {
      const amara = await desk.signIn();
      const create = (subject: string) =>
        amara.post(
          '/api/v1/tickets',
          { subject, text: 'It cracked.', customer_address: 'tomas@example.org', customer_name: 'Tomas', channel: 'phone' },
          { 'idempotency-key': `key of ${subject}` },
        );
      assert.equal((await create('first')).status, 201);
      await assert.rejects(create('second'), 'web was not killed');
      const made = await eventually('web to come back', () => create('second').catch(() => undefined));
      assert.equal(made.status, 201);
      const { body } = await amara.get('/api/v1/tickets?limit=100');
      assert.deepEqual(body.tickets.map((ticket: { subject: string }) => ticket.subject).sort(), ['first', 'second']);
      assert.ok(body.tickets.some((ticket: { id: number }) => ticket.id === made.body.id));
    } finally {
      await desk.end();
    }
  });
}
