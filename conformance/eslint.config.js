import graphql from '@graphql-eslint/eslint-plugin';
import { fileURLToPath } from 'node:url';

const schema = fileURLToPath(new URL('../schema.graphql', import.meta.url));

export default [
  {
    files: ['**/*.graphql'],
    plugins: { '@graphql-eslint': graphql },
    languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig: { schema } } },
    rules: {
      ...graphql.configs['flat/schema-recommended'].rules,
      ...graphql.configs['flat/schema-relay'].rules,
      // Short lists that have no pages (labels, identifiers, evidence, counts) and the `nodes` of a connection are
      // bare lists on purpose. A flaw is found and not kept: it has no id, and so is no `Node` at the end of its edge.
      '@graphql-eslint/relay-edge-types': [
        'error',
        { listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: false },
      ],
      '@graphql-eslint/strict-id-in-types': [
        'error',
        {
          exceptions: {
            types: [
              // Values: two that say the same are the same, and a client has nothing to look up or to merge.
              ...['Evidence', 'Graph', 'GraphAt', 'Identifier', 'KindCount', 'Level', 'PageInfo', 'Rating'],
              'RelationCount',
              // What questions answer: worked out for whoever asks, and kept by nobody.
              ...['AspectScore', 'CareerPath', 'CareerStep', 'ComparedPart', 'Comparison', 'Coverage', 'DataHealth'],
              ...['ExtractedConcept', 'ExtractedRole', 'Extraction', 'Flaw', 'FlawCount', 'Gap', 'GapCount'],
              ...['GapRequirement', 'Implication', 'LabelCandidate', 'LearnedAlong', 'LearningPath', 'LearningStage'],
              ...['LearningStep', 'Mention', 'NewRequirement', 'Path', 'PathHop', 'Paths', 'RateLimit'],
              ...['ResolvedLabel', 'Suggestion', 'TextMatch', 'Transfer'],
              // Known by its slug alone (docs/decisions/0012-scales-and-collections-by-slug.md), and not a `Node`.
              'Scale',
            ],
            // Wrappers around what has an id.
            suffixes: ['Connection', 'Edge', 'Error', 'Payload'],
          },
        },
      ],
    },
  },
];
