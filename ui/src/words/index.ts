/* Every text that a colleague reads comes from one catalogue. Another language is another file of the same shape, and a row
   here; it is loaded only where it is read. Which one is remembered, since the sign-in page is shown before anybody knows who
   reads it; there the browser's own language counts. */
import { recall, remember } from '../lib/store.ts';
import { en } from './en.ts';

export type Words = typeof en;

const others: Record<string, () => Promise<Words>> = {
  de: async () => (await import('./de.ts')).de,
};
const KEY = 'language';

const chosen = recall<string | null>(KEY, null) ?? navigator.language.slice(0, 2);
export const language = chosen in others ? chosen : 'en';
export const words: Words = await (others[language]?.() ?? Promise.resolve(en)).catch(() => en);
if (typeof document !== 'undefined') document.documentElement.lang = words === en ? 'en' : language;

/* WANTED: the language of who signed in. Whether the app must be loaded anew to speak it. */
export function speaks(wanted: string): boolean {
  const known = wanted in others ? wanted : 'en';
  return known === language || !remember(KEY, known) || recall<string | null>(KEY, null) !== known;
}
