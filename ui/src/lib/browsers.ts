/* What a browser calls itself (RFC 9110, 10.1.5), for people: "Firefox, Linux". The order matters: most name others, too. */
const BROWSERS: [RegExp, string][] = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'], [/\bOPR\/|\bOpera\b/, 'Opera'], [/\bFirefox\/|\bFxiOS\//, 'Firefox'], [/\bChrom(e|ium)\/|\bCriOS\//, 'Chrome'], [/\bSafari\//, 'Safari'],
];
const SYSTEMS: [RegExp, string][] = [
  [/\biPhone\b/, 'iPhone'], [/\biPad\b/, 'iPad'], [/\bAndroid\b/, 'Android'], [/\bWindows\b/, 'Windows'], [/\bMac OS X\b|\bMacintosh\b/, 'Mac'], [/\bCrOS\b/, 'ChromeOS'], [/\bLinux\b/, 'Linux'],
];
const NAME_MOST = 40;

const find = (table: [RegExp, string][], text: string): string => table.find(([mark]) => mark.test(text))?.[1] ?? '';

/* '' for one that does not say. */
export function browserName(agent: string): string {
  const known = [find(BROWSERS, agent), find(SYSTEMS, agent)].filter(Boolean).join(', ');
  return known || agent.slice(0, NAME_MOST);
}
