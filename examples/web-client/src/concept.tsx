// Anything else: a skill, a framework, a tool, a qualification.

import { useQuery } from 'urql';
import { graphql } from './gql';
import { Absent, Know, kindOf, Link } from './parts';
import type { Linked } from './router';

const CONCEPT = graphql(`
  query Concept($id: ID!) {
    concept(by: { id: $id }) {
      __typename
      id
      kind
      slug
      prefLabel
      description
      altLabels
      broader { nodes { id kind slug prefLabel } }
      narrower(first: 50) { nodes { id kind slug prefLabel } }
      ... on Competency {
        requiredBy(first: 50) { nodes { id kind slug prefLabel } }
        implies(first: 20) { nodes { id kind slug prefLabel } }
      }
      ... on Framework {
        homepage
        languages { nodes { id kind slug prefLabel } }
        builtOn { nodes { id kind slug prefLabel } }
        builtBy(first: 50) { nodes { id kind slug prefLabel } }
      }
    }
  }
`);

export function Concept({ id }: { id: string }) {
  const [{ data, fetching, error }] = useQuery({ query: CONCEPT, variables: { id } });
  const concept = data?.concept;
  if (!concept) return <Absent fetching={fetching} error={error} what="thing" />;
  const framework = concept.__typename === 'Framework' ? concept : undefined;
  const competency = 'requiredBy' in concept ? concept : undefined;
  return (
    <>
      <section className="head">
        <p className="trail">{kindOf(concept.kind)}</p>
        <h1>{concept.prefLabel}</h1>
        <p>{concept.description}</p>
        {concept.altLabels.length > 0 && <p className="also">Also: {concept.altLabels.join(', ')}</p>}
        {competency && <Know concept={concept} />}
        {framework?.homepage && (
          <a className="home" href={framework.homepage} target="_blank" rel="noreferrer">
            Home page
          </a>
        )}
      </section>
      <div className="lists">
        <List title="Languages" of={framework?.languages.nodes} />
        <List title="Built on" of={framework?.builtOn.nodes} />
        <List title="Shows that you know" of={competency?.implies.nodes} />
        <List title="Part of" of={concept.broader.nodes} />
        <List title="Roles that want it" of={competency?.requiredBy.nodes} />
        <List title="Others build on it" of={framework?.builtBy.nodes} />
        <List title="In particular" of={concept.narrower.nodes} />
      </div>
    </>
  );
}

function List({ title, of = [] }: { title: string; of?: readonly Linked[] }) {
  if (of.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul className="chips">
        {of.map(concept => (
          <li key={concept.id}>
            <Link to={concept} className="chip" />
          </li>
        ))}
      </ul>
    </section>
  );
}
