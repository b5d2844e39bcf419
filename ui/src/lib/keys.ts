/* Keyboard shortcuts. A screen binds its keys while it is shown; the one bound last wins. Single keys are silent while
   somebody types, while a dialog or menu is open, and when they are switched off. */
import { prefs } from './prefs.svelte.ts';

export type Keys = Record<string, (event: KeyboardEvent) => void>;

const bound: Keys[] = [];

/* KEYS by name: "j", "?", "Enter", "Ctrl+k", "Ctrl+Enter". Returns what unbinds them. */
export function bindKeys(keys: Keys): () => void {
  bound.push(keys);
  return () => {
    bound.splice(bound.indexOf(keys), 1);
  };
}

function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.ctrlKey || event.metaKey ? `Ctrl+${key}` : key;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !['radio', 'checkbox', 'button', 'submit'].includes(target.type);
}

const layerIsOpen = (): boolean =>
  document.querySelector('[role=dialog][data-state=open], [role=menu][data-state=open]') !== null;

function onKeydown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  const name = nameOf(event);
  const withCtrl = name.startsWith('Ctrl+');
  if (!withCtrl) {
    if (isTyping(event.target) || layerIsOpen()) return;
    if (name.length === 1 && !prefs.singleKeys) return;
    /* Enter and Space belong to the button or link that has the focus. */
    if (name === 'Enter' && event.target instanceof HTMLElement && event.target.closest('a, button')) return;
  }
  const keys = bound.findLast((entry) => name in entry);
  if (!keys) return;
  event.preventDefault();
  keys[name]?.(event);
}

export function startKeys(): void {
  addEventListener('keydown', onKeydown);
}

export interface EarlyKeys { end: () => string }

/* Keeps what somebody types for an editor that is still on its way, so that no letter is lost or taken for a shortcut. */
export function catchKeys(): EarlyKeys {
  let typed = '';
  const keep = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
    event.preventDefault();
    event.stopPropagation();
    typed += event.key;
  };
  addEventListener('keydown', keep, { capture: true });
  return {
    end: () => {
      removeEventListener('keydown', keep, { capture: true });
      return typed;
    },
  };
}

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
export const ctrlLabel = isMac ? '⌘' : 'Ctrl';
