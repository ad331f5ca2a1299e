// How names are found: type-ahead by the server, and the lists of the first page.

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

const SUGGEST = graphql(`
  query Suggest($prefix: String!) {
    suggest(prefix: $prefix, first: 8) {
      concept { id kind slug prefLabel }
    }
  }
`);

/** A pause in typing, in milliseconds, that is worth a question. */
const PAUSE = 60;

const roles = ({ roles: { nodes: items, pageInfo } }: RoleNamesQuery) => ({ items, pageInfo });
const languages = ({ languages: { nodes: items, pageInfo } }: LanguageNamesQuery) => ({ items, pageInfo });

/** All roles, with how much each requires. */
export const useRoles = () => usePages(ROLES, {}, roles);

/** All programming languages, with how much hangs on each. */
export const useLanguages = () => usePages(LANGUAGES, {}, languages);

/** What may be meant by what is typed so far, the likeliest first. */
export function useSuggestions(text: string): Linked[] {
  const typed = text.trim();
  const prefix = useSettled(typed);
  const [{ data }] = useQuery({ query: SUGGEST, variables: { prefix }, pause: prefix === '' });
  // While the next answer is on its way, the last one stays: a list that comes and goes cannot be chosen from.
  return typed && data ? data.suggest.map(({ concept }) => concept) : [];
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
