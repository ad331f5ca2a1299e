// Where queries begin: lookups, lists and older revisions, as the schema shows them.

import { Collection } from './collection.js';
import { Concept } from './concept.js';
import { byLabel, bySlug, fold, KINDS, RELATIONS } from './graph.js';
import { connection, globalId, named, tag } from './paging.js';

const LISTS = {
  roles: 'ROLE',
  roleGroups: 'ROLE_GROUP',
  skills: 'SKILL',
  skillGroups: 'SKILL_GROUP',
  languages: 'LANGUAGE',
  frameworks: 'FRAMEWORK',
  tools: 'TOOL',
  responsibilities: 'RESPONSIBILITY',
  qualifications: 'QUALIFICATION',
};

/** One revision: what it holds, and what is told of its commit. */
export class Revision {
  #known;

  constructor(known, commit) {
    this.#known = known;
    this.graph = {
      ...commit,
      source: commit.source && this.source({ by: commit.source }),
      counts: KINDS.map(kind => ({ kind, count: this.#ofKind(kind).length })),
      relationCounts: RELATIONS.map(kind => ({ kind, count: known.count(kind) })),
    };
  }

  node({ id }) {
    return this.#named(named(id));
  }

  nodes({ ids }) {
    if (ids.length > 100) throw new Error('too many ids');
    return ids.map(named).map(found => this.#named(found));
  }

  concept({ by }) {
    return this.#shown(this.#find(by));
  }

  scales() {
    return this.#known.scales;
  }

  collections(page) {
    const node = collection => this.#shownCollection(collection);
    return connection({ tag: tag('collections'), items: this.#known.collections, node }, page);
  }

  collection({ slug }) {
    checked(slug);
    return this.#shownCollection(this.#known.collections.find(collection => collection.slug === slug));
  }

  sources(page) {
    const node = source => this.source({ by: { slug: source.slug } });
    return connection({ tag: tag('sources'), items: this.#known.sources, node }, page);
  }

  source({ by: { id, slug } }) {
    if (slug != null) checked(slug);
    const wanted = id == null ? undefined : named(id);
    if (wanted && wanted.kind !== 'SOURCE') throw new Error('the id of something else');
    const found = this.#known.sources.find(source => (wanted ? source.id === wanted.id : source.slug === slug));
    return found ? shownSource(found) : null;
  }

  #ofKind(kind) {
    return this.#known.concepts.filter(concept => concept.kind === kind);
  }

  /** What is shown beside a concept or a collection. */
  #beside() {
    const { scales, collections } = this.#known;
    const isIn = concept => collections.filter(({ members }) => members.includes(concept));
    return {
      source: slug => this.source({ by: { slug } }),
      scale: slug => scales.find(scale => scale.slug === slug),
      collectionsOf: concept => isIn(concept).map(collection => this.#shownCollection(collection)),
    };
  }

  #shown(concept) {
    return concept ? new Concept(this.#beside(), concept) : null;
  }

  #shownCollection(collection) {
    return collection ? new Collection(this.#beside(), collection) : null;
  }

  #named({ kind, id }) {
    if (kind === 'SOURCE') {
      const found = this.#known.sources.find(source => source.id === id);
      return found ? shownSource(found) : null;
    }
    if (kind === 'COLLECTION') return this.#shownCollection(this.#known.collections.find(found => found.id === id));
    return this.#shown(this.#known.concepts.find(concept => concept.kind === kind && concept.id === id));
  }

  /** The concept that a reference names: of one kind, if the place says so, or of the kind that is given with the slug. */
  #find({ id, slug, identifier }, kind) {
    if (id != null) {
      const wanted = named(id);
      if (!KINDS.includes(wanted.kind) || (kind && wanted.kind !== kind)) throw new Error('an id of something else');
      return this.#known.concepts.find(concept => concept.kind === wanted.kind && concept.id === wanted.id);
    }
    if (identifier) {
      const { scheme, value } = identifier;
      checked(scheme);
      checked(value);
      const found = this.#known.concepts.find(({ identifiers }) => identifiers?.[scheme]?.includes(value));
      return !kind || found?.kind === kind ? found : undefined;
    }
    const wanted = kind ? { kind, slug } : slug;
    checked(wanted.slug);
    return this.#ofKind(wanted.kind).find(concept => concept.slug === wanted.slug);
  }

  #require(reference, kind) {
    const found = this.#find(reference, kind);
    if (!found) throw new Error('nothing of that name');
    return found;
  }

  #list(kind, { filter, orderBy, ...page }) {
    const { field, direction } = orderBy ?? { field: 'LABEL', direction: 'ASC' };
    const items = this.#ofKind(kind).sort(field === 'SLUG' ? bySlug : byLabel);
    if (direction === 'DESC') items.reverse();
    const conditions = Object.entries(filter ?? {}).filter(([, value]) => value != null);
    const tests = conditions.map(([name, value]) => this.#condition(kind, name, value));
    const list = {
      tag: tag(typeName(kind), 0n, (direction === 'DESC' ? 2 : 0) + (field === 'SLUG' ? 1 : 0)),
      items,
      keeps: concept => tests.every(test => test(concept)),
      node: concept => this.#shown(concept),
    };
    return connection(list, page);
  }

  /** What one field of a filter asks of a concept. */
  #condition(kind, name, value) {
    const linked = (relation, other) => concept =>
      concept.outgoing.some(link => link.relation === relation && link.other === other);
    switch (name) {
      case 'label':
        checked(value);
        return concept => names(concept).some(text => fold(text) === fold(value));
      case 'requires':
        return linked('REQUIRES', this.#require(value));
      case 'performs':
        return linked('PERFORMS', this.#require(value, 'RESPONSIBILITY'));
      case 'language':
        return linked('USES_LANGUAGE', this.#require(value, 'LANGUAGE'));
      case 'builtOn':
        return linked('BUILT_ON', this.#require(value, 'FRAMEWORK'));
      case 'group': {
        const group = this.#require(value, `${kind}_GROUP`);
        return concept => isBelow(concept, group);
      }
      default:
        return concept => concept[name] === value;
    }
  }

  static {
    for (const [field, kind] of Object.entries(LISTS)) {
      this.prototype[field] = function (given) {
        return this.#list(kind, given);
      };
      const name = typeName(kind);
      this.prototype[name[0].toLowerCase() + name.slice(1)] = function ({ by }) {
        return this.#shown(this.#find(by, kind));
      };
    }
  }
}

/** The last of some revisions, from which the others can be reached. */
export function root(revisions) {
  const query = revisions.at(-1);
  query.at = ({ revision }) => {
    if (!revisions[revision - 1]) throw new Error(`no revision ${revision}`);
    return revisions[revision - 1];
  };
  return query;
}

function typeName(kind) {
  return kind.toLowerCase().replace(/(?:^|_)(.)/g, (_, letter) => letter.toUpperCase());
}

function names({ prefLabel, altLabels, hiddenLabels }) {
  return [prefLabel, altLabels, hiddenLabels].flatMap(texts => Object.values(texts ?? {}).flat());
}

function isBelow(concept, group) {
  const broader = concept.outgoing.filter(({ relation }) => relation === 'BROADER').map(({ other }) => other);
  return broader.some(other => other === group || isBelow(other, group));
}

function shownSource({ type: _, id, ...source }) {
  return { ...source, __typename: 'Source', id: globalId({ kind: 'SOURCE', id }) };
}

function checked(text) {
  if ([...text].length > 1000 || text.includes('\0')) throw new Error('too long a text');
}
