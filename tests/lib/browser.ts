/* The browser of these tests: Debian's Chromium, driven by playwright-core, and axe for what can be checked of accessibility.
   Both live in ui/node_modules, where npm installs them. */
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';

const require = createRequire(new URL('../../ui/package.json', import.meta.url));
const { chromium } = require('playwright-core') as typeof import('playwright-core');

export type { Browser, Page };

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.BUCKSTOP_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb', '--font-render-hinting=none'],
  });
}

export const DESKTOP = { width: 1440, height: 900 };
export const LAPTOP = { width: 1200, height: 800 };
export const PHONE = { width: 390, height: 844 };

/* For one step, on a machine that does much else at the time. */
const PATIENCE_MS = 15_000;

export interface PageOptions { size?: { width: number; height: number }; dark?: boolean; locale?: string; zone?: string }

/* A page in a context of its own: no cookies or drafts of another. What the page's scripts complain about is kept in `troubles`. */
export async function open(browser: Browser, options: PageOptions = {}): Promise<{ page: Page; troubles: string[] }> {
  const context = await browser.newContext({
    viewport: options.size ?? DESKTOP, colorScheme: options.dark ? 'dark' : 'light', locale: options.locale ?? 'en-GB', timezoneId: options.zone ?? 'Europe/London', reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  /* The browser logs each refused request, which many tests provoke; what the page's policy blocked is a fault of ours. */
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) troubles.push(message.text());
  });
  return { page, troubles };
}

/* axe's rules for WCAG 2.2 AA and its best practices. Gives one line per finding; none is the aim. */
export async function axe(page: Page): Promise<string[]> {
  const source = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(source);
  /* Colours in the midst of a fade, or before their font has come, are nobody's colours. */
  await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.all(document.getAnimations().filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity).map((animation) => animation.finished.catch(() => undefined)));
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
  const results = await page.evaluate(() => (globalThis as unknown as { axe: { run: (options: object) => Promise<{ violations: { id: string; impact: string; nodes: { target: unknown[]; failureSummary?: string }[] }[] }> } }).axe.run({}));
  return results.violations.flatMap((violation) => violation.nodes.map((node) => `${violation.id} (${violation.impact}): ${node.target.join(' ')}${node.failureSummary ? ` — ${node.failureSummary.replace(/\s+/g, ' ')}` : ''}`));
}
