import './style.css';

import { StrictMode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'urql';
import { client } from './client';
import { Concept } from './concept';
import { Home } from './home';
import { Language } from './language';
import { Role } from './role';
import { usePage } from './router';
import { Search } from './search';

function App() {
  const page = usePage();
  const key = JSON.stringify(page);
  useEffect(() => {
    scrollTo(0, 0);
  }, [key]);
  return (
    <>
      <header>
        <a className="brand" href="#/">
          <img src="./icon.svg" alt="" width="24" height="24" />
          <span>Skills explorer</span>
        </a>
        <Search use="goto" placeholder="Find a role, a language, a skill …" />
      </header>
      <main key={key}>
        {page.name === 'home' && <Home />}
        {page.name === 'role' && <Role slug={page.slug} />}
        {page.name === 'language' && <Language slug={page.slug} />}
        {page.name === 'concept' && <Concept id={page.id} />}
      </main>
    </>
  );
}

const place = document.getElementById('app');
if (place) {
  createRoot(place).render(
    <StrictMode>
      <Provider value={client}>
        <App />
      </Provider>
    </StrictMode>,
  );
}
