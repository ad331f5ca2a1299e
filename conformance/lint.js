// graphql-eslint over schema.graphql: recommended and Relay rules.

import { ESLint } from 'eslint';
import { fileURLToPath } from 'node:url';

// Findings that stay, word for word. One that no longer occurs is a failure as well.
const ACCEPTED = {
  // GraphQL refuses a query in which two fragments have a field of the same name but of different enums, so
  // `nodes { ... on Skill { type } ... on Tool { type } }` would be no query. Each kind's classification
  // therefore has a name of its own; `skillType` is what ESCO itself calls it.
  '@graphql-eslint/no-typename-prefix': [
    'Field "frameworkType" starts with the name of the parent type "Framework"',
    'Field "languageType" starts with the name of the parent type "Language"',
    'Field "skillType" starts with the name of the parent type "Skill"',
    'Field "toolType" starts with the name of the parent type "Tool"',
    // What `path` answers is the paths, and whether there may be better ones.
    'Field "paths" starts with the name of the parent type "Paths"',
  ],
};

/** What is wrong with a file of schema definition language, a line each. */
export async function lint(path) {
  const eslint = new ESLint({
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    overrideConfigFile: fileURLToPath(new URL('eslint.config.js', import.meta.url)),
  });
  const results = await eslint.lintFiles([path]);
  const messages = results.flatMap(result => result.messages);
  const left = new Map(Object.entries(ACCEPTED).map(([rule, accepted]) => [rule, new Set(accepted)]));
  const found = messages.filter(({ ruleId, message }) => !left.get(ruleId)?.delete(message));
  return [
    ...found.map(({ line, column, ruleId, message }) => `${path}:${line}:${column}: ${message} (${ruleId})`),
    ...[...left].flatMap(([rule, rest]) =>
      [...rest].map(message => `lint.js accepts what is no longer found: ${message} (${rule})`),
    ),
  ];
}
