/* What a colleague chose for this browser. */
import { recall, remember } from './store.ts';

export type Theme = 'system' | 'light' | 'dark';

class Prefs {
  theme = $state<Theme>(recall<Theme>('theme', 'system'));
  /* Single-key shortcuts can be switched off (WCAG 2.1.4). */
  singleKeys = $state(recall('single-keys', true));
  dismissedHints = $state<string[]>(recall('dismissed-hints', []));

  setTheme(theme: Theme): void {
    this.theme = theme;
    remember('theme', theme);
    this.apply();
  }

  setSingleKeys(on: boolean): void {
    this.singleKeys = on;
    remember('single-keys', on);
  }

  dismissHint(phrase: string): void {
    this.dismissedHints = [...this.dismissedHints, phrase.toLowerCase()];
    remember('dismissed-hints', this.dismissedHints);
  }

  apply(): void {
    const root = document.documentElement;
    if (this.theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = this.theme;
  }
}

export const prefs = new Prefs();
