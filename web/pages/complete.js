// What can stand at a place of a document: fields, arguments, values, types. It reads the tokens before the place only,
// so it also works in a document that is not whole yet.

import { tokens } from './code.js';
import { named, written } from './schema.js';

const MOST = 40;

/** The part of a word that stands right before a place. */
export function wordBefore(before) {
  return /\w*$/.exec(before)[0];
}

/** What can be put there instead of the word that is typed: the name, what it is, what to insert. */
export function completions(schema, text, caret) {
  const before = text.slice(0, caret);
  const word = wordBefore(before);
  const place = where(schema, tokens(before.slice(0, caret - word.length)));
  const found = place ? candidates(schema, place) : [];
  const typed = word.toLowerCase();
  const fits = found.filter(({ name }) => name.toLowerCase().includes(typed) && name !== word);
  const rank = ({ name }) => (name.toLowerCase().startsWith(typed) ? 0 : 1);
  return fits.sort((a, b) => rank(a) - rank(b)).slice(0, MOST);
}

/** Walks the tokens with a stack of what is open, and says what is wanted at their end. */
function where(schema, read) {
  const field = (type, name) => schema.types.get(type)?.fields?.find(field => field.name === name);
  const stack = [];
  let root = 'query';
  let last; // the field before what opens next
  let condition; // the type after `on`, or after `...` alone
  read.forEach(({ text, kind }, index) => {
    const top = stack.at(-1);
    const before = read[index - 1]?.text;
    if (text === '{') {
      if (top?.used) stack.push({ of: 'input', type: top.value && named(top.value.type), used: [] });
      else stack.push({ of: 'fields', type: condition ?? (top ? last && named(last.type) : schema.roots[root]) });
      condition = last = undefined;
    } else if (text === '(') {
      stack.push(top ? { of: 'arguments', field: last, used: [] } : { of: 'variables' });
    } else if (text === '}' || text === ')') {
      const closed = stack.pop();
      // After its arguments, a field can still have a selection.
      last = closed?.of === 'arguments' ? closed.field : undefined;
    } else if (text === '...') {
      condition = top?.type;
    } else if (kind === 'name') {
      if (before === 'on') condition = text;
      else if (!top && text in schema.roots) root = text;
      else if (top?.of === 'fields' && text !== 'on') [last, condition] = [field(top.type, text), undefined];
      else if (top?.of === 'arguments' && before !== ':') remember(top, top.field?.args, text);
      else if (top?.of === 'input' && before !== ':') remember(top, schema.types.get(top.type)?.inputFields, text);
    }
  });
  const top = stack.at(-1);
  const [before, end] = [read.at(-2), read.at(-1)];
  if (end?.text === 'on') return { of: 'types', type: top?.type };
  if (end?.kind === 'directive' || end?.kind === 'variable' || end?.text === '@') return undefined;
  if (top?.of === 'variables') return end?.text === ':' ? { of: 'inputTypes' } : undefined;
  if (end?.text === ':' && top?.value) return { of: 'value', type: named(top.value.type) };
  if (end?.text === '[' && before?.text === ':' && top?.value) return { of: 'value', type: named(top.value.type) };
  return top ?? { of: 'document' };

  function remember(at, inputs, name) {
    at.used.push(name);
    at.value = inputs?.find(input => input.name === name);
  }
}

function candidates({ types, roots }, { of, type, field, used }) {
  const inputs = list =>
    (list ?? [])
      .filter(({ name }) => !used.includes(name))
      .map(({ name, type }) => ({ name, detail: written(type), insert: `${name}: ` }));
  const plain = (name, detail = '') => ({ name, detail, insert: name });
  switch (of) {
    case 'document':
      return [...Object.keys(roots).filter(word => roots[word]), 'fragment'].map(word => plain(word));
    case 'fields':
      return [
        ...(types.get(type)?.fields ?? []).map(({ name, type }) => plain(name, written(type))),
        ...(types.get(type) ? [plain('__typename', 'String!')] : []),
      ];
    case 'arguments':
      return inputs(field?.args);
    case 'input':
      return inputs(types.get(type)?.inputFields);
    case 'value':
      if (types.get(type)?.name === 'Boolean') return [plain('true'), plain('false')];
      return (types.get(type)?.enumValues ?? []).map(({ name }) => plain(name, type));
    case 'types':
      return (types.get(type)?.possibleTypes ?? [...types.values()].filter(({ fields }) => fields)).map(({ name }) => plain(name));
    case 'inputTypes':
      return [...types.values()].filter(({ kind }) => /SCALAR|ENUM|INPUT/.test(kind)).map(({ name }) => plain(name));
    default:
      return [];
  }
}
