// What a client with Relay asks: a query, a page of a connection, and the next page by way of `node`.

import { graphql } from 'relay-runtime';

export const query = graphql`
  query roleQuery($slug: String!) {
    role(by: { slug: $slug }) {
      id
      prefLabel
      ...role_requirements
    }
  }
`;

export const requirements = graphql`
  fragment role_requirements on Role
  @argumentDefinitions(first: { type: "Int", defaultValue: 5 }, after: { type: "String" })
  @refetchable(queryName: "roleRequirementsPage") {
    requirements(first: $first, after: $after, strength: ESSENTIAL) @connection(key: "role_requirements") {
      edges {
        importance
        node {
          __typename
          id
          prefLabel
          ... on Language {
            frameworks(first: 1) {
              nodes {
                id
              }
            }
          }
        }
      }
    }
  }
`;
