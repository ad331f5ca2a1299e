// A concept as the schema shows it: each method is a field. Which kinds have which field, the schema says.

import { bySlug, inBytes, inLocale, preferredLabel, RELATIONS } from './graph.js';
import { connection, globalId, linkKey, tag } from './paging.js';

const COLUMNS = [
  'code',
  'eqfLevel',
  'firstAppeared',
  'frameworkType',
  'homepage',
  'hotTechnology',
  'iscoCode',
  'jobZone',
  'languageType',
  'level',
  'regulatedProfessionNote',
  'reuseLevel',
  'side',
  'skillType',
  'toolType',
];

// Fields that follow one relation one way: to concepts of one kind only, where one is named.
const LINKS = [
  ['broader', 'OUTGOING', 'BROADER'],
  ['narrower', 'INCOMING', 'BROADER'],
  ['related', 'OUTGOING', 'RELATED'],
  ['replacedBy', 'OUTGOING', 'REPLACED_BY'],
  ['requirements', 'OUTGOING', 'REQUIRES'],
  ['requiredBy', 'INCOMING', 'REQUIRES'],
  ['responsibilities', 'OUTGOING', 'PERFORMS'],
  ['performedBy', 'INCOMING', 'PERFORMS'],
  ['callsFor', 'OUTGOING', 'CALLS_FOR'],
  ['calledForBy', 'INCOMING', 'CALLS_FOR'],
  ['implies', 'OUTGOING', 'IMPLIES'],
  ['impliedBy', 'INCOMING', 'IMPLIES'],
  ['prerequisites', 'OUTGOING', 'PREREQUISITE'],
  ['prerequisiteFor', 'INCOMING', 'PREREQUISITE'],
  ['languages', 'OUTGOING', 'USES_LANGUAGE'],
  ['frameworks', 'INCOMING', 'USES_LANGUAGE', 'FRAMEWORK'],
  ['tools', 'INCOMING', 'USES_LANGUAGE', 'TOOL'],
  ['builtOn', 'OUTGOING', 'BUILT_ON'],
  ['builtBy', 'INCOMING', 'BUILT_ON'],
  ['worksWith', 'OUTGOING', 'WORKS_WITH'],
];

const MATCHES = ['EXACT_MATCH', 'CLOSE_MATCH', 'BROAD_MATCH', 'NARROW_MATCH', 'RELATED_MATCH'];

export class Concept {
  #graph;
  #concept;

  constructor(graph, concept) {
    this.#graph = graph;
    this.#concept = concept;
    this.__typename = concept.kind.toLowerCase().replace(/(?:^|_)(.)/g, (_, letter) => letter.toUpperCase());
    this.id = globalId(concept);
    for (const name of ['slug', 'kind', 'status', ...COLUMNS]) this[name] = concept[name] ?? null;
    this.extensions = concept.extensions ?? [];
  }

  prefLabel({ locale }) {
    return preferredLabel(this.#concept, locale);
  }

  altLabels({ locale }) {
    return (this.#concept.altLabels?.[locale] ?? []).toSorted(inBytes);
  }

  hiddenLabels({ locale }) {
    return (this.#concept.hiddenLabels?.[locale] ?? []).toSorted(inBytes);
  }

  definition({ locale }) {
    return inLocale(this.#concept.definition, locale);
  }

  description({ locale }) {
    return inLocale(this.#concept.description, locale);
  }

  scopeNote({ locale }) {
    return inLocale(this.#concept.scopeNote, locale);
  }

  editorialNote({ locale }) {
    return inLocale(this.#concept.editorialNote, locale);
  }

  identifiers() {
    const schemes = Object.entries(this.#concept.identifiers ?? {});
    const all = schemes.flatMap(([scheme, values]) => values.map(value => ({ scheme, value })));
    return all.sort((left, right) => inBytes(left.scheme, right.scheme) || inBytes(left.value, right.value));
  }

  evidence() {
    return evidence(this.#graph, this.#concept.evidence);
  }

  collections() {
    return this.#graph.collectionsOf(this.#concept);
  }

  ancestors(page) {
    return this.#hierarchy('ancestors', 'outgoing', page);
  }

  descendants(page) {
    return this.#hierarchy('descendants', 'incoming', page);
  }

  matches(page) {
    return this.#links('matches', ['OUTGOING', 'INCOMING'], MATCHES, page);
  }

  relations({ kinds, direction, ...page }) {
    const directions = direction ? [direction] : ['OUTGOING', 'INCOMING'];
    return this.#links('relations', directions, RELATIONS, page, link => !kinds || kinds.includes(link.relation));
  }

  /** Relations of some kinds, followed some ways; a filter may keep only some. */
  #links(field, directions, relations, page, keeps) {
    const follow = direction =>
      this.#concept[direction.toLowerCase()]
        .filter(({ relation }) => relations.includes(relation))
        .map(link => ({ ...link, direction }));
    const list = {
      tag: tag(field, this.#concept.id),
      items: directions.flatMap(follow),
      keeps,
      key: linkKey,
      node: ({ other }) => new Concept(this.#graph, other),
      edge: ({ relation, direction, strength, importance, importanceRating, level, inDemand, evidence: rows }) => ({
        relation,
        direction,
        strength,
        importance,
        importanceRating: rating(this.#graph, importanceRating),
        level,
        levelRating: rating(this.#graph, level),
        inDemand,
        evidence: evidence(this.#graph, rows),
      }),
    };
    return connection(list, page);
  }

  /** What is reached by following `BROADER`, the nearest first. */
  #hierarchy(field, direction, page) {
    const items = [];
    let level = [this.#concept];
    const seen = new Set(level);
    for (let distance = 1; level.length; distance += 1) {
      const next = new Set(level.flatMap(concept => concept[direction].filter(isBroader).map(({ other }) => other)));
      level = [...next].filter(concept => !seen.has(concept)).sort(bySlug);
      level.forEach(concept => seen.add(concept));
      items.push(...level.map(concept => ({ concept, id: concept.id, distance })));
    }
    const list = {
      tag: tag(field, this.#concept.id),
      items,
      node: ({ concept }) => new Concept(this.#graph, concept),
      edge: ({ distance }) => ({ distance }),
    };
    return connection(list, page);
  }

  static {
    for (const [field, direction, relation, only] of LINKS) {
      this.prototype[field] = function ({ strength, kinds, ...page }) {
        const wanted = only ? [only] : kinds;
        const keeps = link => (!strength || link.strength === strength) && (!wanted || wanted.includes(link.other.kind));
        return this.#links(field, [direction], [relation], page, keeps);
      };
    }
  }
}

function isBroader({ relation }) {
  return relation === 'BROADER';
}

/** A value on a scale, with the scale itself. */
function rating(graph, given) {
  if (!given) return null;
  const scale = graph.scale(given.scale);
  const normalized = (given.value - scale.minimum) / (scale.maximum - scale.minimum);
  return { scale, value: given.value, normalized };
}

/** Which sources say so: by slug, then by place. No commit here has a source, so nothing is implied by an import. */
function evidence(graph, rows = []) {
  const all = rows.map(row => ({ confidence: 1, ...row, source: graph.source(row.source) }));
  return all.sort((left, right) => inBytes(left.source.slug, right.source.slug) || inBytes(left.locator, right.locator));
}
