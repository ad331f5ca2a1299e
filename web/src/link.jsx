// A button that copies an address which opens GraphiQL with what stands in the editors now.

import { ToolbarButton, useGraphiQL } from '@graphiql/react';
import { useState } from 'react';

export function CopyLink() {
  const [query, variables] = useGraphiQL(({ queryEditor, variableEditor }) => [queryEditor, variableEditor]);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    const link = new URL('./graphiql', document.baseURI);
    link.searchParams.set('query', query?.getValue() ?? '');
    if (variables?.getValue().trim()) link.searchParams.set('variables', variables.getValue());
    history.replaceState(null, '', link);
    // Without HTTPS there is no clipboard on other hosts than this one; the address bar has the link all the same.
    await navigator.clipboard?.writeText(link.href).catch(() => {});
    setCopied(true);
    setTimeout(() => setCopied(false), 1_500);
  };
  return (
    <ToolbarButton onClick={copy} label={copied ? 'Copied' : 'Copy a link to this query'}>
      <svg className="graphiql-toolbar-icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden>
        {copied ? (
          <path d="m5 12.5 4.5 4.5L19 7.5" />
        ) : (
          <path d="M10 14a4 4 0 0 0 5.7 0l3.1-3.1a4 4 0 0 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 0l-3.1 3.1a4 4 0 0 0 5.7 5.7l1.1-1.1" />
        )}
      </svg>
    </ToolbarButton>
  );
}
