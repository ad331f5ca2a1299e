// The pages in a browser without a network: they load, introspect, run queries, show errors, complete; nothing is
// complained of, and nothing is asked of another than the server.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { start } from '../server.js';
import { open, visit } from './browser.js';

// Where to leave what the pages look like, if anywhere.
const SHOTS = process.env.SKILLGRAPH_SCREENSHOTS;

const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
const WRONG = '{ graph { revisoin } }';
// The browser itself writes this to the console for each answer with such a status.
const REFUSED = /Failed to load resource: the server responded with a status of 400/;

let server;
let base;
before(async () => {
  server = await start();
  base = new URL('/', server.url).href;
  if (SHOTS) await mkdir(SHOTS, { recursive: true });
});
after(() => server?.stop());

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark']) {
    describe(`on a ${size}, ${colorScheme}`, () => {
      let browser;
      before(async () => (browser = await open({ viewport, colorScheme })));
      after(() => browser?.close());

      const show = (name, path, look) =>
        test(name, async () => {
          const { page, response, complaints } = await visit(browser.context, base + path);
          assert.equal(response.status(), 200);
          try {
            await look(page, complaints);
            const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            assert.ok(wider <= 0, `the page is ${wider} pixels wider than the screen`);
          } finally {
            if (SHOTS) await page.screenshot({ path: join(SHOTS, `${path || 'home'}-${size}-${colorScheme}.png`), fullPage: path === '' });
          }
          assert.deepEqual(complaints, []);
          await page.close();
        });

      show('the first page counts, and runs the queries of the tour', '', home);
      show('GraphiQL introspects, runs a query, shows an error, completes a field', 'graphiql', graphiql);
      show('the explorer does the same', 'explorer', explorer);
    });
  }
}

describe('a browser', () => {
  let browser;
  before(async () => (browser = await open()));
  after(() => browser?.close());

  test('that opens the address of the API is shown GraphiQL', async () => {
    const { page, complaints } = await visit(browser.context, server.url);
    await page.locator('.graphiql-execute-button').waitFor();
    assert.deepEqual(complaints, []);
  });

  test('is shown the query that a link carries', async () => {
    const link = new URLSearchParams({ query: 'query Linked { language(by: {slug: "rust"}) { prefLabel } }' });
    for (const path of ['graphiql', 'explorer']) {
      const { page, complaints } = await visit(browser.context, `${base}${path}?${link}`);
      await page.getByText('Linked').first().waitFor();
      await page.locator('.graphiql-execute-button, #run').click();
      await page.locator('.result-window, #answer').getByText('"Rust"').waitFor();
      assert.deepEqual(complaints, []);
    }
  });

  test('without scripts is still shown what there is', async () => {
    const plain = await open({ javaScriptEnabled: false });
    try {
      const { page } = await visit(plain.context, base);
      assert.match(await page.locator('.counts').innerText(), /^roles\s*\d+/);
      const link = await page.locator('.try li a').first().getAttribute('href');
      assert.match(link, /^graphiql\?query=/);
    } finally {
      await plain.close();
    }
  });
});

async function home(page) {
  assert.match(await page.locator('.counts').innerText(), /^roles\s*\d+/);
  assert.equal(await page.locator('#endpoint').innerText(), server.url);
  const answer = page.locator('.stage pre').nth(1);
  await answer.getByText('"Backend developer"').waitFor();
  await page.getByRole('link', { name: 'Which frameworks are there for Python' }).click();
  await answer.getByText('"aiohttp"').first().waitFor();
  await page.getByRole('link', { name: 'Errors have a code' }).click();
  await answer.getByText('"BAD_USER_INPUT"').waitFor();
  assert.match(await page.locator('.stage .status').innerText(), /1 error$/);
}

async function graphiql(page, complaints) {
  const answer = page.locator('.result-window');
  await page.locator('.graphiql-execute-button').click();
  await answer.getByText('"Backend developer"').waitFor();
  // The schema was read: the documentation shows it, and the editor completes by it.
  await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
  await page.locator('.graphiql-doc-explorer').getByText('Query', { exact: true }).first().click();
  await page.locator('.graphiql-doc-explorer').getByText('frameworks', { exact: true }).first().waitFor();
  await page.getByRole('button', { name: 'Hide Documentation Explorer' }).click();
  await page.locator('.graphiql-query-editor .monaco-editor').first().click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('{ langu');
  await page.locator('.suggest-widget').getByText('languages', { exact: true }).first().waitFor();
  // It was a worker that knew.
  assert.ok(page.workers().length > 0, 'there are no workers');
  for (const worker of page.workers()) assert.ok(worker.url().startsWith(base), `a worker from ${worker.url()}`);
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(WRONG);
  await page.locator('.graphiql-query-editor .squiggly-error').first().waitFor();
  await page.keyboard.press('ControlOrMeta+Enter');
  await answer.getByText('"locations"').waitFor();
  refused(complaints);
}

async function explorer(page, complaints) {
  const answer = page.locator('#answer');
  const query = page.getByRole('textbox', { name: 'Query' });
  await page.getByRole('button', { name: 'Run' }).click();
  await answer.getByText('"Backend developer"').waitFor();
  await page.locator('#docs').getByText('frameworks', { exact: true }).waitFor();
  await page.getByRole('searchbox').fill('RoleFilter');
  await page.locator('#docs').getByRole('button', { name: 'RoleFilter' }).first().click();
  await page.locator('#docs h2').getByText('RoleFilter').waitFor();
  await query.fill('');
  await query.pressSequentially('{ role(by: {slug: "backend-developer"}) { requirements(str');
  await completed(page, query, 'strength', 'requirements(strength: ');
  await query.pressSequentially('ESS');
  await completed(page, query, 'ESSENTIAL', 'strength: ESSENTIAL');
  await query.pressSequentially(') { totalC');
  await completed(page, query, 'totalCount', '{ totalCount');
  await query.pressSequentially(' } } }');
  await query.press('ControlOrMeta+Enter');
  await answer.getByText('"totalCount"').waitFor();
  await query.fill(WRONG);
  await query.press('ControlOrMeta+Enter');
  await answer.getByText('GRAPHQL_VALIDATION_FAILED').waitFor();
  refused(complaints);
}

async function completed(page, query, name, end) {
  await page.getByRole('option', { name: new RegExp(`^${name}`) }).first().waitFor();
  await query.press('Enter');
  assert.ok((await query.inputValue()).endsWith(end), `${await query.inputValue()} does not end with ${end}`);
}

/** One request was refused, as it was meant to be: nothing else is complained of. */
function refused(complaints) {
  assert.equal(complaints.filter(text => REFUSED.test(text)).length, complaints.length, complaints.join('\n'));
  complaints.length = 0;
}
