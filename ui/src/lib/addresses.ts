/* Mail addresses as people type and paste them: "Name <a@b>, c@d; e@f". */
import type { Address } from '../api.gen.ts';

const ONE = /^(?:"?([^"<>]*?)"?\s*<([^\s<>@]+@[^\s<>@]+)>|([^\s<>@,;"]+@[^\s<>@,;"]+))$/;

/* What in TEXT is an address, and what is left of it to be put right. */
export function readAddresses(text: string): { found: Address[]; rest: string } {
  const found: Address[] = [];
  const rest: string[] = [];
  /* A space parts addresses only where no name stands before one. */
  const parts = text.split(/[,;\n]+/).flatMap((part) => (part.includes('<') ? [part] : part.split(/\s+/)));
  for (const part of parts.map((entry) => entry.trim()).filter(Boolean)) {
    const match = ONE.exec(part);
    const address = match?.[2] ?? match?.[3];
    if (address) found.push({ address, name: match?.[1]?.trim() || null });
    else rest.push(part);
  }
  return { found, rest: rest.join(' ') };
}

/* LIST with MORE behind it, each address once. */
export function withAddresses(list: Address[], more: Address[]): Address[] {
  const known = new Set(list.map((entry) => entry.address.toLowerCase()));
  const fresh = more.filter((entry) => !known.has(entry.address.toLowerCase()) && known.add(entry.address.toLowerCase()));
  return [...list, ...fresh];
}
