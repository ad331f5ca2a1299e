// What the server says of itself: read by introspection, shown as documentation.

import { ask, escaped } from './code.js';

// Nested as deep as the types of this server are, plus two.
const TYPE = 'kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } }';
const QUERY = `query Introspection {
  __schema {
    queryType { name } mutationType { name } subscriptionType { name }
    types {
      kind name description
      fields(includeDeprecated: true) { name description isDeprecated args { ...Input } type { ${TYPE} } }
      inputFields { ...Input }
      enumValues(includeDeprecated: true) { name description isDeprecated }
      possibleTypes { name }
    }
  }
}
fragment Input on __InputValue { name description defaultValue type { ${TYPE} } }`;

/** The schema, or what stands in its way. */
export async function readSchema() {
  const { body } = await ask({ query: QUERY });
  const read = body?.data?.__schema;
  if (!read) return { problem: `No completion, no documentation: ${body?.errors?.[0]?.message ?? body}` };
  const types = new Map(read.types.map(type => [type.name, type]));
  const roots = { query: read.queryType, mutation: read.mutationType, subscription: read.subscriptionType };
  return { schema: { types, roots: Object.fromEntries(Object.entries(roots).map(([word, type]) => [word, type?.name])) } };
}

/** The name of a type, without what is around it. */
export function named(type) {
  return type.ofType ? named(type.ofType) : type.name;
}

/** A type as it is written: `[Role!]!`. */
export function written(type) {
  if (type.kind === 'NON_NULL') return `${written(type.ofType)}!`;
  return type.kind === 'LIST' ? `[${written(type.ofType)}]` : type.name;
}

const MOST = 60;

/** The panel: a type, its fields, and the way back. */
export class Docs {
  constructor(schema, panel, find) {
    Object.assign(this, { schema, panel, trail: [schema.roots.query] });
    panel.addEventListener('click', ({ target }) => {
      const { type, back } = target.dataset;
      if (back) this.trail.length = Number(back);
      else if (type) this.trail.push(type);
      else return;
      find.value = '';
      this.show();
    });
    find.addEventListener('input', () => (find.value.trim() ? this.search(find.value.trim().toLowerCase()) : this.show()));
    this.show();
  }

  show() {
    const type = this.schema.types.get(this.trail.at(-1));
    const trail = this.trail.slice(0, -1).map((name, index) => `<button type="button" data-back="${index + 1}">${name}</button> › `);
    const parts = [
      ...(type.fields ?? []).map(field => this.field(field)),
      ...(type.inputFields ?? []).map(input => `<dt>${this.input(input)}</dt>${described(input)}`),
      ...(type.enumValues ?? []).map(value => `<dt>${value.name}</dt>${described(value)}`),
      ...(type.possibleTypes ?? []).map(({ name }) => `<dt>${this.link(name)}</dt><dd>${type.kind === 'UNION' ? 'one of these' : 'has these fields'}</dd>`),
    ];
    const nav = trail.length ? `<div class="trail">${trail.slice(-3).join('')}${type.name}</div>` : '';
    this.panel.innerHTML = `${nav}<h2>${type.name}</h2><p>${escaped(type.description ?? '')}</p><dl>${parts.join('')}</dl>`;
    this.panel.scrollTop = 0;
  }

  search(text) {
    const found = [];
    const meets = name => name.toLowerCase().includes(text);
    for (const type of this.schema.types.values()) {
      if (type.name.startsWith('__')) continue;
      if (meets(type.name)) found.unshift(`<dt>${this.link(type.name)}</dt>${described(type)}`);
      for (const field of type.fields ?? []) {
        if (meets(field.name)) found.push(`<dt>${this.link(type.name)}.${field.name}</dt>${described(field)}`);
      }
    }
    const more = found.length > MOST ? `<p>${found.length - MOST} more</p>` : '';
    this.panel.innerHTML = found.length ? `<dl>${found.slice(0, MOST).join('')}</dl>${more}` : '<p>Nothing is called so.</p>';
  }

  field(field) {
    const args = field.args.map(input => this.input(input)).join(', ');
    return `<dt><span class="field">${field.name}</span>${args && `(${args})`}: ${this.type(field.type)}</dt>${described(field)}`;
  }

  input({ name, type, defaultValue }) {
    return `<span class="argument">${name}</span>: ${this.type(type)}${defaultValue ? ` = ${escaped(defaultValue)}` : ''}`;
  }

  type(type) {
    return written(type).replace(/\w+/, name => this.link(name));
  }

  link(name) {
    return `<button type="button" data-type="${name}">${name}</button>`;
  }
}

function described({ description, isDeprecated }) {
  const first = (description ?? '').split('\n\n')[0];
  return `<dd>${isDeprecated ? 'Deprecated. ' : ''}${escaped(first)}</dd>`;
}
