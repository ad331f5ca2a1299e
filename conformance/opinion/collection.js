// A collection as the schema shows it: each method is a field.

import { Concept } from './concept.js';
import { connection, globalId, tag } from './paging.js';

export class Collection {
  #graph;
  #collection;

  constructor(graph, collection) {
    this.#graph = graph;
    this.#collection = collection;
    this.__typename = 'Collection';
    this.id = globalId({ kind: 'COLLECTION', id: collection.id });
    for (const name of ['slug', 'title', 'description', 'url']) this[name] = collection[name] ?? null;
  }

  members({ kinds, ...page }) {
    const list = {
      tag: tag('members', this.#collection.id),
      items: this.#collection.members,
      keeps: ({ kind }) => !kinds || kinds.includes(kind),
      node: concept => new Concept(this.#graph, concept),
    };
    return connection(list, page);
  }
}
