// schemathesis makes up requests from the schema that the server describes: none may make it fail.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { start } from '../server.js';

const BINARY = process.env.SKILLGRAPH_SCHEMATHESIS;
const EXAMPLES = process.env.SKILLGRAPH_FUZZ_EXAMPLES ?? '15';

test('no request that fits the schema makes the server fail', { skip: !BINARY && 'SKILLGRAPH_SCHEMATHESIS names no schemathesis' }, async () => {
  const server = await start();
  const work = await mkdtemp(join(tmpdir(), 'skillgraph-fuzz-'));
  try {
    const flags = ['--phases', 'fuzzing', '--max-examples', EXAMPLES, '--generation-deterministic', '-c', 'not_a_server_error', '--no-color'];
    const { failure, output } = await run([server.url, ...flags], work);
    assert.equal(failure, null, output);
    assert.match(output, /(\d+) generated, \1 passed/, output);
  } finally {
    await server.stop();
    await rm(work, { recursive: true, force: true });
  }
});

function run(arguments_, cwd) {
  return new Promise(done => {
    execFile(BINARY, ['run', ...arguments_], { cwd, maxBuffer: 1 << 26 }, (failure, stdout, stderr) => done({ failure, output: stdout + stderr }));
  });
}
