// A server of its own for the tests: a free port, a database in a temporary directory.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const BINARY = process.env.SKILLGRAPH_BIN ?? fileURLToPath(new URL('../target/debug/skillgraph', import.meta.url));
const PATIENCE = 60_000;

/**
 * Starts the server; answers when it is ready. It has the built-in graph, or that of some files, a commit each. `flags` are
 * given to `skillgraph serve`.
 */
export async function start(commits = [], flags = []) {
  const directory = await mkdtemp(join(tmpdir(), 'skillgraph-conformance-'));
  const database = `sqlite://${join(directory, 'skillgraph.db')}`;
  const run = (...args) => promisify(execFile)(BINARY, [...args, '--database-url', database], { maxBuffer: 1 << 28 });
  for (const file of commits) await run('import', 'jsonl', file);
  const exported = async revision => (await run('export', 'jsonl', '-', '--revision', `${revision}`)).stdout;
  const process_ = spawn(BINARY, ['serve', '--listen', '127.0.0.1:0', '--database-url', database, '--log', 'info', ...flags], {
    cwd: directory,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  let failure;
  process_.on('error', error => (failure = error));
  for (const stream of [process_.stdout, process_.stderr]) stream.on('data', data => (log += data));

  const stop = async () => {
    if (process_.exitCode === null && process_.signalCode === null && !failure) {
      const gone = once(process_, 'exit');
      process_.kill('SIGTERM');
      const killer = setTimeout(() => process_.kill('SIGKILL'), 10_000);
      await gone;
      clearTimeout(killer);
    }
    await rm(directory, { recursive: true, force: true });
    return { status: process_.exitCode, log };
  };

  const until = Date.now() + PATIENCE;
  while (Date.now() < until && process_.exitCode === null && !failure) {
    const base = /http:\/\/127\.0\.0\.1:\d+/.exec(log)?.[0];
    if (base && (await isReady(base))) return { url: `${base}/graphql`, exported, stop };
    await sleep(100);
  }
  await stop();
  throw new Error(`the server did not become ready: ${failure ?? log}`);
}

/** Whether `skillgraph serve` knows an option. */
export async function offers(flag) {
  const { stdout } = await promisify(execFile)(BINARY, ['serve', '--help']);
  return stdout.includes(flag);
}

async function isReady(base) {
  try {
    return (await fetch(`${base}/health/ready`, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
}

/** Sends a request of GraphQL by POST, or by GET. */
export async function send(url, request, { method = 'POST', accept = 'application/graphql-response+json' } = {}) {
  const signal = AbortSignal.timeout(30_000);
  const response =
    method === 'GET'
      ? await fetch(`${url}?${new URLSearchParams(flat(request))}`, { headers: { accept }, signal })
      : await fetch(url, {
          method,
          headers: { accept, 'content-type': 'application/json' },
          body: JSON.stringify(request),
          signal,
        });
  const type = response.headers.get('content-type')?.split(';')[0];
  return { status: response.status, type, body: await response.json() };
}

function flat({ variables, ...request }) {
  return variables ? { ...request, variables: JSON.stringify(variables) } : request;
}
