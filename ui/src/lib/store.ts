/* The browser's storage, which may be full, forbidden or cleared at any time. */
export function remember(key: string, value: unknown): boolean {
  try {
    localStorage.setItem(`buckstop.${key}`, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

export function recall<T>(key: string, otherwise: T): T {
  try {
    const text = localStorage.getItem(`buckstop.${key}`);
    return text === null ? otherwise : (JSON.parse(text) as T);
  } catch {
    return otherwise;
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(`buckstop.${key}`);
  } catch {
    /* nothing was stored */
  }
}

export function keysWith(prefix: string): string[] {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(`buckstop.${prefix}`))
      .map((key) => key.slice('buckstop.'.length));
  } catch {
    return [];
  }
}
