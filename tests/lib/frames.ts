/* What a page and the frames in it try that a mail must never do: run a script, ask anybody but the desk, open a window. */
import type { Page } from './browser.ts';

export interface Heard {
  /* alert() and its like. */
  dialogs: string[];
  /* What the browser says it stopped: the sandbox or a policy had to. */
  blocked: string[];
  /* Addresses of anybody else. */
  outside: string[];
  windows: string[];
}

const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/* A picture of the size that ADDRESS names ("…/320x120.svg"), in a colour of its own. */
function picture(address: string): { contentType: string; body: string | Buffer } {
  const [, width, height] = /(\d+)x(\d+)/.exec(address) ?? [];
  if (!width || !height) return { contentType: 'image/gif', body: PIXEL };
  const hue = [...address].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 360;
  return { contentType: 'image/svg+xml', body: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="hsl(${hue} 60% 60%)"/></svg>` };
}

/* From now on hears what PAGE does. Nothing leaves but to ORIGIN: PICTURES of others are painted here, all else fails. */
export async function listen(page: Page, origin: string, pictures = true): Promise<Heard> {
  const heard: Heard = { dialogs: [], blocked: [], outside: [], windows: [] };
  page.on('dialog', (dialog) => {
    heard.dialogs.push(dialog.message());
    void dialog.dismiss().catch(() => undefined);
  });
  page.on('console', (message) => {
    if (/Blocked script|Content Security Policy|Ignored call|sandboxed|Unsafe attempt/i.test(message.text())) heard.blocked.push(message.text());
  });
  page.on('popup', (popup) => heard.windows.push(popup.url()));
  page.on('websocket', (socket) => heard.outside.push(socket.url()));
  await page.context().route((url) => url.origin !== origin, async (route) => {
    heard.outside.push(route.request().url());
    if (pictures && route.request().resourceType() === 'image') await route.fulfill({ status: 200, ...picture(route.request().url()) });
    else await route.abort();
  });
  return heard;
}

export const NOTHING: Heard = { dialogs: [], blocked: [], outside: [], windows: [] };

/* What a browser made of a mail's HTML that no mail may contain; [] when it is harmless. Runs inside the page. */
export function trespasses(): string[] {
  const found: string[] = [];
  const never = new Set(['SCRIPT', 'STYLE', 'LINK', 'META', 'BASE', 'IFRAME', 'FRAME', 'FRAMESET', 'OBJECT', 'EMBED', 'APPLET', 'FORM', 'INPUT', 'BUTTON', 'TEXTAREA', 'SELECT', 'SVG', 'MATH', 'TEMPLATE', 'AUDIO', 'VIDEO', 'SOURCE', 'PORTAL', 'NOSCRIPT', 'XMP', 'PLAINTEXT']);
  const schemes = ['http:', 'https:', 'mailto:', 'tel:'];
  for (const element of document.body.querySelectorAll('*')) {
    const name = element.nodeName.toUpperCase();
    if (never.has(name) || element.namespaceURI !== 'http://www.w3.org/1999/xhtml') found.push(`<${name}>`);
    for (const attribute of element.attributes) {
      if (/^on|^(id|name|srcset|ping|formaction|xlink:href|background|is)$/.test(attribute.name)) found.push(`${name} ${attribute.name}`);
      if (attribute.name === 'style' && /url\((?!'\/api\/v1\/messages\/\d+\/image\?cid=)|expression|position\s*:\s*(fixed|sticky)|behavior|@import|-moz-binding/i.test(attribute.value)) found.push(`${name} style ${attribute.value}`);
    }
    if (element instanceof HTMLAnchorElement && element.hasAttribute('href')) {
      if (!schemes.includes(element.protocol)) found.push(`link to ${element.protocol}`);
      if (element.target !== '_blank' || !element.relList.contains('noopener')) found.push(`link that keeps the window: ${element.outerHTML}`);
    }
  }
  /* What a browser reads again is what it read first: no second meaning hides in the text. */
  const again = new DOMParser().parseFromString(document.body.innerHTML, 'text/html').body;
  again.normalize();
  document.body.normalize();
  if (again.innerHTML !== document.body.innerHTML) found.push('read again it is another');
  return found;
}
