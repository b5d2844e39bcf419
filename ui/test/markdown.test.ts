import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Schema, type Node } from '@tiptap/pm/model';
import { rangeOf, withoutPictures, writeMarkdown } from '../src/lib/markdown.ts';
import { markdownBlocks } from '../src/lib/rich.ts';

const schema = new Schema({
  nodes: {
    doc: { content: 'block+' }, text: { group: 'inline' }, paragraph: { content: 'inline*', group: 'block' }, hardBreak: { inline: true, group: 'inline' },
    picture: { inline: true, group: 'inline', attrs: { upload: { default: 0 }, key: { default: 0 }, words: { default: '' } } },
    bulletList: { content: 'listItem+', group: 'block' }, orderedList: { content: 'listItem+', group: 'block', attrs: { start: { default: 1 } } }, listItem: { content: 'block+' },
  },
  marks: { link: { attrs: { href: {} } }, bold: {}, italic: {} },
});
const text = (value: string, ...marks: string[]): Node => schema.text(value, marks.map((mark) => schema.mark(mark)));
const linked = (value: string, href: string): Node => schema.text(value, [schema.mark('link', { href })]);
const p = (...inline: Node[]): Node => schema.node('paragraph', null, inline);
const doc = (...blocks: Node[]): Node => schema.node('doc', null, blocks);
const item = (...blocks: Node[]): Node => schema.node('listItem', null, blocks);

const cases: { name: string; doc: Node; want: string }[] = [
  { name: 'paragraphs stand apart', doc: doc(p(text('One')), p(text('Two'))), want: 'One\n\nTwo' },
  { name: 'empty ends are cut', doc: doc(p(text('One')), p(), p()), want: 'One' },
  { name: 'bold touches its words', doc: doc(p(text('by '), text('Tuesday ', 'bold'), text('noon'))), want: 'by **Tuesday** noon' },
  { name: 'a star stays a star', doc: doc(p(text('2 * 3 and `x`'))), want: '2 \\* 3 and \\`x\\`' },
  { name: 'a name with underscores stays readable', doc: doc(p(text('serial_no_7'))), want: 'serial_no_7' },
  { name: 'a number at a line’s start makes no list', doc: doc(p(text('1. May is free'))), want: '1\\. May is free' },
  { name: 'a dash at a line’s start makes no list', doc: doc(p(text('- no'))), want: '\\- no' },
  { name: 'a bare link stays bare', doc: doc(p(linked('https://a.example/x_y', 'https://a.example/x_y'))), want: 'https://a.example/x_y' },
  { name: 'a named link has its address', doc: doc(p(linked('here', 'https://a.example'))), want: '[here](https://a.example)' },
  { name: 'a picture has its words', doc: doc(p(text('See '), schema.node('picture', { upload: 7, words: 'the [left]\nhub' }))), want: 'See ![the \\[left\\] hub](upload:7)' },
  { name: 'a picture on its way is none yet', doc: doc(p(text('See'), schema.node('picture', { key: 7 }))), want: 'See' },
  { name: 'a line break is a hard one', doc: doc(p(text('One'), schema.node('hardBreak'), text('Two'))), want: 'One  \nTwo' },
  {
    name: 'lists nest',
    doc: doc(schema.node('orderedList', null, [item(p(text('First')), schema.node('bulletList', null, [item(p(text('inner')))])), item(p(text('Second')))])),
    want: '1. First\n   - inner\n2. Second',
  },
];
for (const { name, doc: node, want } of cases) test(`the composer writes Markdown: ${name}`, () => assert.equal(writeMarkdown(node).text, want));

test('what is found in the text is marked at its place in the document', () => {
  const node = doc(p(text('Hello *')), p(text('I write '), text('by Tuesday', 'bold')));
  const written = writeMarkdown(node);
  const start = written.text.indexOf('by Tuesday');
  const range = rangeOf(written, start, 'by Tuesday'.length);
  assert.ok(range);
  assert.equal(node.textBetween(range.from, range.to), 'by Tuesday');
});

test('a picture’s words promise nothing (P4)', () => {
  const written = 'Look ![by Tuesday 14:00](upload:7), by Friday';
  assert.equal(withoutPictures(written).trimEnd().length, written.length);
  assert.equal(withoutPictures(written).replace(/ +/g, ' '), 'Look , by Friday');
});

test('a place beyond the text marks nothing', () => assert.equal(rangeOf(writeMarkdown(doc(p(text('x')))), 40, 3), null));

test('what was written is shown as it was written', () => {
  const blocks = markdownBlocks('Thanks **a lot**, 2 \\* 3\n\n- one\n- two');
  assert.deepEqual(blocks, [
    { kind: 'paragraph', pieces: [{ kind: 'text', text: 'Thanks ' }, { kind: 'bold', text: 'a lot' }, { kind: 'text', text: ', 2 * 3' }] },
    { kind: 'list', ordered: false, items: [[{ kind: 'text', text: 'one' }], [{ kind: 'text', text: 'two' }]] },
  ]);
});
