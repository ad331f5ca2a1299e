// The clients that others wrote: Relay, Apollo Client and urql ask a running server, and take its answers.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ApolloClient, CombinedGraphQLErrors, gql as apollo, HttpLink, InMemoryCache } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';
import { cacheExchange, Client, fetchExchange, gql as urql } from '@urql/core';
import { buildSchema, isAbstractType } from 'graphql';
import relay from 'relay-runtime';
import { start } from '../server.js';

const here = path => fileURLToPath(new URL(path, import.meta.url));
const run = promisify(execFile);

let server;
before(async () => (server = await start()));
after(() => server?.stop());

describe('Relay', () => {
  let work;
  let persisted;
  before(async () => {
    // A copy: the compiler writes beside the sources.
    work = await mkdtemp(join(tmpdir(), 'skillgraph-relay-'));
    await cp(here('relay'), work, { recursive: true });
    await cp(here('../../schema.graphql'), join(work, 'schema.graphql'));
    await symlink(here('node_modules'), join(work, 'node_modules'));
    const config = JSON.parse(await readFile(join(work, 'relay.config.json'), 'utf8'));
    await writeFile(join(work, 'relay.config.json'), JSON.stringify({ ...config, schema: './schema.graphql' }));
    await writeFile(join(work, 'persisted.json'), '{}');
    await writeFile(join(work, 'package.json'), '{"type": "commonjs"}');
    await run(here('node_modules/.bin/relay-compiler'), ['relay.config.json', '--noWatchman'], { cwd: work });
    persisted = JSON.parse(await readFile(join(work, 'persisted.json'), 'utf8'));
  });
  after(() => rm(work, { recursive: true, force: true }));

  test('compiles, persists its documents, and reads a connection page by page', async () => {
    assert.equal(Object.keys(persisted).length, 2);
    const artifact = createRequire(join(work, 'src/__generated__/'));
    const environment = new relay.Environment({
      network: relay.Network.create(async ({ id, text }, variables) => {
        assert.equal(text, null, 'the compiled document still has its text');
        return post({ query: persisted[id], variables });
      }),
      store: new relay.Store(new relay.RecordSource()),
    });
    const { role } = await relay.fetchQuery(environment, artifact('./roleQuery.graphql'), { slug: 'backend-developer' }).toPromise();
    assert.equal(role.prefLabel, 'Backend developer');
    const edges = () => {
      const selector = relay.getSingularSelector(fragment, role);
      return environment.lookup(selector).data.requirements;
    };
    const fragment = artifact('./role_requirements.graphql');
    const first = edges();
    assert.equal(first.edges.length, 5);
    assert.ok(first.pageInfo.hasNextPage);
    const page = { id: role.id, first: 5, after: first.pageInfo.endCursor };
    await relay.fetchQuery(environment, artifact('./roleRequirementsPage.graphql'), page).toPromise();
    const both = edges();
    assert.equal(both.edges.length, 10, 'the second page was not joined to the first');
    assert.equal(new Set(both.edges.map(({ node }) => node.id)).size, 10);
  });
});

describe('Apollo Client', () => {
  const QUERY = apollo`
    query Role($slug: String!, $first: Int, $after: String) {
      role(by: { slug: $slug }) {
        id
        requirements(first: $first, after: $after) {
          edges { importance node { id prefLabel } }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  `;
  let client;
  before(async () => {
    const schema = buildSchema(await readFile(here('../../schema.graphql'), 'utf8'));
    const abstract = Object.values(schema.getTypeMap()).filter(isAbstractType);
    const possibleTypes = Object.fromEntries(abstract.map(type => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]));
    client = new ApolloClient({
      link: new HttpLink({ uri: server.url }),
      cache: new InMemoryCache({ possibleTypes, typePolicies: { Role: { fields: { requirements: relayStylePagination() } } } }),
    });
  });
  after(() => client?.stop());

  test('joins the pages of a connection in its cache', async () => {
    const variables = { slug: 'backend-developer', first: 4 };
    const { data } = await client.query({ query: QUERY, variables });
    const { endCursor } = data.role.requirements.pageInfo;
    const watched = client.watchQuery({ query: QUERY, variables });
    const subscription = watched.subscribe({});
    await watched.fetchMore({ variables: { after: endCursor } });
    subscription.unsubscribe();
    const { edges } = client.readQuery({ query: QUERY, variables }).role.requirements;
    assert.equal(edges.length, 8);
    assert.equal(new Set(edges.map(({ node }) => node.id)).size, 8);
  });

  test('reads fragments on interfaces', async () => {
    const query = apollo`{ concept(by: { slug: { kind: LANGUAGE, slug: "rust" } }) { id ... on Competency { implies { totalCount } } ... on Concept { prefLabel } } }`;
    const { data } = await client.query({ query });
    assert.equal(data.concept.prefLabel, 'Rust');
    assert.equal(typeof data.concept.implies.totalCount, 'number');
  });

  test('knows an error for what it is', async () => {
    const query = apollo`{ roles(first: 500) { nodes { id } } }`;
    await assert.rejects(client.query({ query }), error => {
      assert.ok(CombinedGraphQLErrors.is(error), `${error}`);
      assert.equal(error.errors[0].extensions.code, 'BAD_USER_INPUT');
      return true;
    });
  });
});

describe('urql', () => {
  const methods = [];
  let client;
  before(() => {
    const watched = (url, options) => {
      methods.push(options.method);
      return fetch(url, options);
    };
    client = new Client({ url: server.url, exchanges: [cacheExchange, fetchExchange], preferGetMethod: true, fetch: watched });
  });

  test('asks by GET, with variables', async () => {
    const query = urql`query Language($slug: String!) { language(by: { slug: $slug }) { prefLabel frameworks(first: 2) { nodes { id } } } }`;
    const { data, error } = await client.query(query, { slug: 'python' });
    assert.equal(error, undefined);
    assert.equal(data.language.prefLabel, 'Python');
    assert.equal(data.language.frameworks.nodes.length, 2);
    assert.deepEqual(methods, ['GET']);
  });

  test('is told of an error by its code', async () => {
    const { data, error } = await client.query(urql`{ roles(first: 500) { nodes { id } } graph { revision } }`, {});
    assert.equal(error.graphQLErrors[0].extensions.code, 'BAD_USER_INPUT');
    // `roles` cannot be null, so that nothing is left; and whoever holds the cache knows that.
    assert.equal(data ?? undefined, undefined);
  });
});

async function post(body) {
  const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json' };
  const response = await fetch(server.url, { method: 'POST', headers, body: JSON.stringify(body) });
  return response.json();
}
