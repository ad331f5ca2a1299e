// The first page: what is known, and where to look.

import { useLanguages, useRoles } from './lookup';
import { toggle, useKnown } from './known';
import { Absent, counted, Link } from './parts';
import { Search } from './search';

const LANGUAGES = 18;

export function Home() {
  const roles = useRoles();
  const languages = useLanguages();
  const used = [...languages.items]
    .map(language => ({ language, weight: 4 * language.requiredBy.totalCount + language.frameworks.totalCount }))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, LANGUAGES);
  return (
    <>
      <section className="hero">
        <h1>What do you know, and where does it lead?</h1>
        <Known />
      </section>
      <section>
        <h2>Roles</h2>
        {roles.items.length === 0 && <Absent {...roles} what="role" />}
        <ul className="cards">
          {roles.items.map(role => (
            <li key={role.id}>
              <Link to={role}>
                <strong>{role.prefLabel}</strong>
                <small>{counted(role.requirements.totalCount, 'requirement')}</small>
              </Link>
            </li>
          ))}
        </ul>
      </section>
      {used.length > 0 && (
        <section>
          <h2>Languages</h2>
          <ul className="chips">
            {used.map(({ language }) => (
              <li key={language.id}>
                <Link to={language} className="chip">
                  {language.prefLabel} <small>{language.frameworks.totalCount}</small>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** What is known, and a box to add to it. */
export function Known() {
  const known = useKnown();
  return (
    <div className="mine">
      <Search use="know" placeholder="Add what you know …" />
      {known.length > 0 && (
        <ul className="chips" aria-label="What you know">
          {known.map(concept => (
            <li key={concept.id}>
              <span className="chip on">
                <Link to={concept} />
                <button type="button" aria-label={`Forget ${concept.prefLabel}`} onClick={() => toggle(concept)}>
                  ×
                </button>
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
