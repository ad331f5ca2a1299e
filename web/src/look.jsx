// Monaco in the colours of the other pages. The rest of GraphiQL takes them from style.css.

import { useMonaco } from '@graphiql/react';
import { useEffect } from 'react';

const CLEAR = '#ffffff00';

const COLOURS = {
  light: { base: 'vs', accent: '#0b6b60', soft: '#0b6b601a', paper: '#ffffff', faint: '#3b4b6811', key: '#0b5a8a', text: '#9a3412', number: '#7c3aed', word: '#9d174d' },
  dark: { base: 'vs-dark', accent: '#4fd1bd', soft: '#4fd1bd22', paper: '#17211f', faint: '#b7c2d711', key: '#7cc4f2', text: '#f2b48a', number: '#c4a7ff', word: '#f59bbb' },
};

function theme({ base, accent, soft, paper, faint, key, text, number, word }) {
  return {
    base,
    inherit: true,
    colors: {
      'editor.background': CLEAR,
      'scrollbar.shadow': CLEAR,
      'textLink.foreground': accent,
      'textLink.activeForeground': accent,
      'editorHoverWidget.background': paper,
      'list.hoverBackground': soft,
      'list.highlightForeground': accent,
      'list.focusHighlightForeground': accent,
      'menu.background': paper,
      'menu.selectionBackground': soft,
      'menu.selectionForeground': accent,
      'editorSuggestWidget.background': paper,
      'editorSuggestWidget.selectedBackground': soft,
      'editorSuggestWidget.selectedForeground': accent,
      'editorWidget.background': paper,
      'input.background': faint,
      'quickInputList.focusBackground': soft,
      focusBorder: accent,
    },
    rules: [
      { token: 'argument.identifier.gql', foreground: number.slice(1) },
      { token: 'key.identifier.gql', foreground: key.slice(1) },
      { token: 'string.gql', foreground: text.slice(1) },
      { token: 'keyword.gql', foreground: word.slice(1) },
      { token: 'string.key.json', foreground: key.slice(1) },
      { token: 'string.value.json', foreground: text.slice(1) },
      { token: 'number.json', foreground: number.slice(1) },
      { token: 'keyword.json', foreground: word.slice(1) },
    ],
  };
}

/** Shows nothing. GraphiQL has made its two themes by the time that Monaco is there: they are made anew. */
export function Look() {
  const monaco = useMonaco(({ monaco }) => monaco);
  useEffect(() => {
    monaco?.editor.defineTheme('graphiql-LIGHT', theme(COLOURS.light));
    monaco?.editor.defineTheme('graphiql-DARK', theme(COLOURS.dark));
  }, [monaco]);
  return null;
}
