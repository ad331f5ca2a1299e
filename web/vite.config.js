// GraphiQL as static files with hashed names. `npm run dev` asks a server that listens at its default address.

import { defineConfig } from 'vite';

const server = process.env.SKILLGRAPH_URL ?? 'http://127.0.0.1:8000';

export default defineConfig({
  // The page is served at /graphiql and at /graphql, perhaps below a prefix: addresses are relative to it.
  base: './',
  build: {
    assetsDir: 'assets',
    target: 'es2022',
    // Monaco is one large file; nobody reads warnings about that.
    chunkSizeWarningLimit: 8_000,
    // Preloading by inline script would want a looser policy, and the entry imports what it needs anyway.
    modulePreload: { polyfill: false },
    // "use client" in libraries says nothing here.
    rolldownOptions: { onwarn: (warning, warn) => warning.code === 'MODULE_LEVEL_DIRECTIVE' || warn(warning) },
  },
  worker: { format: 'es' },
  server: { proxy: { '/graphql': server, '/favicon.svg': server } },
});
