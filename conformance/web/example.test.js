// The example client in a browser without a network: search with type-ahead, a role with its evidence and what is
// lacking, a language with its frameworks. Once with documents as text, once with their hashes alone.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { offers, start } from '../server.js';
import { open, visit } from './browser.js';

const EXAMPLE = new URL('../../examples/web-client/', import.meta.url);
const MANIFEST = new URL('src/gql/persisted-documents.json', EXAMPLE);
const FLAG = '--trusted-documents';
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

for (const [documents, built] of [
  ['full', 'dist/'],
  ['ids', 'dist-ids/'],
]) {
  describe(`with documents: ${documents}`, () => {
    const asked = [];
    let server;
    let site;
    let browser;
    before(async () => {
      const trusted = documents === 'ids' && (await offers(FLAG));
      server = await start([], trusted ? [FLAG, fileURLToPath(MANIFEST)] : []);
      const manifest = JSON.parse(await readFile(MANIFEST, 'utf8'));
      site = await serve(new URL(built, EXAMPLE), server.url, trusted ? undefined : manifest, asked);
      browser = await open();
    });
    after(async () => {
      await browser?.close();
      site?.close();
      await server?.stop();
    });

    test('somebody finds a role, and what they lack for it', async () => {
      const { page, complaints } = await visit(browser.context, site.address);
      const know = page.locator('main').getByRole('combobox');
      for (const [typed, name] of [
        ['pytho', 'Python'],
        ['django', 'Django'],
      ]) {
        await know.fill(typed);
        await page.getByRole('option', { name: new RegExp(`^${name}`) }).first().waitFor();
        await know.press('Enter');
        await page.getByLabel('What you know').getByText(name).waitFor();
      }
      await page.locator('header').getByRole('combobox').fill('backend dev');
      await page.getByRole('option', { name: /^Backend developer/ }).click();
      await page.getByRole('heading', { name: 'Backend developer', level: 1 }).waitFor();
      const python = page.locator('.row', { has: page.getByRole('link', { name: 'Python', exact: true }) });
      await python.and(page.locator('.has')).waitFor();
      await page.getByText('because you know Django').first().waitFor();
      await python.getByText(/\d+ sources?/).click();
      await python.locator('.evidence li').first().waitFor();
      await page.getByRole('button', { name: 'What I lack' }).click();
      await python.waitFor({ state: 'detached' });
      assert.match(await page.locator('.share').first().innerText(), /[1-9]\d* % of what is essential/);
      assert.deepEqual(complaints, []);
    });

    test('somebody looks at the frameworks of a language', async () => {
      const { page, complaints } = await visit(browser.context, `${site.address}#/language/python`);
      await page.getByRole('heading', { name: /^\d+ frameworks$/ }).waitFor();
      await page.getByRole('link', { name: /^Alembic/ }).getByText('on SQLAlchemy').waitFor();
      await page.getByRole('button', { name: 'machine learning' }).click();
      await page.getByRole('link', { name: /^Alembic/ }).waitFor({ state: 'detached' });
      assert.deepEqual(complaints, []);
    });

    test('documents go as they are meant to', () => {
      assert.ok(asked.length > 5);
      for (const { query, documentId } of asked) {
        assert.equal(Boolean(query), documents === 'full');
        if (documents === 'ids') assert.match(documentId, /^sha256:[0-9a-f]{64}$/);
      }
    });
  });
}

/** Serves what was built, and passes on what goes to the API. A manifest: for a server that does not know it itself. */
async function serve(root, api, manifest, asked) {
  const answer = async (request, response) => {
    const url = new URL(request.url, 'http://localhost');
    if (url.pathname !== '/graphql') {
      const path = url.pathname === '/' ? '/index.html' : url.pathname;
      const body = await readFile(new URL(`.${path}`, root));
      return response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(body);
    }
    const chunks = await request.toArray();
    const sent = request.method === 'POST' ? JSON.parse(Buffer.concat(chunks)) : read(url.searchParams);
    asked.push({ query: sent.query, documentId: sent.documentId });
    const { documentId, ...rest } = sent;
    const body = JSON.stringify(documentId && manifest ? { ...rest, query: manifest[documentId] } : sent);
    const headers = { 'content-type': 'application/json', accept: request.headers.accept };
    const answered = await fetch(api, { method: 'POST', headers, body });
    response.writeHead(answered.status, { 'content-type': answered.headers.get('content-type') });
    return response.end(await answered.text());
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(error => response.writeHead(404).end(`${error}`));
  });
  await new Promise(listening => server.listen(0, '127.0.0.1', listening));
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

function read(parameters) {
  const { variables, extensions, ...rest } = Object.fromEntries(parameters);
  return { ...rest, variables: variables && JSON.parse(variables), extensions: extensions && JSON.parse(extensions) };
}
