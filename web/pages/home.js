// The first page: queries of the tour, run in place. Without this file their links lead to GraphiQL.

import { ask, endpoint, graphql, page, shown } from './code.js';

document.getElementById('endpoint').textContent = endpoint;

const copy = document.getElementById('copy');
copy.hidden = !navigator.clipboard;
copy.addEventListener('click', async () => {
  await navigator.clipboard.writeText(endpoint);
  copy.textContent = 'Copied';
  setTimeout(() => (copy.textContent = 'Copy'), 1_500);
});

document.getElementById('by-fetch').textContent = `const response = await fetch('${endpoint}', {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({
    query: '{ roles(first: 3) { nodes { prefLabel } } }',
  }),
});
const { data } = await response.json();`;

document.getElementById('by-codegen').textContent = `export default {
  schema: '${new URL('schema.graphql', document.baseURI)}',
  documents: ['src/**/*.tsx'],
  generates: { './src/gql/': { preset: 'client' } },
};`;

const stage = document.querySelector('.stage');
if (stage) {
  const [query, answer] = stage.querySelectorAll('pre');
  const run = document.getElementById('run');
  const open = document.getElementById('open');
  const status = stage.querySelector('.status');
  const links = [...document.querySelectorAll('.try li a')];
  let chosen;

  const choose = async link => {
    chosen = page.tour[links.indexOf(link)];
    for (const other of links) other.toggleAttribute('aria-current', other === link);
    link.setAttribute('aria-current', 'true');
    query.innerHTML = graphql(chosen.query);
    query.scrollTop = 0;
    open.href = link.href;
    await execute();
  };

  const execute = async () => {
    const asked = chosen;
    run.disabled = true;
    const { body, status: said, ok } = await ask({ query: asked.query });
    run.disabled = false;
    if (asked !== chosen) return; // another was chosen meanwhile
    answer.innerHTML = shown(body);
    answer.scrollTop = 0;
    status.textContent = said;
    status.classList.toggle('bad', !ok);
  };

  links.forEach(link =>
    link.addEventListener('click', event => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      choose(link);
    }),
  );
  run.addEventListener('click', execute);
  stage.hidden = false;
  choose(links[0]);
}
