// Small parts that several pages share.

import type { ReactNode } from 'react';
import type { CombinedError } from 'urql';
import { toggle, useKnown } from './known';
import { addressOf, type Linked } from './router';

const KINDS: Record<string, string> = {
  ROLE: 'Role',
  ROLE_GROUP: 'Group of roles',
  SKILL: 'Skill',
  SKILL_GROUP: 'Group of skills',
  LANGUAGE: 'Language',
  FRAMEWORK: 'Framework',
  TOOL: 'Tool',
  RESPONSIBILITY: 'Responsibility',
  QUALIFICATION: 'Qualification',
};

export const kindOf = (kind: string): string => KINDS[kind] ?? kind;

/** The word of an enum as prose: `FULL_STACK` is “full stack”. */
export const prose = (word: string): string => word.toLowerCase().replaceAll('_', ' ');

export const counted = (count: number, word: string): string => `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;

export function Link({ to, children, className }: { to: Linked; children?: ReactNode; className?: string }) {
  return (
    <a href={addressOf(to)} className={className}>
      {children ?? to.prefLabel}
    </a>
  );
}

/** What is known can be said wherever it is named. */
export function Know({ concept }: { concept: Linked }) {
  const known = useKnown().some(({ id }) => id === concept.id);
  return (
    <button type="button" className="know" aria-pressed={known} onClick={() => toggle(concept)}>
      {known ? 'I know this' : 'Do you know this?'}
    </button>
  );
}

export interface Proof {
  locator: string;
  source: { title: string; url?: string | null; licence?: string | null };
}

export function Evidence({ of }: { of: readonly Proof[] }) {
  if (of.length === 0) return null;
  return (
    <details className="evidence">
      <summary>{counted(of.length, 'source')}</summary>
      <ul>
        {of.map(({ locator, source }) => (
          <li key={source.title + locator}>
            {source.url ? (
              <a href={source.url} target="_blank" rel="noreferrer">
                {source.title}
              </a>
            ) : (
              source.title
            )}
            <span>{locator}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What there is instead of a page that is not there, or not yet. */
export function Absent({ fetching, error, what }: { fetching: boolean; error?: CombinedError; what: string }) {
  if (error?.networkError) {
    return (
      <p className="absent" role="alert">
        The server does not answer. Start it with <code>cargo run</code> in the folder of the repository.
      </p>
    );
  }
  if (error) {
    return (
      <p className="absent" role="alert">
        {error.graphQLErrors.map(({ message }) => message).join(' ')}
      </p>
    );
  }
  return fetching ? <p className="absent waiting">…</p> : <p className="absent">There is no such {what}.</p>;
}
