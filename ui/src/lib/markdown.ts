/* The composer's document as the text that is sent: plain text with **bold**, *italic*, lists, links and pictures as in Markdown.
   Beside the text goes a map from each of its UTF-16 units to the document's position, so that what the server finds in
   the text can be marked in the editor. */
import type { Mark, Node } from '@tiptap/pm/model';
import type { Picture } from './pictures.ts';

export interface WrittenText {
  text: string;
  /* positions[i] is the document position of the unit text[i]; -1 for what only the Markdown has. */
  positions: number[];
}

class Writer {
  text = '';
  positions: number[] = [];

  add(text: string, position = -1): void {
    this.text += text;
    for (let i = 0; i < text.length; i++) this.positions.push(position < 0 ? -1 : position + i);
  }

  get atLineStart(): boolean {
    return this.text === '' || this.text.endsWith('\n') || /(^|\n) *(- |\d+\. )$/.test(this.text);
  }
}

const ALWAYS = /[\\*`]/;
const LINE_START = /^(#{1,6} |>|[-+] |={3,}|-{3,}|\d{1,9}[.)] )/;

/* Whether TEXT[i] would mean something in Markdown where it stands. No more is escaped than must be: the text is also
   read as it is. */
function needsEscape(text: string, i: number): boolean {
  const letter = text.charAt(i);
  const before = text.charAt(i - 1);
  const after = text.charAt(i + 1);
  if (ALWAYS.test(letter)) return true;
  if (letter === '_') return !/\w/.test(before) || !/\w/.test(after);
  if (letter === '<') return /[a-zA-Z/!?]/.test(after);
  if (letter === ']') return after === '(' || after === '[' || after === ':';
  return letter === '&' && /^&#?\w+;/.test(text.slice(i));
}

function writeText(out: Writer, text: string, position: number): void {
  const start = out.atLineStart ? LINE_START.exec(text) : null;
  /* "1." is escaped at its dot, everything else at its first letter. */
  const startAt = start ? (/^\d/.test(text) ? text.search(/[.)]/) : 0) : -1;
  for (let i = 0; i < text.length; i++) {
    if (i === startAt || needsEscape(text, i)) out.add('\\');
    out.add(text.charAt(i), position + i);
  }
}

/* One that the desk has not got yet is not sent: the composer waits for it. */
function writePicture(out: Writer, node: Node): void {
  const { upload, words } = node.attrs as Picture;
  if (upload > 0) out.add(`![${words.replace(/[\\[\]*_`<&]/g, '\\$&').replace(/\s+/g, ' ')}](upload:${upload})`);
}

/* TEXT with its pictures as spaces: what is read of it is what its writer says, at the same places. */
export const withoutPictures = (text: string): string => text.replace(/!\[(?:\\.|[^\]\\])*\]\(upload:\d+\)/g, (picture) => ' '.repeat(picture.length));

const MARKERS: Record<string, string> = { bold: '**', italic: '*' };

function openers(marks: readonly Mark[]): string {
  return marks.map((mark) => (mark.type.name === 'link' ? '[' : (MARKERS[mark.type.name] ?? ''))).join('');
}

function closers(marks: readonly Mark[]): string {
  return [...marks].reverse()
    .map((mark) => (mark.type.name === 'link' ? `](${String(mark.attrs.href)})` : (MARKERS[mark.type.name] ?? '')))
    .join('');
}

/* A link that shows its own address stays bare, as people write it. */
function isBareLink(node: Node, marks: readonly Mark[]): boolean {
  return marks.length === 1 && marks[0]?.type.name === 'link' && marks[0].attrs.href === node.text;
}

function writeInline(out: Writer, block: Node, start: number): void {
  block.forEach((node, offset) => {
    if (node.type.name === 'hardBreak') {
      out.add('  \n');
      return;
    }
    if (node.type.name === 'picture') {
      writePicture(out, node);
      return;
    }
    const text = node.text ?? '';
    if (isBareLink(node, node.marks)) {
      out.add(text, start + offset);
      return;
    }
    /* Markers must touch the words they hold: "**bold** ", not "**bold **". */
    const marks = text.trim() === '' ? [] : node.marks;
    const lead = marks.length > 0 ? text.length - text.trimStart().length : 0;
    const tail = marks.length > 0 ? text.trimEnd().length : text.length;
    out.add(text.slice(0, lead), start + offset);
    out.add(openers(marks));
    writeText(out, text.slice(lead, tail), start + offset + lead);
    out.add(closers(marks));
    out.add(text.slice(tail), start + offset + tail);
  });
}

function writeList(out: Writer, list: Node, start: number, indent: string): void {
  let number = Number(list.attrs.start ?? 1);
  list.forEach((item, itemOffset, index) => {
    if (index > 0) out.add('\n');
    const mark = list.type.name === 'orderedList' ? `${number++}. ` : '- ';
    item.forEach((block, blockOffset, blockIndex) => {
      const inside = start + itemOffset + 1 + blockOffset + 1;
      if (blockIndex > 0) out.add('\n');
      if (block.type.name === 'paragraph') {
        out.add(blockIndex === 0 ? indent + mark : indent + ' '.repeat(mark.length));
        writeInline(out, block, inside);
      } else {
        writeList(out, block, inside, indent + ' '.repeat(mark.length));
      }
    });
  });
}

export function writeMarkdown(doc: Node): WrittenText {
  const out = new Writer();
  doc.forEach((block, offset, index) => {
    if (index > 0) out.add('\n\n');
    if (block.type.name === 'paragraph') writeInline(out, block, offset + 1);
    else writeList(out, block, offset + 1, '');
  });
  const end = out.text.trimEnd().length;
  return { text: out.text.slice(0, end), positions: out.positions.slice(0, end) };
}

/* The document range of LENGTH units from START; null where the text has moved on meanwhile. */
export function rangeOf(written: WrittenText, start: number, length: number): { from: number; to: number } | null {
  const inside = written.positions.slice(start, start + length).filter((position) => position >= 0);
  const from = inside[0];
  const last = inside[inside.length - 1];
  return from === undefined || last === undefined ? null : { from, to: last + 1 };
}
