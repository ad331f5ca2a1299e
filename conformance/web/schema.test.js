// The schema: the rules of graphql-schema-linter, and no break that the changelog is silent about.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);
const git = async (...args) => (await run('git', ['-c', `safe.directory=${ROOT.replace(/\/$/, '')}`, ...args], { cwd: ROOT, maxBuffer: 1 << 26 })).stdout.trim();

test('schema.graphql keeps the rules of graphql-schema-linter', async () => {
  const linter = fileURLToPath(new URL('node_modules/.bin/graphql-schema-linter', import.meta.url));
  const { stdout } = await run(linter, ['schema.graphql', '--format', 'compact'], { cwd: ROOT }).catch(failure => failure);
  assert.equal(stdout.trim(), '');
});

test('what breaks clients is named in the changelog', async t => {
  const base = await baseline();
  if (!base) return t.skip('there is no older schema to compare with: NOBODY HAS LOOKED FOR BREAKING CHANGES');
  const schema = buildSchema(await readFile(`${ROOT}/schema.graphql`, 'utf8'));
  assert.deepEqual(unannounced(await breaks(buildSchema(base), schema), await unreleased()), []);
});

test('a break is found, and is let pass once the changelog names it', async () => {
  const [older, newer] = ['type Query { a: Int b: Int! }', 'type Query { b: Int }'].map(sdl => buildSchema(sdl));
  const found = await breaks(older, newer);
  assert.deepEqual(found.map(({ path }) => path).sort(), ['Query.a', 'Query.b']);
  assert.equal(unannounced(found, '- `Query.a` is gone.').length, 1);
  assert.equal(unannounced(found, '- `Query.a` is gone; `Query.b` can be null.').length, 0);
  assert.equal(unannounced(found, 'Query.a and `Query.bc`').length, 2);
});

async function breaks(older, newer) {
  const changes = await diff(older, newer);
  return changes.filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking);
}

/** Breaks whose place, or the type or field around it, the text does not name between backticks. */
function unannounced(found, text) {
  const named = path => {
    const parts = path.split('.');
    return parts.some((_, index) => text.includes(`\`${parts.slice(0, index + 1).join('.')}\``));
  };
  return found.filter(({ path }) => !path || !named(path)).map(({ path, message }) => `${path}: ${message} Name \`${path}\` in CHANGELOG.md, under [Unreleased].`);
}

async function unreleased() {
  const changelog = await readFile(`${ROOT}/CHANGELOG.md`, 'utf8');
  return changelog.split(/^## /m).find(section => section.startsWith('[Unreleased]')) ?? '';
}

/** The schema of the main branch where this one left it: `SKILLGRAPH_SCHEMA_BASE` names another commit. */
async function baseline() {
  for (const branch of [process.env.SKILLGRAPH_SCHEMA_BASE, 'origin/main', 'main'].filter(Boolean)) {
    try {
      const [head, base] = [await git('rev-parse', 'HEAD'), await git('merge-base', 'HEAD', branch)];
      // On the main branch itself: what was there before the last commit.
      return await git('show', `${base === head ? 'HEAD~1' : base}:schema.graphql`);
    } catch {
      continue;
    }
  }
  return undefined;
}
