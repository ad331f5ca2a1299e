// What a role requires, and how what is known meets it. The one place that knows how a gap is worked out.
//
// It reads all requirements and what the known things imply, and compares them here. Where the server offers
// `gap(have: […], role: …)`, that one field takes the place of it, with levels, near misses and an order of learning.

import { useQuery, type CombinedError } from 'urql';
import { graphql } from './gql';
import type { RequirementsQuery } from './gql/graphql';
import { useKnown } from './known';
import { usePages } from './pages';

const REQUIREMENTS = graphql(`
  query Requirements($slug: String!, $after: String) {
    role(by: { slug: $slug }) {
      id
      requirements(first: 100, after: $after) {
        edges {
          strength
          importance
          evidence { locator source { title url licence } }
          node { id kind slug prefLabel }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

const IMPLIED = graphql(`
  query Implied($ids: [ID!]!) {
    nodes(ids: $ids) {
      __typename
      ... on Competency { id prefLabel implies(first: 100) { edges { importance node { id } } } }
    }
  }
`);

export type Requirement = NonNullable<RequirementsQuery['role']>['requirements']['edges'][number];

const requirementsOf = ({ role }: RequirementsQuery) =>
  role ? { items: role.requirements.edges, pageInfo: role.requirements.pageInfo } : undefined;

export interface Line extends Requirement {
  /** `known`: it is; `implied`: something known shows it, named in `by`; `missing`: neither. */
  state: 'known' | 'implied' | 'missing';
  by?: string;
}

export interface Gap {
  lines: Line[];
  essential: { met: number; of: number };
  all: { met: number; of: number };
  fetching: boolean;
  error?: CombinedError;
}

/** What a role requires, essential first, and whether what is known meets it. */
export function useGap(slug: string): Gap {
  const { items: requirements, fetching, error } = usePages(REQUIREMENTS, { slug }, requirementsOf);
  const known = useKnown();
  const ids = known.map(({ id }) => id).slice(0, 100);
  const [implied] = useQuery({ query: IMPLIED, variables: { ids }, pause: ids.length === 0 });
  const have = new Set(ids);
  const shows = new Map<string, string>();
  for (const node of implied.data?.nodes ?? []) {
    if (!node || !('implies' in node) || !have.has(node.id)) continue;
    for (const { node: shown } of node.implies.edges) shows.set(shown.id, node.prefLabel);
  }
  const lines = requirements.map((requirement): Line => {
    if (have.has(requirement.node.id)) return { ...requirement, state: 'known' };
    const by = shows.get(requirement.node.id);
    return by ? { ...requirement, state: 'implied', by } : { ...requirement, state: 'missing' };
  });
  const count = (of: Line[]) => ({ met: of.filter(({ state }) => state !== 'missing').length, of: of.length });
  const essential = lines.filter(({ strength }) => strength === 'ESSENTIAL');
  return { lines, essential: count(essential), all: count(lines), fetching, error };
}
