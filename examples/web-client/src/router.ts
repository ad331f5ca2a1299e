// Which page is shown: what stands behind the # of the address.

import { useSyncExternalStore } from 'react';

export type Page =
  | { name: 'home' }
  | { name: 'role'; slug: string }
  | { name: 'language'; slug: string }
  | { name: 'concept'; id: string };

/** What every concept has, enough to link to it. */
export interface Linked {
  id: string;
  kind: string;
  slug: string;
  prefLabel: string;
}

export function addressOf({ kind, slug, id }: Linked): string {
  if (kind === 'ROLE') return `#/role/${slug}`;
  return kind === 'LANGUAGE' ? `#/language/${slug}` : `#/concept/${id}`;
}

function read(hash: string): Page {
  const [, name, argument = ''] = hash.split('/').map(decodeURIComponent);
  if (name === 'role') return { name, slug: argument };
  if (name === 'language') return { name, slug: argument };
  return name === 'concept' ? { name, id: argument } : { name: 'home' };
}

function subscribe(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}

export function usePage(): Page {
  return read(useSyncExternalStore(subscribe, () => location.hash));
}
