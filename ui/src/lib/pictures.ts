/* Pictures in a text that is being written. In the document each is a node with the number of its upload, 0 until the desk
   has it, and the key under which it is on its way; in the text that is sent it is "![words](upload:7)". */
import type { JSONContent } from '@tiptap/core';

export interface Picture { upload: number; key: number; words: string }

/* What the server shows inside a mail; any other file stands beside the text. */
const TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
export const PICTURE_TYPES = TYPES.join(',');
export const isPictureType = (type: string): boolean => TYPES.includes(type);

export const pictureNode = (picture: Picture): JSONContent => ({ type: 'picture', attrs: { ...picture } });

export function picturesIn(doc: JSONContent | null): Picture[] {
  if (!doc) return [];
  if (doc.type === 'picture') return [doc.attrs as Picture];
  return (doc.content ?? []).flatMap(picturesIn);
}

/* DOC with UPLOAD as the number of the picture that was on its way as KEY; without it where UPLOAD is null. */
export function withUpload(doc: JSONContent, key: number, upload: number | null): JSONContent {
  if (!doc.content) return doc;
  const isIt = (node: JSONContent): boolean => node.type === 'picture' && node.attrs?.key === key;
  const content = doc.content
    .filter((node) => upload !== null || !isIt(node))
    .map((node) => (isIt(node) ? { ...node, attrs: { ...node.attrs, upload } } : withUpload(node, key, upload)));
  return { ...doc, content };
}

/* What an HTML clipboard says beside its pictures. */
const wordsOf = (html: string): string => html.replace(/<!--[^]*?-->|<(style|script|title)\b[^]*?<\/\1>|<[^>]*>|&nbsp;/gi, '').trim();

/* The files of a clipboard that are meant: a copied piece of a page, which some programs add a picture of, is text; a
   picture copied out of a page comes with nothing but its own <img>. */
export function pastedFiles(data: DataTransfer | null): File[] {
  if (!data || data.files.length === 0 || data.types.includes('text/plain') || wordsOf(data.getData('text/html')) !== '') return [];
  return [...data.files];
}
