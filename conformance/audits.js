// The audits of graphql-http: what GraphQL over HTTP demands (MUST), recommends (SHOULD) and allows (MAY) of a server.

import { auditServer } from 'graphql-http';

/** How many audits there are, and those that are not ok. */
export async function audit(url) {
  const results = await auditServer({ url });
  const failed = results.filter(({ status }) => status !== 'ok');
  return { count: results.length, failed: failed.map(({ id, name, status, reason }) => ({ id, name, status, reason })) };
}
