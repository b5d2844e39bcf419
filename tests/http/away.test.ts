// The database goes away under a running desk: it says so, and stays up. On PostgreSQL only; a file cannot be taken away.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { postgres, psql, startDesk } from '../lib/desk.ts';
import { ask } from '../lib/session.ts';

test('without its database the desk lives but is not ready, and nothing of the inside is told', { skip: !postgres && 'needs PostgreSQL' }, async () => {
  const desk = await startDesk({ onPostgres: true });
  try {
    const amara = await desk.signIn();
    assert.equal((await ask(desk.url, 'GET', '/ready')).status, 200);
    psql(`DROP DATABASE "${desk.database}" WITH (FORCE)`);
    assert.equal((await ask(desk.url, 'GET', '/health')).status, 200);
    for (const answer of [await ask(desk.url, 'GET', '/ready'), await amara.get('/api/v1/desk')]) {
      assert.ok([502, 503].includes(answer.status), `${answer.status}`);
      assert.ok(answer.headers.get('retry-after'));
      assert.doesNotMatch(JSON.stringify(answer.body), /postgres|FATAL|SELECT|connection to server|\/tmp/i);
    }
  } finally {
    await desk.end();
  }
});
