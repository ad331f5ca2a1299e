// What the visitor knows. It stays in the browser.

import { useSyncExternalStore } from 'react';
import type { Linked } from './router';

const KEY = 'skills-explorer:known';
const listeners = new Set<() => void>();
let known: readonly Linked[] = read();

function read(): Linked[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(stored) ? (stored as Linked[]) : [];
  } catch {
    return [];
  }
}

function change(next: readonly Linked[]): void {
  known = next;
  localStorage.setItem(KEY, JSON.stringify(next));
  for (const listener of listeners) listener();
}

/** Adds what was not known, removes what was. */
export function toggle({ id, kind, slug, prefLabel }: Linked): void {
  const rest = known.filter(other => other.id !== id);
  change(rest.length < known.length ? rest : [...known, { id, kind, slug, prefLabel }]);
}

export function useKnown(): readonly Linked[] {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => known,
  );
}
