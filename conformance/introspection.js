// What a running server says of its schema, beside what schema.graphql says.

import assert from 'node:assert/strict';
import {
  buildClientSchema,
  findBreakingChanges,
  findDangerousChanges,
  getIntrospectionQuery,
  isInterfaceType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';

/** Introspection with everything that graphql-js can ask for. */
export const QUERY = getIntrospectionQuery({
  descriptions: true,
  directiveIsRepeatable: true,
  inputValueDeprecation: true,
  oneOf: true,
  schemaDescription: true,
  specifiedByUrl: true,
});

/**
 * The schema that a client builds from the answer, with the known faults of the engine (async-graphql 8.0.0-rc.5)
 * mended. Each is looked at first: when the engine no longer has it, this fails and its mending can go.
 */
export function fromIntrospection(answer, expected) {
  const { __schema: schema } = structuredClone(answer);

  // It gives every schema the same description: the one of the type `__Schema` in the specification.
  assert.match(schema.description, /^A GraphQL Schema defines the capabilities of a GraphQL server\./);
  schema.description = expected.description ?? null;

  // It does not say which interfaces an interface implements. The printed schema does.
  for (const type of schema.types.filter(type => type.kind === 'INTERFACE')) {
    assert.equal(type.interfaces, null, `interfaces of ${type.name}`);
    const known = expected.getType(type.name);
    const names = isInterfaceType(known) ? known.getInterfaces().map(({ name }) => name) : [];
    type.interfaces = names.map(name => ({ kind: 'INTERFACE', name, ofType: null }));
  }

  return buildClientSchema({ __schema: schema });
}

/** How two schemas differ, either way; nothing if they say the same. */
export function differences(expected, actual) {
  const changes = [
    ...findBreakingChanges(expected, actual),
    ...findBreakingChanges(actual, expected),
    ...findDangerousChanges(expected, actual),
    ...findDangerousChanges(actual, expected),
  ];
  const [then, now] = [definitions(expected), definitions(actual)];
  return [
    ...changes.map(({ description }) => description).filter(description => description !== AHEAD),
    ...[...then].filter(text => !now.has(text)).map(text => `only schema.graphql says:\n${text}`),
    ...[...now].filter(text => !then.has(text)).map(text => `only introspection says:\n${text}`),
  ];
}

// graphql-js adds this location of a draft to `@deprecated` in the schema that it reads from a file.
const AHEAD = 'DIRECTIVE_DEFINITION was removed from deprecated.';

// Each definition of a schema as text: descriptions, defaults, deprecations and all. Order says nothing.
function definitions(schema) {
  return new Set(printSchema(lexicographicSortSchema(schema)).split(/\n\n(?=\S)/));
}
