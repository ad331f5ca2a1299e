// The tour of the README, as the server has written it into the page: a panel beside the documentation.

import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';

/** What to show: titles and queries. Empty where no server has written the page. */
export const tour = JSON.parse(document.getElementById('page').textContent)?.tour ?? [];

function Tour() {
  const { addTab, changeTab } = useGraphiQLActions();
  const [tabs, editor] = useGraphiQL(({ tabs, queryEditor }) => [tabs, queryEditor]);
  const open = query => {
    const index = tabs.findIndex(tab => tab.query?.trim() === query.trim());
    if (index >= 0) {
      changeTab(index);
    } else {
      addTab();
      editor?.setValue(query);
    }
    editor?.focus();
  };
  return (
    <section className="tour">
      <header className="graphiql-doc-explorer-title">Tour</header>
      <p>What can be asked, from the README. Choose one, then press Ctrl-Enter to run it.</p>
      <ol>
        {tour.map(({ title, query }) => (
          <li key={query}>
            <button type="button" onClick={() => open(query)}>
              {title}
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" aria-hidden>
      <path d="M9 4 3.5 6.2v13.6L9 17.6l6 2.4 5.5-2.2V4.2L15 6.4 9 4Zm0 0v13.6M15 6.4V20" />
    </svg>
  );
}

export const tourPlugin = { title: 'Tour', icon: Icon, content: Tour };
