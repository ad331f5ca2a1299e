// Pages, cursors and ids, as they can be observed. Whoever uses the server must take the texts as they are; whoever
// judges it must know them.

import { KINDS, RELATIONS } from './graph.js';

/**
 * A page of a list as a connection. A list has a `tag` that tells it from others, all its `items`, whether a filter
 * `keeps` one, the `key` of an item, its `node`, and what else stands on its edge.
 */
export function connection(list, { first, after, last, before }) {
  const { tag, items, keeps = () => true, key = plainKey, node = item => item, edge = () => ({}) } = list;
  const cursor = item => encode(tag, key(item));
  if (first != null && last != null) throw new Error('both ends');
  for (const size of [first, last]) if (size != null && (size < 1 || size > 100)) throw new Error(`size ${size}`);
  const place = given => {
    const found = items.findIndex(item => cursor(item) === given);
    if (found < 0) throw new Error(`no cursor of this list: ${given}`);
    return found;
  };
  const start = after == null ? 0 : place(after) + 1;
  const end = before == null ? items.length : place(before);

  const kept = items.map((item, place) => ({ item, place })).filter(({ item }) => keeps(item));
  const within = kept.filter(({ place }) => place >= start && place < end);
  const page = last == null ? within.slice(0, first ?? 20) : within.slice(-last);
  const begin = page.length ? page[0].place : start;
  const behind = page.length ? page.at(-1).place + 1 : begin;
  return {
    edges: page.map(({ item }) => ({ cursor: cursor(item), node: node(item), ...edge(item) })),
    nodes: page.map(({ item }) => node(item)),
    pageInfo: {
      hasPreviousPage: kept.some(({ place }) => place < begin),
      hasNextPage: kept.some(({ place }) => place >= behind),
      startCursor: page.length ? cursor(page[0].item) : null,
      endCursor: page.length ? cursor(page.at(-1).item) : null,
    },
    totalCount: kept.length,
  };
}

/** The key of what is in a list for itself. */
function plainKey({ id }) {
  return { relation: 0, id };
}

/** The key of a link: which relation, which way, to what. */
export function linkKey({ relation, direction, other }) {
  return { relation: RELATIONS.indexOf(relation) * 2 + (direction === 'INCOMING' ? 1 : 0), id: other.id };
}

function encode(tag, { relation, id }) {
  const bytes = Buffer.alloc(14);
  bytes.writeUInt8(1, 0);
  bytes.writeUInt32BE(tag, 1);
  bytes.writeUInt8(relation, 5);
  bytes.writeBigInt64BE(id, 6);
  return bytes.toString('base64url');
}

/** Tells a list from others: its name, whose it is, and in which order. FNV-1a. */
export function tag(name, owner = 0n, order = 0) {
  const bytes = Buffer.alloc(9);
  bytes.writeBigInt64BE(owner, 0);
  bytes.writeUInt8(order, 8);
  return Buffer.concat([Buffer.from(name), bytes]).reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193), 0x811c9dc5) >>> 0;
}

// What has an id and is no concept.
const OTHERS = { SOURCE: 32, COLLECTION: 33 };

/** The id of something: of a concept of a kind, or of a `SOURCE` or a `COLLECTION`. */
export function globalId({ kind, id }) {
  const bytes = Buffer.alloc(9);
  bytes.writeUInt8(OTHERS[kind] ?? KINDS.indexOf(kind) + 1, 0);
  bytes.writeBigInt64BE(id, 1);
  return bytes.toString('base64url');
}

/** What an id names: a kind, `SOURCE` or `COLLECTION`, and a number. */
export function named(text) {
  const bytes = Buffer.from(text, 'base64url');
  const kind = Object.keys(OTHERS).find(kind => OTHERS[kind] === bytes[0]) ?? KINDS[bytes[0] - 1];
  if (bytes.length !== 9 || bytes.toString('base64url') !== text || !kind) throw new Error(`no id: ${text}`);
  return { kind, id: bytes.readBigInt64BE(1) };
}
