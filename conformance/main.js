// Holds skillgraph against graphql-js and graphql-eslint. The README beside this file says how to run it.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { buildSchema, executeSync, parse, validate, validateSchema } from 'graphql';
import { audit } from './audits.js';
import * as introspection from './introspection.js';
import { lint } from './lint.js';
import { COMMITS, difference, operations, opinion } from './opinion.js';
import { send, start } from './server.js';

const SDL = fileURLToPath(new URL('../schema.graphql', import.meta.url));
const schema = buildSchema(await readFile(SDL, 'utf8'));

// The files of queries/, what is asked of each, and where something must be found.
const QUERIES = {
  role: {
    variables: { slug: 'backend-developer' },
    look({ role }) {
      assert.equal(role.slug, 'backend-developer');
      assert.ok(role.responsibilities.totalCount > 0, 'no responsibilities');
      assert.ok(role.requirements.totalCount > 0, 'no requirements');
      assert.equal(role.requirements.edges.length, Math.min(role.requirements.totalCount, 100));
      assert.ok(role.requirements.edges.every(({ strength }) => strength === 'ESSENTIAL'));
      assert.ok(role.requirements.edges.some(({ evidence }) => evidence.length > 0), 'no evidence');
    },
  },
  language: {
    variables: { slug: 'rust' },
    look({ language }) {
      assert.equal(language.slug, 'rust');
      assert.ok(language.frameworks.totalCount > 0, 'no frameworks');
      assert.equal(language.frameworks.nodes.length, Math.min(language.frameworks.totalCount, 100));
      for (const { slug, languages } of language.frameworks.nodes) {
        assert.ok(languages.nodes.some(({ slug }) => slug === 'rust'), `${slug} is not written in rust`);
      }
      assert.ok(language.requiredBy.edges.length > 0, 'nobody requires it');
    },
  },
};

// Random operations are larger than any that somebody would ask.
const UNLIMITED = Object.entries({
  'max-document-bytes': 1 << 20,
  'max-tokens': 100_000,
  'max-selections': 1_000_000,
  'max-root-fields': 1_000,
  'max-aliases': 10_000,
  'max-directives': 10_000,
  'max-directives-in-one-place': 1_000,
  'max-cost': 10_000_000,
  'max-errors': 1_000,
}).flatMap(([flag, value]) => [`--${flag}`, `${value}`]);

describe('schema.graphql', () => {
  test('is valid for graphql-js', () => assert.deepEqual(messages(validateSchema(schema)), []));
  test('keeps the rules of graphql-eslint', async () => assert.deepEqual(await lint(SDL), []));
});

describe('a running server', () => {
  let server;
  before(async () => (server = await start()));
  after(async () => {
    if (!server) return;
    const { status, log } = await server.stop();
    assert.equal(status, 0, `the server ended with ${status}: ${log}`);
  });

  test('describes the schema that is checked in', async () => {
    const { status, type, body } = await send(server.url, { query: introspection.QUERY });
    assert.deepEqual([status, type, body.errors], [200, 'application/graphql-response+json', undefined]);
    const actual = introspection.fromIntrospection(body.data, schema);
    assert.deepEqual(messages(validateSchema(actual)), []);
    assert.deepEqual(introspection.differences(schema, actual), []);
  });

  test('passes all audits of GraphQL over HTTP', async () => {
    assert.deepEqual(await audit(server.url), { count: 61, failed: [] });
  });

  for (const [name, { variables, look }] of Object.entries(QUERIES)) {
    test(`answers queries/${name}.graphql`, async () => {
      const query = await readFile(new URL(`queries/${name}.graphql`, import.meta.url), 'utf8');
      const document = parse(query);
      assert.deepEqual(messages(validate(schema, document)), []);
      for (const [method, accept] of [
        ['POST', 'application/graphql-response+json'],
        ['POST', 'application/json'],
        ['GET', 'application/graphql-response+json'],
      ]) {
        const { status, type, body } = await send(server.url, { query, variables }, { method, accept });
        assert.deepEqual([status, type, body.errors], [200, accept, undefined], `${method} ${accept}`);
        assert.equal(JSON.stringify({ data: body.data }), JSON.stringify(again(document, variables, body.data)));
        look(body.data);
      }
    });
  }
});

describe('graphql-js over an export', () => {
  let server;
  before(async () => (server = await start(COMMITS, UNLIMITED)));
  after(() => server?.stop());

  test('comes to the same answers', async () => {
    const [asked, rootValue] = await Promise.all([operations(), opinion(server)]);
    assert.ok(asked.length >= 500, `only ${asked.length} operations`);
    const differences = [];
    for (const operation of asked) {
      const found = await difference(server, schema, rootValue, operation);
      if (found) differences.push(found);
    }
    assert.deepEqual(differences.slice(0, 3), [], `${differences.length} of ${asked.length} differ`);
  });
});

/** What graphql-js makes of an answer: the same, to the order of its fields, if it fits the query and the schema. */
function again(document, variableValues, rootValue) {
  return executeSync({
    schema,
    document,
    variableValues,
    rootValue,
    fieldResolver: (source, _arguments, _context, { path }) => source[path.key],
    typeResolver: value => value.__typename,
  });
}

function messages(errors) {
  return errors.map(({ message }) => message);
}
