// The way to the server.

import { cacheExchange, fetchExchange, makeOperation, mapExchange, type Operation } from '@urql/core';
import { Client } from 'urql';

/** Where the server is: this page's own, in development by a proxy. */
const ENDPOINT: string = import.meta.env.VITE_ENDPOINT ?? '/graphql';

/**
 * How documents are sent. `full`: as text. `ids`: by their hash alone, to a server that was started with
 * `src/gql/persisted-documents.json`. Set `VITE_DOCUMENTS` at build time.
 */
const DOCUMENTS: 'full' | 'ids' = import.meta.env.VITE_DOCUMENTS === 'ids' ? 'ids' : 'full';

/** Puts the hash that codegen has left in a document in place of its text. */
function byId(operation: Operation): Operation {
  const { __meta__: meta } = operation.query as { __meta__?: { hash?: string } };
  if (!meta?.hash) return operation;
  const query = { ...operation.query, definitions: [], documentId: meta.hash };
  return makeOperation(operation.kind, { ...operation, query }, operation.context);
}

const exchanges = [cacheExchange, ...(DOCUMENTS === 'ids' ? [mapExchange({ onOperation: byId })] : []), fetchExchange];

export const client = new Client({ url: ENDPOINT, exchanges, preferGetMethod: 'within-url-limit' });
