/* Every text that a colleague reads comes from one catalogue. Another language is another file of the same shape. */
import { en } from './en.ts';

export type Words = typeof en;
export const words: Words = en;
