/* A message's text as blocks to show. What we wrote is the Markdown of lib/markdown.ts; what came from outside is plain
   text, where only addresses of pages become links. Everything is shown as text: nothing here is ever HTML. */
import type { JSONContent } from '@tiptap/core';
import type { Attachment } from '../api.gen.ts';
import { pictureNode } from './pictures.ts';

export type Piece =
  | { kind: 'text' | 'bold' | 'italic'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'picture'; text: string; cid: string }
  | { kind: 'break' };
export type Block = { kind: 'paragraph'; pieces: Piece[] } | { kind: 'list'; ordered: boolean; items: Piece[][] };

const BARE_LINK = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}’”]/g;

function linkify(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const found of text.matchAll(BARE_LINK)) {
    if (found.index > at) pieces.push({ kind: 'text', text: text.slice(at, found.index) });
    pieces.push({ kind: 'link', text: found[0], href: found[0] });
    at = found.index + found[0].length;
  }
  if (at < text.length) pieces.push({ kind: 'text', text: text.slice(at) });
  return pieces;
}

function withBreaks(lines: string[], inline: (line: string) => Piece[]): Piece[] {
  return lines.flatMap((line, index) => (index === 0 ? inline(line) : [{ kind: 'break' } as Piece, ...inline(line)]));
}

const paragraphs = (text: string): string[][] =>
  text.replace(/\r/g, '').split(/\n[ \t]*\n+/).filter((block) => block.trim() !== '').map((block) => block.replace(/^\n+|\s+$/g, '').split('\n'));

export function plainBlocks(text: string): Block[] {
  return paragraphs(text).map((lines) => ({ kind: 'paragraph', pieces: withBreaks(lines, linkify) }));
}

const INLINE = /\\([!-/:-@[-`{-~])|!\[((?:\\.|[^\]\\])*)\]\(cid:([^)\s]+)\)|\*\*(.+?)\*\*|\*(?!\s)(.+?)\*|\[([^\]]+)\]\((https?:[^\s)]+|mailto:[^\s)]+)\)/g;
const unescape = (text: string): string => text.replace(/\\([!-/:-@[-`{-~])/g, '$1');

function markdownInline(line: string): Piece[] {
  const pieces: Piece[] = [];
  let plain = '';
  let at = 0;
  const flush = (): void => {
    if (plain !== '') pieces.push(...linkify(plain));
    plain = '';
  };
  for (const found of line.matchAll(INLINE)) {
    plain += line.slice(at, found.index);
    at = found.index + found[0].length;
    const [, escaped, shown, cid, bold, italic, label, href] = found;
    if (escaped !== undefined) {
      plain += escaped;
      continue;
    }
    flush();
    if (shown !== undefined && cid !== undefined) pieces.push({ kind: 'picture', text: unescape(shown), cid });
    else if (bold !== undefined) pieces.push({ kind: 'bold', text: unescape(bold) });
    else if (italic !== undefined) pieces.push({ kind: 'italic', text: unescape(italic) });
    else if (label !== undefined && href !== undefined) pieces.push({ kind: 'link', text: unescape(label), href });
  }
  plain += line.slice(at).replace(/ +$/, '');
  flush();
  return pieces;
}

const ITEM = /^\s*(?:([-*+])|\d{1,9}[.)])\s+(.*)$/;

export function markdownBlocks(text: string): Block[] {
  return paragraphs(text).flatMap((lines) => {
    const blocks: Block[] = [];
    for (const line of lines) {
      const item = ITEM.exec(line);
      const last = blocks[blocks.length - 1];
      if (item) {
        const ordered = item[1] === undefined;
        const pieces = markdownInline(item[2] ?? '');
        if (last?.kind === 'list' && last.ordered === ordered) last.items.push(pieces);
        else blocks.push({ kind: 'list', ordered, items: [pieces] });
      } else if (last?.kind === 'paragraph') {
        last.pieces.push({ kind: 'break' }, ...markdownInline(line));
      } else {
        blocks.push({ kind: 'paragraph', pieces: markdownInline(line) });
      }
    }
    return blocks;
  });
}

const MARKS: Partial<Record<Piece['kind'], string>> = { bold: 'bold', italic: 'italic' };

function inlineNodes(pieces: Piece[], uploads: Record<string, number>): JSONContent[] {
  return pieces.filter((piece) => piece.kind !== 'picture' || uploads[piece.cid]).map((piece) => {
    if (piece.kind === 'break') return { type: 'hardBreak' };
    if (piece.kind === 'picture') return pictureNode({ upload: uploads[piece.cid] ?? 0, key: 0, words: piece.text });
    if (piece.kind === 'link') return { type: 'text', text: piece.text, marks: [{ type: 'link', attrs: { href: piece.href } }] };
    const mark = MARKS[piece.kind];
    return { type: 'text', text: piece.text, ...(mark ? { marks: [{ type: mark }] } : {}) };
  });
}

/* BLOCKS as a document for the editor, to write on. UPLOADS: the files behind the pictures, by their Content-IDs. */
export function documentOf(blocks: Block[], uploads: Record<string, number>): JSONContent {
  const paragraph = (pieces: Piece[]): JSONContent => ({ type: 'paragraph', content: inlineNodes(pieces, uploads) });
  return {
    type: 'doc',
    content: blocks.map((block) => (block.kind === 'paragraph' ? paragraph(block.pieces)
      : { type: block.ordered ? 'orderedList' : 'bulletList', content: block.items.map((item) => ({ type: 'listItem', content: [paragraph(item)] })) })),
  };
}

/* The numbers of a message's files, by the Content-IDs under which its text shows them. */
export const byContentId = (files: Attachment[]): Record<string, number> => Object.fromEntries(files.flatMap((file) => (file.cid ? [[file.cid, file.id]] : [])));
