// A role: what it requires, who says so, and what of it is lacking.

import { useState } from 'react';
import { useQuery } from 'urql';
import { graphql } from './gql';
import { isMet, useGap, type Line } from './gap';
import { Known } from './home';
import { toggle } from './known';
import { Absent, Evidence, kindOf, Link } from './parts';

const ROLE = graphql(`
  query Role($slug: String!) {
    role(by: { slug: $slug }) {
      id
      prefLabel
      description
      definition
      altLabels
      broader { nodes { id kind slug prefLabel } }
      responsibilities(first: 100) { nodes { id prefLabel } }
    }
  }
`);

const FILTERS = { all: 'All', missing: 'What I lack', essential: 'Essential' } as const;
type Filter = keyof typeof FILTERS;
const ORDER = ['LANGUAGE', 'FRAMEWORK', 'TOOL', 'SKILL', 'QUALIFICATION'];

export function Role({ slug }: { slug: string }) {
  const [{ data, fetching, error }] = useQuery({ query: ROLE, variables: { slug } });
  const gap = useGap(slug);
  const [filter, setFilter] = useState<Filter>('all');
  const role = data?.role;
  if (!role) return <Absent fetching={fetching} error={error} what="role" />;
  const shown = gap.lines.filter(
    ({ status, strength }) => filter === 'all' || (filter === 'missing' ? !isMet(status) : strength === 'ESSENTIAL'),
  );
  const kinds = ORDER.filter(kind => shown.some(({ node }) => node.kind === kind));
  return (
    <>
      <section className="head">
        <p className="trail">Role{role.broader.nodes.map(({ id, prefLabel }) => <span key={id}> · {prefLabel}</span>)}</p>
        <h1>{role.prefLabel}</h1>
        <p>{role.description ?? role.definition}</p>
        {role.altLabels.length > 0 && <p className="also">Also: {role.altLabels.join(', ')}</p>}
      </section>
      <div className="columns">
        <div>
          <div className="filters" role="group" aria-label="Which requirements">
            {(Object.keys(FILTERS) as Filter[]).map(key => (
              <button key={key} type="button" aria-pressed={key === filter} onClick={() => setFilter(key)}>
                {FILTERS[key]}
              </button>
            ))}
          </div>
          {gap.lines.length === 0 && (gap.fetching || gap.error) && <Absent {...gap} what="requirement" />}
          {kinds.map(kind => (
            <section key={kind} className="requirements">
              <h2>{kindOf(kind)}s</h2>
              <ul>
                {shown
                  .filter(({ node }) => node.kind === kind)
                  .map(line => (
                    <Row key={line.node.id} line={line} />
                  ))}
              </ul>
            </section>
          ))}
          {!gap.fetching && shown.length === 0 && <p className="absent">{filter === 'missing' ? 'Nothing is lacking.' : 'It requires nothing.'}</p>}
        </div>
        <aside>
          <section className="panel">
            <h2>What do I lack?</h2>
            <Meter label="of what is essential" share={gap.coverage?.essential} />
            <Meter label="of everything" share={gap.coverage?.overall} />
            <Known />
            {gap.toLearn.length > 0 && (
              <>
                <h3>Learn next</h3>
                <ol className="plain">
                  {gap.toLearn.map(concept => (
                    <li key={concept.id}>
                      <Link to={concept} />
                    </li>
                  ))}
                </ol>
              </>
            )}
          </section>
          {role.responsibilities.nodes.length > 0 && (
            <section className="panel">
              <h2>What the work is</h2>
              <ul className="plain">
                {role.responsibilities.nodes.map(({ id, prefLabel }) => (
                  <li key={id}>{prefLabel}</li>
                ))}
              </ul>
            </section>
          )}
        </aside>
      </div>
    </>
  );
}

const MARKS = { HAVE_EXACT: '✓', HAVE_IMPLIED: '≈', BELOW_LEVEL: '↓', TRANSFERABLE: '~', MISSING: '' } as const;

function Row({ line }: { line: Line }) {
  const { node, status, chain, transfer, strength, importance, evidence } = line;
  const known = status === 'HAVE_EXACT';
  const by = status === 'HAVE_IMPLIED' ? chain[0]?.from.prefLabel : undefined;
  const near = status === 'TRANSFERABLE' ? transfer?.from.prefLabel : undefined;
  return (
    <li className={`row ${known ? 'has' : by ? 'implied' : ''}`}>
      <button
        type="button"
        className="mark"
        aria-pressed={known}
        aria-label={`${node.prefLabel}: ${known ? 'known' : 'mark as known'}`}
        onClick={() => toggle(node)}
      >
        {MARKS[status]}
      </button>
      <div>
        <Link to={node} />
        {strength === 'ESSENTIAL' && <span className="badge">essential</span>}
        {by && <span className="by">because you know {by}</span>}
        {near && <span className="near">near to {near}</span>}
        <Evidence of={evidence} />
      </div>
      {typeof importance === 'number' && <meter min={0} max={1} value={importance} aria-label="Importance" title={`Importance ${importance}`} />}
    </li>
  );
}

function Meter({ share, label }: { share?: number | null; label: string }) {
  if (share === null) return null;
  return (
    <div className="share">
      <p>
        <strong>{share === undefined ? '…' : `${Math.round(100 * share)} %`}</strong> {label}
      </p>
      <progress max={1} value={share ?? 0} aria-label={label} />
    </div>
  );
}
