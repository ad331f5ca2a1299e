// The search box, with what may be meant below it.

import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { toggle, useKnown } from './known';
import { useSuggestions } from './lookup';
import { kindOf } from './parts';
import { addressOf, type Linked } from './router';

const LEARNABLE = new Set(['SKILL', 'LANGUAGE', 'FRAMEWORK', 'TOOL', 'QUALIFICATION']);

/** `goto` leads to what is chosen; `know` adds it to what is known. */
export function Search({ use, placeholder }: { use: 'goto' | 'know'; placeholder: string }) {
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const known = useKnown();
  const list = useId();
  const box = useRef<HTMLInputElement>(null);
  const found = useSuggestions(text).filter(
    ({ id, kind }) => use === 'goto' || (LEARNABLE.has(kind) && !known.some(other => other.id === id)),
  );
  useEffect(() => setAt(0), [text]);

  const choose = (concept: Linked) => {
    setText('');
    setOpen(false);
    if (use === 'goto') location.hash = addressOf(concept);
    else toggle(concept);
    box.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = found[at];
    if (step && found.length > 0) setAt((at + step + found.length) % found.length);
    else if (event.key === 'Enter' && chosen) choose(chosen);
    else if (event.key === 'Escape') setOpen(false);
    else return;
    event.preventDefault();
  };
  const shown = open && text.trim() !== '';
  return (
    <div className="search">
      <input
        ref={box}
        type="search"
        role="combobox"
        aria-expanded={shown}
        aria-controls={list}
        aria-activedescendant={shown && found.length > 0 ? `${list}-${at}` : undefined}
        aria-label={placeholder}
        placeholder={placeholder}
        autoComplete="off"
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      {shown && (
        <ul id={list} role="listbox">
          {found.map((concept, index) => (
            <li
              key={concept.id}
              id={`${list}-${index}`}
              role="option"
              aria-selected={index === at}
              onPointerMove={() => setAt(index)}
              onPointerDown={event => {
                event.preventDefault(); // the box keeps the focus
                choose(concept);
              }}
            >
              {concept.prefLabel}
              <small>{kindOf(concept.kind)}</small>
            </li>
          ))}
          {found.length === 0 && <li className="none">Nothing is called so.</li>}
        </ul>
      )}
    </div>
  );
}
