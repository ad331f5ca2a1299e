// A language: the frameworks for it, what each is built on, and the roles that want it.

import { useState } from 'react';
import { useQuery } from 'urql';
import { graphql } from './gql';
import type { FrameworksQuery } from './gql/graphql';
import { usePages } from './pages';
import { Absent, counted, Know, Link, prose } from './parts';

const LANGUAGE = graphql(`
  query Language($slug: String!) {
    language(by: { slug: $slug }) {
      id
      kind
      slug
      prefLabel
      description
      languageType
      firstAppeared
      extensions
      frameworks { totalCount }
      requiredBy(first: 100) { nodes { id kind slug prefLabel } }
    }
  }
`);

const FRAMEWORKS = graphql(`
  query Frameworks($slug: String!, $after: String) {
    language(by: { slug: $slug }) {
      frameworks(first: 100, after: $after) {
        nodes { id kind slug prefLabel side frameworkType builtOn(first: 3) { nodes { id kind slug prefLabel } } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

const frameworks = ({ language }: FrameworksQuery) =>
  language ? { items: language.frameworks.nodes, pageInfo: language.frameworks.pageInfo } : undefined;

export function Language({ slug }: { slug: string }) {
  const [{ data, fetching, error }] = useQuery({ query: LANGUAGE, variables: { slug } });
  const { items } = usePages(FRAMEWORKS, { slug }, frameworks);
  const [side, setSide] = useState<string>();
  const language = data?.language;
  if (!language) return <Absent fetching={fetching} error={error} what="language" />;
  const sides = [...new Set(items.flatMap(({ side }) => side ?? []))].sort();
  const shown = items.filter(framework => !side || framework.side === side);
  return (
    <>
      <section className="head">
        <p className="trail">
          {prose(language.languageType ?? '')} language{language.firstAppeared ? ` · since ${language.firstAppeared}` : ''}
          {language.extensions.length > 0 && ` · ${language.extensions.slice(0, 4).join(' ')}`}
        </p>
        <h1>{language.prefLabel}</h1>
        <p>{language.description}</p>
        <Know concept={language} />
      </section>
      <div className="columns">
        <div>
          <h2>{counted(language.frameworks.totalCount, 'framework')}</h2>
          {sides.length > 1 && (
            <div className="filters" role="group" aria-label="Which side">
              {[undefined, ...sides].map(key => (
                <button key={key ?? 'all'} type="button" aria-pressed={key === side} onClick={() => setSide(key)}>
                  {key ? prose(key) : 'all'}
                </button>
              ))}
            </div>
          )}
          <ul className="cards">
            {shown.map(framework => (
              <li key={framework.id}>
                <Link to={framework}>
                  <strong>{framework.prefLabel}</strong>
                  <small>
                    {framework.builtOn.nodes.length > 0
                      ? `on ${framework.builtOn.nodes.map(({ prefLabel }) => prefLabel).join(', ')}`
                      : prose(framework.side ?? framework.frameworkType ?? 'framework')}
                  </small>
                </Link>
              </li>
            ))}
          </ul>
        </div>
        <aside>
          <section className="panel">
            <h2>Roles that want it</h2>
            <ul className="plain">
              {language.requiredBy.nodes.map(role => (
                <li key={role.id}>
                  <Link to={role} />
                </li>
              ))}
            </ul>
            {language.requiredBy.nodes.length === 0 && <p>None says so.</p>}
          </section>
        </aside>
      </div>
    </>
  );
}
