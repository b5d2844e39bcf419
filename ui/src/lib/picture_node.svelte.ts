/* A picture in the composer's editor: one letter wide for the cursor, drawn by parts/PictureBox.svelte. */
import { Node } from '@tiptap/core';
import { mount, unmount } from 'svelte';
import PictureBox from '../parts/PictureBox.svelte';
import type { Picture } from './pictures.ts';
import type { Uploads } from './uploads.svelte.ts';

export interface PictureOptions {
  uploads: Uploads | null;
  /* Whether UPLOAD is one of this draft: what is pasted from another is none. */
  knows: (upload: number) => boolean;
}

export const PictureNode = Node.create<PictureOptions>({
  name: 'picture',
  group: 'inline',
  inline: true,
  atom: true,
  draggable: true,
  addOptions: () => ({ uploads: null, knows: () => false }),
  addAttributes: () => ({ upload: { default: 0 }, key: { default: 0 }, words: { default: '' } }),
  parseHTML() {
    const read = (element: HTMLElement): Picture | false => {
      const upload = Number(element.dataset.upload);
      return this.options.knows(upload) ? { upload, key: 0, words: element.getAttribute('alt') ?? '' } : false;
    };
    return [{ tag: 'img[data-upload]', getAttrs: read }];
  },
  renderHTML: ({ node }) => ['img', { 'data-upload': String(node.attrs.upload), alt: String(node.attrs.words) }],
  addNodeView() {
    const { uploads } = this.options;
    return ({ node }) => {
      const dom = document.createElement('span');
      const shown = $state({ picture: node.attrs as Picture, selected: false });
      const box = mount(PictureBox, { target: dom, props: { shown, uploads } });
      dom.className = 'pic';
      return {
        dom,
        update(changed) {
          if (changed.type !== node.type) return false;
          shown.picture = changed.attrs as Picture;
          return true;
        },
        selectNode: () => (shown.selected = true),
        deselectNode: () => (shown.selected = false),
        ignoreMutation: () => true,
        destroy: () => void unmount(box),
      };
    };
  },
});
