// Connections that are wanted whole: page after page, with what has come so far at hand.

import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useEffect, useState } from 'react';
import { useClient, type AnyVariables, type CombinedError } from 'urql';

/** More than this is not waited for. */
const MOST_PAGES = 30;

interface Connection<Item> {
  items: readonly Item[];
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
}

export interface Pages<Item> {
  items: readonly Item[];
  fetching: boolean;
  error?: CombinedError;
}

/** `pick` finds the connection in an answer; give a function that is always the same. */
export function usePages<Data, Variables extends { after?: string | null }, Item>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Omit<Variables, 'after'>,
  pick: (data: Data) => Connection<Item> | undefined,
): Pages<Item> {
  const client = useClient();
  const key = JSON.stringify(variables);
  const [read, setRead] = useState<Pages<Item> & { key: string }>();
  useEffect(() => {
    let wanted = true;
    void (async () => {
      const items: Item[] = [];
      let after: string | null | undefined;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const all: AnyVariables = { ...(JSON.parse(key) as object), after };
        const { data, error } = await client.query<Data>(document, all);
        if (!wanted) return;
        const found = data && pick(data);
        items.push(...(found?.items ?? []));
        after = found?.pageInfo.hasNextPage ? found.pageInfo.endCursor : undefined;
        setRead({ key, items: [...items], fetching: Boolean(after), error });
        if (!after) return;
      }
    })();
    return () => {
      wanted = false;
    };
  }, [client, document, key, pick]);
  // While the first page of something else is on its way, what was there stays.
  return read?.key === key ? read : { items: read?.items ?? [], fetching: true };
}
