// The explorer: asks, completes and looks things up, with nothing but what this server sends.

import { ask, escaped, graphql, json, page, shown } from './code.js';
import { completions, wordBefore } from './complete.js';
import { Docs, readSchema } from './schema.js';

const KEPT = 'skillgraph:explorer';
const $ = id => document.getElementById(id);
const [editor, variables] = [$('query'), $('variables-editor')].map(box => ({
  box,
  paint: box.querySelector('pre'),
  area: box.querySelector('textarea'),
}));
const choices = editor.box.querySelector('.choices');
const status = $('status');
let schema;
let offered = [];
let chosen = 0;

// ---- text -----------------------------------------------------------------------------------------------------------

function paint({ paint: pre, area }, colours) {
  pre.innerHTML = `${colours(area.value)}\n`;
  pre.scrollTop = area.scrollTop;
  pre.scrollLeft = area.scrollLeft;
}

const repaint = () => {
  paint(editor, graphql);
  paint(variables, json);
};

for (const it of [editor, variables]) {
  it.area.addEventListener('input', repaint);
  it.area.addEventListener('scroll', () => {
    it.paint.scrollTop = it.area.scrollTop;
    it.paint.scrollLeft = it.area.scrollLeft;
    if (!choices.hidden) place();
  });
}

function set(query, values = '') {
  editor.area.value = query;
  variables.area.value = values;
  editor.area.scrollTop = 0;
  hide();
  repaint();
}

/** Puts text in place of what lies between two places; it can be undone like anything that is typed. */
function replace(start, end, text) {
  editor.area.focus();
  editor.area.setSelectionRange(start, end);
  if (!document.execCommand('insertText', false, text)) editor.area.setRangeText(text, start, end, 'end');
  repaint();
}

function newLine() {
  const { value, selectionStart: start, selectionEnd: end } = editor.area;
  const before = value.slice(0, start);
  const indent = /[ \t]*/.exec(before.slice(before.lastIndexOf('\n') + 1))[0];
  const opens = /[{([]$/.test(before);
  const closes = opens && /^[})\]]/.test(value.slice(end));
  replace(start, end, `\n${indent}${opens ? '  ' : ''}${closes ? `\n${indent}` : ''}`);
  const caret = start + 1 + indent.length + (opens ? 2 : 0);
  editor.area.setSelectionRange(caret, caret);
}

// ---- running --------------------------------------------------------------------------------------------------------

async function run() {
  hide();
  const query = editor.area.value;
  const typed = variables.area.value.trim();
  localStorage.setItem(KEPT, JSON.stringify({ query, variables: typed }));
  let values;
  try {
    values = typed ? JSON.parse(typed) : undefined;
  } catch (error) {
    return show({ body: `The variables are not JSON: ${error.message}`, status: 'not sent', ok: false });
  }
  $('run').disabled = true;
  show(await ask({ query, variables: values }));
  $('run').disabled = false;
}

function show({ body, status: said, ok }) {
  $('answer').innerHTML = shown(body);
  status.textContent = said;
  status.classList.toggle('bad', !ok);
}

// ---- completion -----------------------------------------------------------------------------------------------------

function hide() {
  choices.hidden = true;
}

function offer() {
  const { value, selectionStart: caret } = editor.area;
  offered = schema ? completions(schema, value, caret) : [];
  chosen = 0;
  if (offered.length === 0) return hide();
  choices.innerHTML = offered
    .map(({ name, detail }) => `<li role="option"><span>${escaped(name)}</span><small>${escaped(detail)}</small></li>`)
    .join('');
  choices.hidden = false;
  mark();
  place();
}

/** Below the word that is typed; above it where there is no room below. */
function place() {
  const before = editor.area.value.slice(0, editor.area.selectionStart);
  const style = getComputedStyle(editor.area);
  const [line, pad, left] = [style.lineHeight, style.paddingTop, style.paddingLeft].map(parseFloat);
  const canvas = (place.canvas ??= document.createElement('canvas').getContext('2d'));
  canvas.font = `${style.fontSize} ${style.fontFamily}`;
  const lines = before.split('\n');
  const start = lines.at(-1).slice(0, lines.at(-1).length - wordBefore(before).length);
  const y = pad + lines.length * line - editor.area.scrollTop;
  const x = left + canvas.measureText(start).width - editor.area.scrollLeft;
  const fits = y + choices.offsetHeight <= editor.box.clientHeight || y - line < choices.offsetHeight;
  choices.style.top = `${fits ? y : y - line - choices.offsetHeight}px`;
  choices.style.left = `${Math.max(4, Math.min(x, editor.box.clientWidth - choices.offsetWidth - 4))}px`;
}

function mark() {
  [...choices.children].forEach((item, index) => item.setAttribute('aria-selected', index === chosen));
  choices.children[chosen].scrollIntoView({ block: 'nearest' });
}

function take(index) {
  const { value, selectionStart: caret } = editor.area;
  replace(caret - wordBefore(value.slice(0, caret)).length, caret, offered[index].insert);
  hide();
}

editor.area.addEventListener('input', ({ data, inputType }) => {
  if (inputType === 'insertText' && data && /^[\w@$]$/.test(data)) offer();
  else if (!choices.hidden && inputType === 'deleteContentBackward') offer();
  else hide();
});
editor.area.addEventListener('blur', hide);
choices.addEventListener('pointerdown', event => {
  event.preventDefault(); // the text keeps the focus
  const item = event.target.closest('li');
  if (item) take([...choices.children].indexOf(item));
});

editor.area.addEventListener('keydown', event => {
  const { key, ctrlKey, metaKey, isComposing } = event;
  if (isComposing) return;
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (ctrlKey && key === ' ') offer();
  else if (!choices.hidden && steps[key]) {
    chosen = (chosen + steps[key] + offered.length) % offered.length;
    mark();
  } else if (!choices.hidden && (key === 'Tab' || (key === 'Enter' && !ctrlKey && !metaKey))) take(chosen);
  else if (!choices.hidden && key === 'Escape') hide();
  else if (key === 'Enter' && !ctrlKey && !metaKey) newLine();
  else return;
  event.preventDefault();
});

document.addEventListener('keydown', event => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  run();
});

// ---- start ----------------------------------------------------------------------------------------------------------

$('run').addEventListener('click', run);
$('tour').append(...page.tour.map(({ title }, index) => new Option(title, index)));
$('tour').addEventListener('change', ({ target }) => {
  if (target.value === '') return;
  set(page.tour[target.value].query);
  target.value = '';
  run();
});

const linked = new URLSearchParams(location.search);
const kept = JSON.parse(localStorage.getItem(KEPT) ?? 'null');
if (linked.get('query')) set(linked.get('query'), linked.get('variables') ?? '');
else set(kept?.query ?? page.tour[0].query, kept?.variables);

const read = await readSchema();
if (read.schema) {
  schema = read.schema;
  new Docs(schema, $('docs'), $('find'));
} else {
  $('find').disabled = true;
  $('docs').textContent = read.problem;
}
