/* The built app in a browser, over a desk in memory: one of each for a test file. */
import { after, before } from 'node:test';
import { type Mock, startMock } from '../mock/serve.ts';
import { type Browser, launch, open, type Page, type PageOptions } from '../../tests/lib/browser.ts';

export interface App {
  browser: Browser;
  mock: Mock;
  signedIn: (path: string, options?: PageOptions) => Promise<{ page: Page; troubles: string[] }>;
}

/* Registers what starts and ends them; they are there once the first test runs. */
export function startApp(): App {
  const app = {
    async signedIn(path: string, options: PageOptions = {}) {
      const opened = await open(app.browser, options);
      await opened.page.goto(app.mock.url + path);
      await enter(opened.page);
      return opened;
    },
  } as App;
  before(async () => {
    [app.browser, app.mock] = await Promise.all([launch(), startMock(0)]);
  });
  after(async () => {
    await app.browser?.close();
    await app.mock?.close();
  });
  return app;
}

export async function enter(page: Page): Promise<void> {
  await page.getByLabel('Email').fill('amara@cedarandspoke.example');
  await page.getByLabel('Password', { exact: true }).fill('spokes');
  await page.getByRole('button', { name: 'Sign in' }).click();
}

export const editor = (page: Page) => page.getByRole('textbox', { name: /^(Reply to|Note)/ });

export async function write(page: Page, text: string): Promise<void> {
  await editor(page).click();
  await page.keyboard.insertText(text);
}
