// Colours for GraphQL and JSON, and the way to the server. Used by the first page and by the explorer.

const GRAPHQL =
  /(#[^\n]*)|("""[\s\S]*?(?:"""|$)|"(?:\\.|[^"\\\n])*"?)|(-?\d[\d.eE+-]*)|(\$\w*)|(@\w*)|([A-Za-z_]\w*)|(\.\.\.|[^\s\w])|\s+/g;
const KEYWORDS = new Set(['query', 'mutation', 'subscription', 'fragment', 'on', 'true', 'false', 'null']);
const KINDS = ['comment', 'string', 'number', 'variable', 'directive', 'name', 'punctuation'];

/** The tokens of a document: kind, text and where it begins. White space is left out. */
export function tokens(text) {
  const found = [];
  for (const match of text.matchAll(GRAPHQL)) {
    const place = match.slice(1).findIndex(group => group !== undefined);
    if (place >= 0) found.push({ kind: KINDS[place], text: match[0], start: match.index });
  }
  return found;
}

/** A document of GraphQL as HTML. */
export function graphql(text) {
  let html = '';
  let at = 0;
  let depth = 0;
  const all = tokens(text);
  all.forEach((token, index) => {
    if (token.text === '(') depth += 1;
    if (token.text === ')') depth -= 1;
    const kind = token.kind === 'name' ? nameKind(token, all[index - 1], all[index + 1], depth) : token.kind;
    html += escaped(text.slice(at, token.start)) + span(kind, token.text);
    at = token.start + token.text.length;
  });
  return html + escaped(text.slice(at));
}

function nameKind({ text }, before, after, depth) {
  if (before?.text === 'on') return 'type';
  if (KEYWORDS.has(text)) return 'keyword';
  if (depth > 0) return after?.text === ':' ? 'argument' : 'type';
  return 'field';
}

const JSON_TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|(-?\d[\d.eE+-]*)|\b(true|false|null)\b/g;

/** Text of JSON as HTML. */
export function json(text) {
  let html = '';
  let at = 0;
  for (const match of text.matchAll(JSON_TOKEN)) {
    const [whole, string, colon, number, word] = match;
    html += escaped(text.slice(at, match.index));
    if (string) html += span(colon ? 'key' : 'string', string) + escaped(colon ?? '');
    else html += span(number ? 'number' : 'keyword', number ?? word);
    at = match.index + whole.length;
  }
  return html + escaped(text.slice(at));
}

function span(kind, text) {
  return `<span class="${kind}">${escaped(text)}</span>`;
}

export function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** What the server has written into the page: the tour. */
export const page = JSON.parse(document.getElementById('page').textContent);

/** Where the server answers: beside the page, which may stand below a prefix. */
export const endpoint = new URL('graphql', document.baseURI).href;

/** Asks the server. What comes back is the body, how it went, in words, and whether it went well. */
export async function ask(request) {
  const began = performance.now();
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json' },
      body: JSON.stringify(request),
    });
    const text = await response.text();
    const took = (performance.now() - began).toFixed(0);
    const size = text.length < 1000 ? `${text.length} B` : `${(text.length / 1000).toFixed(1)} kB`;
    const body = parsed(text);
    const errors = body?.errors?.length ?? 0;
    const said = errors === 0 ? '' : errors === 1 ? ' · 1 error' : ` · ${errors} errors`;
    return { body: body ?? text, status: `${response.status} · ${took} ms · ${size}${said}`, ok: response.ok && errors === 0 };
  } catch {
    return { body: 'The server does not answer. Is it running?', status: 'no answer', ok: false };
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An answer as HTML. */
export function shown(body) {
  return typeof body === 'string' ? escaped(body) : json(JSON.stringify(body, null, 2));
}
