// GraphiQL over this server: tabs and a panel with the tour of the README, the explorer, the history.

import './workers.js';
import 'graphiql/style.css';
import '@graphiql/plugin-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import './style.css';

import { explorerPlugin } from '@graphiql/plugin-explorer';
import { HISTORY_PLUGIN } from '@graphiql/plugin-history';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import { CopyLink } from './link.jsx';
import { Look } from './look.jsx';
import { tour, tourPlugin } from './tour.jsx';

const OPEN_AT_FIRST = 5;

// The page may stand below a prefix, as behind a proxy.
const endpoint = new URL('./graphql', document.baseURI).href;
const fetcher = createGraphiQLFetcher({ url: endpoint });

const asked = new URLSearchParams(location.search);
const linked = asked.get('query') && { query: asked.get('query'), variables: asked.get('variables') ?? undefined };
const examples = tour.slice(0, OPEN_AT_FIRST).map(({ query }) => ({ query }));

const plugins = [...(tour.length ? [tourPlugin] : []), explorerPlugin({ showAttribution: false }), HISTORY_PLUGIN];
// On a phone the editors need the room.
const wide = matchMedia('(min-width: 900px)').matches;

createRoot(document.getElementById('graphiql')).render(
  <GraphiQL
    fetcher={fetcher}
    plugins={plugins}
    visiblePlugin={wide && tour.length ? tourPlugin : undefined}
    defaultTabs={linked ? [linked, ...examples] : examples.length ? examples : undefined}
    initialQuery={linked?.query}
    initialVariables={linked?.variables}
    defaultQuery=""
    inputValueDeprecation
    schemaDescription
    defaultEditorToolsVisibility={Boolean(linked?.variables)}
  >
    <GraphiQL.Logo>
      <a className="home" href="./" title="To the first page">
        <img src="./favicon.svg" alt="" width="20" height="20" />
        skillgraph
      </a>
    </GraphiQL.Logo>
    <GraphiQL.Toolbar>
      {({ prettify, merge, copy }) => (
        <>
          {prettify}
          {merge}
          {copy}
          <CopyLink />
        </>
      )}
    </GraphiQL.Toolbar>
    <Look />
  </GraphiQL>,
);
