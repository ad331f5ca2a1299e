// A browser without a network: it reaches this machine and nothing else, and what goes wrong in it is written down.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const BINARY = process.env.SKILLGRAPH_CHROMIUM ?? '/usr/bin/chromium';
const PATIENCE = 30_000;
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  // No name leads anywhere: what a page asks of others fails, and is seen.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** Starts the browser, with a profile that is new. `close` ends it and removes what it left. */
export async function open(options = {}) {
  const profile = await mkdtemp(join(tmpdir(), 'skillgraph-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: BINARY,
    args: FLAGS,
    headless: true,
    viewport: { width: 1280, height: 800 },
    ...options,
  });
  context.setDefaultTimeout(PATIENCE);
  const close = async () => {
    await context.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return { context, close };
}

/** A page of the browser, and all that it complained of or asked others for. */
export async function visit(context, address) {
  const page = await context.newPage();
  const { origin } = new URL(address);
  const complaints = [];
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', error => complaints.push(`uncaught: ${error.message}`));
  page.on('requestfailed', request => complaints.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
  page.on('request', request => {
    if (/^(?:data|blob):/.test(request.url())) return;
    if (new URL(request.url()).origin !== origin) complaints.push(`asked of another: ${request.url()}`);
  });
  const response = await page.goto(address, { waitUntil: 'networkidle' });
  return { page, response, complaints };
}
