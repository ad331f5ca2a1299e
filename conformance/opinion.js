// A third opinion: graphql-js executes the operations of the differential test over an export of the graph, with
// resolvers of its own (opinion/), and comes to the answers of the server.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { executeSync, parse, validate, visit } from 'graphql';
import { read } from './opinion/graph.js';
import { Revision, root } from './opinion/root.js';
import { send } from './server.js';

/** What the differential test writes: the graph whose operations they are, one commit a file, and the operations. */
export const COMMITS = ['../tests/queries/small.jsonl', '../tests/direct/later.jsonl'].map(path =>
  fileURLToPath(new URL(path, import.meta.url)),
);
const OPERATIONS =
  process.env.SKILLGRAPH_OPERATIONS ?? fileURLToPath(new URL('../target/operations.jsonl', import.meta.url));

/**
 * The questions, and what stands of them on other types: their answers are worked out, not looked up, and are held to
 * references of their own in the tests of the program. An opinion is had of all else.
 */
const QUESTIONS = new Set([
  ...['careerPath', 'dataHealth', 'extract', 'gap', 'implied', 'learningPath', 'matchRoles', 'path', 'rateLimit'],
  ...['resolve', 'roleGap', 'search', 'similar', 'suggest'],
]);

function asksNoQuestion({ query }) {
  let asks = false;
  visit(parse(query), { Field: ({ name }) => void (asks ||= QUESTIONS.has(name.value)) });
  return !asks;
}

/** The operations that look things up, or how to come by them. */
export async function operations() {
  const text = await readFile(OPERATIONS, 'utf8').catch(() => {
    const how = 'SKILLGRAPH_DIFFERENTIAL_WRITE=target/operations.jsonl cargo test --test main random_operations';
    throw new Error(`there is no ${OPERATIONS}: write it by\n    ${how}`);
  });
  return text.split('\n').filter(Boolean).map(line => JSON.parse(line)).filter(asksNoQuestion);
}

/** The root value of the graph that a server has. Who committed what and when, no export tells: the server is asked. */
export async function opinion(server) {
  const revisions = COMMITS.map(async (_, index) => {
    const revision = index + 1;
    const commit = 'revision committedAt author message source { slug } sourceVersion';
    const query = `{ at(revision: ${revision}) { graph { ${commit} } } }`;
    const { body } = await send(server.url, { query });
    return new Revision(read(await server.exported(revision)), body.data.at.graph);
  });
  return root(await Promise.all(revisions));
}

/** How the server's answer to an operation differs from that of graphql-js, if it does. */
export async function difference(server, schema, rootValue, { query, variables, operationName }) {
  const document = parse(query);
  assert.deepEqual(validate(schema, document), [], query);
  const expected = executeSync({
    schema,
    document,
    rootValue,
    variableValues: variables,
    operationName,
    typeResolver: value => value.__typename,
  });
  const { body } = await send(server.url, { query, variables, operationName });
  const [ours, theirs] = [body, expected].map(({ data }) => JSON.stringify(data));
  if (ours === theirs && sameErrors(body.errors ?? [], expected.errors ?? [])) return undefined;
  return { query, variables, server: body, expected };
}

/**
 * Whether each error is one that graphql-js has as well. It goes on beside a field that has failed, and so finds more;
 * and the engine cuts off the path of an error below an entry of a list that cannot be null (async-graphql 8.0.0-rc.5).
 */
function sameErrors(ours, theirs) {
  if (!ours.length) return !theirs.length;
  return ours.every(({ path }) =>
    theirs.some(error => path.every((segment, place) => segment === error.path[place])),
  );
}
