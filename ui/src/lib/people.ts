/* Names and faces. */
export function firstName(name: string): string {
  return name.split('@')[0]?.trim().split(/\s+/)[0] ?? name;
}

export const capital = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);

export function initials(name: string): string {
  const parts = name.replace(/@.*/, '').split(/[\s.]+/).filter(Boolean);
  const first = [...(parts[0] ?? '?')][0] ?? '?';
  const last = parts.length > 1 ? ([...(parts[parts.length - 1] ?? '')][0] ?? '') : '';
  return (first + last).toLocaleUpperCase();
}

const COLOURS = 6;

/* The same person has the same colour everywhere. */
export function colourOf(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return (sum % COLOURS) + 1;
}
