import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markdownBlocks, plainBlocks } from '../src/lib/rich.ts';

const cases: { name: string; text: string; links: string[] }[] = [
  { name: 'an address of a page', text: 'see https://a.example/x.', links: ['https://a.example/x'] },
  { name: 'one in brackets', text: '(https://a.example/x)', links: ['https://a.example/x'] },
  { name: 'nothing that runs', text: 'javascript:alert(1) data:text/html,x', links: [] },
];
for (const { name, text, links } of cases) {
  test(`a mail's text links ${name}`, () => {
    const found = plainBlocks(text).flatMap((block) => (block.kind === 'paragraph' ? block.pieces : [])).filter((piece) => piece.kind === 'link');
    assert.deepEqual(found.map((piece) => ('href' in piece ? piece.href : '')), links);
  });
}

test('a mail from outside keeps its lines and its stars', () => {
  assert.deepEqual(plainBlocks('a **b**\nc\n\nd'), [
    { kind: 'paragraph', pieces: [{ kind: 'text', text: 'a **b**' }, { kind: 'break' }, { kind: 'text', text: 'c' }] },
    { kind: 'paragraph', pieces: [{ kind: 'text', text: 'd' }] },
  ]);
});

test('a written link leads to pages and mail only', () => {
  const pieces = markdownBlocks('[x](javascript:alert(1)) [y](https://a.example)').flatMap((block) => (block.kind === 'paragraph' ? block.pieces : []));
  assert.deepEqual(pieces.filter((piece) => piece.kind === 'link'), [{ kind: 'link', text: 'y', href: 'https://a.example' }]);
});
