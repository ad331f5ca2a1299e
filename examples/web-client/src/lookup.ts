// Type-ahead. The one place that knows how names are found.
//
// It loads the names of roles and languages once and looks through them at each keystroke; whatever else there is, it
// finds by its whole name. Where the server offers `suggest(prefix: …)`, one query a keystroke takes the place of all.

import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { graphql } from './gql';
import type { LanguageNamesQuery, RoleNamesQuery } from './gql/graphql';
import { usePages } from './pages';
import type { Linked } from './router';

const ROLES = graphql(`
  query RoleNames($after: String) {
    roles(first: 100, after: $after) {
      nodes { id kind slug prefLabel altLabels requirements { totalCount } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

const LANGUAGES = graphql(`
  query LanguageNames($after: String) {
    languages(first: 100, after: $after, filter: { languageType: PROGRAMMING }) {
      nodes { id kind slug prefLabel altLabels frameworks { totalCount } requiredBy { totalCount } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

const BY_NAME = graphql(`
  query ByName($label: String!) {
    languages(filter: { label: $label }, first: 3) { nodes { id kind slug prefLabel } }
    frameworks(filter: { label: $label }, first: 3) { nodes { id kind slug prefLabel } }
    tools(filter: { label: $label }, first: 3) { nodes { id kind slug prefLabel } }
    skills(filter: { label: $label }, first: 3) { nodes { id kind slug prefLabel } }
  }
`);

const MOST = 8;
const PAUSE = 150;

const roles = ({ roles: { nodes: items, pageInfo } }: RoleNamesQuery) => ({ items, pageInfo });
const languages = ({ languages: { nodes: items, pageInfo } }: LanguageNamesQuery) => ({ items, pageInfo });

/** All roles, with how much each requires. */
export const useRoles = () => usePages(ROLES, {}, roles);

/** All programming languages, with how much hangs on each. */
export const useLanguages = () => usePages(LANGUAGES, {}, languages);

/** What may be meant by what is typed so far, the likeliest first. */
export function useSuggestions(text: string): Linked[] {
  const names = [...useRoles().items, ...useLanguages().items];
  const typed = text.trim().toLowerCase();
  const label = useSettled(typed);
  const [{ data }] = useQuery({ query: BY_NAME, variables: { label }, pause: label.length === 0 });
  if (!typed) return [];
  const near = names
    .map(concept => ({ concept, rank: rank([concept.prefLabel, ...concept.altLabels], typed) }))
    .filter(({ rank }) => rank < 3)
    .sort((a, b) => a.rank - b.rank || a.concept.prefLabel.localeCompare(b.concept.prefLabel));
  const exact = label === typed && data ? Object.values(data).flatMap(found => (typeof found === 'object' ? found.nodes : [])) : [];
  const all = new Map([...exact, ...near.map(({ concept }) => concept)].map(concept => [concept.id, concept]));
  return [...all.values()].slice(0, MOST);
}

/** 0: a name begins so; 1: a word in it does; 2: it is somewhere inside; 3: nowhere. Half a step more for other names. */
function rank([preferred = '', ...others]: string[], typed: string): number {
  const of = (name: string) => {
    const at = name.toLowerCase().indexOf(typed);
    if (at <= 0) return at < 0 ? 3 : 0;
    return /\W/.test(name.charAt(at - 1)) ? 1 : 2;
  };
  return Math.min(of(preferred), ...others.map(name => of(name) + 0.5));
}

/** A value that has not changed for a moment. */
function useSettled<T>(value: T): T {
  const [settled, settle] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => settle(value), PAUSE);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
