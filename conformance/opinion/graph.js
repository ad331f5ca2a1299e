// A graph, read from an export in the native format. Slow and obvious: everything is a list that is searched.

import { createHash } from 'node:crypto';

// In the order in which the server counts them; cursors and listings depend on it.
export const KINDS = [
  'ROLE',
  'ROLE_GROUP',
  'SKILL',
  'SKILL_GROUP',
  'LANGUAGE',
  'FRAMEWORK',
  'TOOL',
  'RESPONSIBILITY',
  'QUALIFICATION',
];
export const RELATIONS = [
  'REQUIRES',
  'PERFORMS',
  'CALLS_FOR',
  'USES_LANGUAGE',
  'BUILT_ON',
  'WORKS_WITH',
  'BROADER',
  'RELATED',
  'PREREQUISITE',
  'IMPLIES',
  'EXACT_MATCH',
  'CLOSE_MATCH',
  'BROAD_MATCH',
  'NARROW_MATCH',
  'RELATED_MATCH',
  'REPLACED_BY',
];
const SYMMETRIC = ['WORKS_WITH', 'RELATED', 'EXACT_MATCH', 'CLOSE_MATCH', 'RELATED_MATCH'];

/** Sources, scales, concepts, links and collections of an export. Each concept has its links, sorted, both those that
 * start there and those that lead there; each collection has its members, sorted. */
export function read(text) {
  const records = text.split('\n').filter(Boolean).map(line => JSON.parse(line));
  const of = type => records.filter(record => record.type === type);
  const listed = type => of(type).sort((left, right) => inBytes(left.slug, right.slug));
  const sources = listed('source').map(source => ({ ...source, id: identity('SOURCE', source.slug) }));
  const scales = listed('scale');
  const concepts = of('concept').map(concept);
  const relations = of('relation').map(relation => ({
    ...relation,
    from: concepts.find(({ name }) => name === relation.from),
    to: concepts.find(({ name }) => name === relation.to),
  }));
  for (const relation of relations) {
    const symmetric = SYMMETRIC.includes(relation.relation);
    relation.from.outgoing.push({ ...relation, other: relation.to });
    relation.to[symmetric ? 'outgoing' : 'incoming'].push({ ...relation, other: relation.from });
  }
  for (const { outgoing, incoming } of concepts) {
    outgoing.sort(byImportance);
    incoming.sort(byImportance);
  }
  const count = kind => relations.filter(({ relation }) => relation === kind).length;
  const collections = listed('collection').map(collection => ({
    ...collection,
    id: identity('COLLECTION', collection.slug),
    members: concepts.filter(({ name }) => collection.members.includes(name)).sort(byKind),
  }));
  return { sources, scales, concepts, collections, count };
}

function concept(record) {
  if (record.id) throw new Error(`${record.concept} has changed its slug: read its id as a BigInt`);
  const [word, slug] = record.concept.split('/');
  const kind = word.replace('-', '_').toUpperCase();
  const { concept: name, ...columns } = record;
  return { status: 'PUBLISHED', ...columns, name, kind, slug, id: identity(kind, slug), outgoing: [], incoming: [] };
}

/** The first 63 bits of a hash over kind and slug. */
function identity(space, slug) {
  return BigInt.asUintN(63, createHash('sha256').update(`${space}/${slug}`).digest().readBigUInt64BE());
}

/** Compares as UTF-8, byte by byte; JavaScript itself goes by UTF-16. */
export function inBytes(left, right) {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** Concepts by slug. Two kinds may have the same. */
export function bySlug(left, right) {
  return inBytes(left.slug, right.slug) || KINDS.indexOf(left.kind) - KINDS.indexOf(right.kind);
}

/** Concepts by the name to show in English. */
export function byLabel(left, right) {
  const label = concept => fold(preferredLabel(concept, 'en'));
  return inBytes(label(left), label(right)) || bySlug(left, right);
}

/** Concepts by kind, then by label. */
function byKind(left, right) {
  return KINDS.indexOf(left.kind) - KINDS.indexOf(right.kind) || byLabel(left, right);
}

/** Links by relation, then the essential and the important first, then by slug. */
function byImportance(left, right) {
  const rank = ({ strength }) => ['ESSENTIAL', 'OPTIONAL', undefined].indexOf(strength);
  return (
    RELATIONS.indexOf(left.relation) - RELATIONS.indexOf(right.relation) ||
    rank(left) - rank(right) ||
    (right.importance ?? -1) - (left.importance ?? -1) ||
    bySlug(left.other, right.other)
  );
}

/** Names as they are compared: lower case, single blanks, none at the ends. */
export function fold(text) {
  const words = text.split(/\p{White_Space}+/u).filter(Boolean);
  // Letter by letter: a whole word in lower case would end in another sigma.
  return [...words.join(' ')].map(letter => letter.toLowerCase()).join('');
}

/** The text of a locale, or of its language, or of `en`. */
export function inLocale(texts = {}, locale) {
  const language = locale.includes('-') ? locale.slice(0, locale.indexOf('-')) : undefined;
  return texts[locale] ?? texts[language] ?? texts.en;
}

/** The name to show in a locale: any, if it has none. */
export function preferredLabel({ prefLabel, slug }, locale) {
  return inLocale(prefLabel, locale) ?? prefLabel[Object.keys(prefLabel).sort(inBytes)[0]] ?? slug;
}
