/* The composer's editor: TipTap with what the text can carry (bold, italic, lists, links, pictures) and marks for what was found. */
import { Editor, type JSONContent } from '@tiptap/core';
import Bold from '@tiptap/extension-bold';
import Document from '@tiptap/extension-document';
import HardBreak from '@tiptap/extension-hard-break';
import Italic from '@tiptap/extension-italic';
import Link from '@tiptap/extension-link';
import { BulletList, ListItem, ListKeymap, OrderedList } from '@tiptap/extension-list';
import Paragraph from '@tiptap/extension-paragraph';
import Text from '@tiptap/extension-text';
import { Placeholder, UndoRedo } from '@tiptap/extensions';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { PictureNode, type PictureOptions } from './picture_node.svelte.ts';
import type { Picture } from './pictures.ts';

export interface Found { from: number; to: number; className: string }

const foundKey = new PluginKey<DecorationSet>('found');

/* What the server found is drawn over the text, moves with it, and is never part of it. */
function foundPlugin(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key: foundKey,
    state: {
      init: () => DecorationSet.empty,
      apply(transaction, shown) {
        const found = transaction.getMeta(foundKey) as Found[] | undefined;
        if (!found) return shown.map(transaction.mapping, transaction.doc);
        const size = transaction.doc.content.size;
        return DecorationSet.create(
          transaction.doc,
          found.filter((mark) => mark.to <= size).map((mark) => Decoration.inline(mark.from, mark.to, { class: mark.className })),
        );
      },
    },
    props: { decorations: (state) => foundKey.getState(state) },
  });
}

export function showFound(editor: Editor, found: Found[]): void {
  editor.view.dispatch(editor.state.tr.setMeta(foundKey, found).setMeta('addToHistory', false));
}

/* The desk has the picture KEY as UPLOAD, or, where that is null, it is none and leaves the text. What the writer undoes is
   their own step, not this one. */
export function placePicture(editor: Editor, key: number, upload: number | null): void {
  const change = editor.state.tr;
  editor.state.doc.descendants((node, position) => {
    const picture = node.attrs as Picture;
    if (node.type.name !== 'picture' || picture.key !== key || picture.upload > 0) return;
    const at = change.mapping.map(position);
    if (upload === null) change.delete(at, at + 1);
    else change.setNodeMarkup(at, null, { ...picture, upload });
  });
  if (change.docChanged) editor.view.dispatch(change.setMeta('addToHistory', false));
}

export interface EditorOptions {
  element: HTMLElement;
  content: JSONContent | null;
  label: string;
  placeholder: string;
  pictures: PictureOptions;
  onWrite: (editor: Editor) => void;
  onSelect: (editor: Editor) => void;
  onSend: () => void;
}

/* Ctrl Enter sends; a line break in a paragraph is Shift Enter alone. */
const LineBreak = HardBreak.extend({
  addKeyboardShortcuts() {
    return { 'Shift-Enter': () => this.editor.commands.setHardBreak() };
  },
});

export function makeEditor(options: EditorOptions): Editor {
  const editor = new Editor({
    element: options.element,
    /* The page's policy forbids styles that scripts write into it; styles/editor.css has them. */
    injectCSS: false,
    /* Always a document: text would be parsed as HTML, which the page's policy forbids. */
    content: options.content ?? { type: 'doc', content: [{ type: 'paragraph' }] },
    extensions: [
      Document, Paragraph, Text, Bold, Italic, BulletList, OrderedList, ListItem, ListKeymap, LineBreak, UndoRedo,
      Link.configure({ openOnClick: false, autolink: true, protocols: ['http', 'https', 'mailto'], HTMLAttributes: { rel: null, target: null } }),
      Placeholder.configure({ placeholder: options.placeholder }),
      PictureNode.configure(options.pictures),
    ],
    editorProps: {
      attributes: { class: 'ed', role: 'textbox', 'aria-multiline': 'true', 'aria-label': options.label },
      handleKeyDown: (view, event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          options.onSend();
          return true;
        }
        if (event.key === 'Escape') view.dom.blur();
        return false;
      },
    },
    onUpdate: ({ editor: changed }) => options.onWrite(changed),
    onSelectionUpdate: ({ editor: changed }) => options.onSelect(changed),
    onTransaction: ({ editor: changed }) => options.onSelect(changed),
  });
  editor.registerPlugin(foundPlugin());
  return editor;
}
