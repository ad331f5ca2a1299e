// What a role requires, how what is known meets it, and what to learn next: one question to the server.

import { useQuery, type CombinedError } from 'urql';
import { graphql } from './gql';
import type { GapLinesQuery, GapStatus } from './gql/graphql';
import { useKnown } from './known';
import { usePages } from './pages';
import type { Linked } from './router';

const SUMMARY = graphql(`
  query Gap($slug: String!, $have: [HaveInput!]!) {
    gap(role: { slug: $slug }, have: $have) {
      coverage { essential overall }
      toLearn(first: 5) { node { id kind slug prefLabel } }
    }
  }
`);

const LINES = graphql(`
  query GapLines($slug: String!, $have: [HaveInput!]!, $after: String) {
    gap(role: { slug: $slug }, have: $have) {
      requirements(first: 100, after: $after) {
        edges {
          status
          strength
          importance
          chain { from { id prefLabel } }
          transfer { from { id prefLabel } }
          evidence { locator source { title url licence } }
          node { id kind slug prefLabel }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

export type Line = NonNullable<GapLinesQuery['gap']>['requirements']['edges'][number];

export interface Gap {
  lines: readonly Line[];
  /** From 0 to 1; null where nothing is required. */
  coverage?: { essential?: number | null; overall?: number | null };
  toLearn: Linked[];
  fetching: boolean;
  error?: CombinedError;
}

const linesOf = ({ gap }: GapLinesQuery) => ({ items: gap.requirements.edges, pageInfo: gap.requirements.pageInfo });

/** The requirements of a role, essential first, each with how it is met. */
export function useGap(slug: string): Gap {
  const have = useKnown().map(({ id }) => ({ concept: { id } }));
  const { items: lines, fetching, error } = usePages(LINES, { slug, have }, linesOf);
  const [{ data }] = useQuery({ query: SUMMARY, variables: { slug, have } });
  const toLearn = data?.gap.toLearn.map(({ node }) => node) ?? [];
  return { lines, coverage: data?.gap.coverage, toLearn, fetching, error };
}

/** Whether a requirement counts as met. */
export const isMet = (status: GapStatus): boolean => status === 'HAVE_EXACT' || status === 'HAVE_IMPLIED';
