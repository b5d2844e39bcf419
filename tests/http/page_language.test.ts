// The customer's page and mails speak the customer's language (DESIGN.md, interfaces; P4, AC-064).

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { eventually, startDesk, type Desk } from '../lib/desk.ts';
import { mailOf } from '../lib/lmtp.ts';
import { CustomerPage, linkIn, mailText } from '../lib/page.ts';

let desk: Desk;
before(async () => (desk = await startDesk()));
after(() => desk.end());

const said = {
  en: 'Hello, the rear hub of my wheel cracked yesterday. Could you please tell me what to do with it?',
  de: 'Guten Tag, die Nabe an meinem Hinterrad ist gestern gebrochen. Können Sie mir bitte sagen, was ich tun soll?',
  fr: 'Bonjour, le moyeu de ma roue arrière est cassé depuis hier. Pouvez-vous me dire ce que je dois faire avec elle ?',
  es: 'Hola, el buje de mi rueda trasera se rompió ayer. ¿Me pueden decir por favor qué tengo que hacer con ella?',
};
type Language = keyof typeof said;
const languages = Object.keys(said) as Language[];

/** The sentences of the page in a language, as far as no name stands in them. */
function sentences(language: Language): string[] {
  const catalogue = readFileSync(join(import.meta.dirname, `../../templates/${language}/catalogue.txt`), 'utf8');
  return [...catalogue.matchAll(/^say\.\w+ = (.*)$/gm)].map((row) => row[1]!).filter((text) => !text.includes('{{') && text.length > 8);
}

const readable = (html: string): string => html.replaceAll('&#39;', "'").replace(/<ul>.*?<\/ul><\/details>/s, '');

/** The receipt for a mail with TEXT, and the page behind its link as a browser that asks for ACCEPTS opens it. */
async function customer(name: string, text: string, accepts = ''): Promise<{ receipt: string; page: CustomerPage }> {
  const address = `${name}@example.org`;
  assert.match(await desk.deliver(mailOf({ from: `Tomas Vidal <${address}>`, subject: `Nabe ${name}`, text })), /^250/);
  const receipt = await eventually('the receipt', () => desk.outbox().find((mail) => mail.includes(address)));
  return { receipt, page: new CustomerPage(linkIn(receipt)!, accepts ? { 'accept-language': accepts } : {}) };
}

test('the page and the receipt speak the language in which the customer wrote, whatever the browser asks for', async () => {
  const marks = { en: /by \w+ \d+ \w+, \d\d:\d\d \(.+\)/, de: /bis .*\d\d:\d\d Uhr \(/, fr: /au plus tard .* à \d\d:\d\d \(/, es: /a más tardar el .* a las \d\d:\d\d \(/ };
  for (const language of languages) {
    const { receipt, page } = await customer(`writes-${language}`, said[language], 'it, fr;q=0.5');
    assert.match(mailText(receipt).replace(/\s+/g, ' '), marks[language]);
    const { html } = await page.show();
    assert.match(html, new RegExp(`<html lang="${language}">`));
    for (const other of languages.filter((one) => one !== language))
      for (const sentence of sentences(other))
        if (!sentences(language).includes(sentence)) assert.ok(!readable(html).includes(sentence), `${language}: ${sentence}`);
  }
});

test('every step of the page answers in the same language', async () => {
  for (const language of languages) {
    const { page } = await customer(`steps-${language}`, said[language]);
    const english = language === 'en' ? [] : sentences('en').filter((sentence) => !sentences(language).includes(sentence));
    const steps: [string, Record<string, string>][] = [
      ['write', { text: '1' }], ['code', {}], ['code/check', { code: '000000' }], ['solved', {}], ['not-yet', { text: '2' }], ['write', { text: ' ' }],
    ];
    for (const [form, fields] of steps) {
      const { html } = await page.send(form, fields);
      if (!html.includes('class="alone"')) assert.match(html, new RegExp(`<html lang="${language}">`));
      if (html.includes('class="alone"')) continue;
      for (const sentence of english) assert.ok(!readable(html).includes(sentence), `${language} ${form}: ${sentence}`);
    }
  }
});

test('whose language is not known is answered in the one that the browser asks for', async () => {
  const { page } = await customer('unknown', 'Hub 23.', 'it, fr-CH;q=0.9, en;q=0.3');
  assert.match((await page.show()).html, /<html lang="fr">/);
  const asked = new CustomerPage(page.url, { 'accept-language': 'pt' });
  assert.match((await asked.show()).html, /<html lang="en">/);
});

test('a language that is chosen on the page stays chosen in this browser, on every page', async () => {
  const { page } = await customer('chooses', said.en);
  const { html } = await page.show();
  for (const language of languages) assert.match(html, new RegExp(`href="\\?language=${language}"`));
  assert.match((await page.show('?language=es')).html, /<html lang="es">.*Una primera respuesta/s);
  assert.match((await page.send('write', { text: 'Una cosa más.' })).html, /<html lang="es">.*ya tiene su mensaje/s);
  assert.match((await page.send('write', { text: ' ' })).html, /<html lang="es">.*Falta algo/s);
  assert.match((await new CustomerPage(page.url).show()).html, /<html lang="en">/);
  assert.match((await page.show('?language=xx')).html, /<html lang="es">/);
});

test('AC-064: a link that opens nothing says so in the language of the browser', async () => {
  const nothing = new CustomerPage(`${desk.url}/p/${'a'.repeat(52)}`, { 'accept-language': 'de-AT' });
  const { status, html } = await nothing.show();
  assert.equal(status, 404);
  assert.match(html, /<html lang="de">.*Hinter diesem Link ist nichts/s);
});

test('P4: a page whose reader may live by another time names the place whose time it tells', async () => {
  const { page } = await customer('elsewhere', said.de);
  assert.match((await page.show()).html, /Die Zeiten gelten für \w+/);
});
