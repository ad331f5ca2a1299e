import { defineConfig } from 'vite';

// In development the page and the API share an origin, so that no server has to allow another.
const proxy = { '/graphql': process.env.SKILLGRAPH_URL ?? 'http://127.0.0.1:8000' };

export default defineConfig({
  base: './',
  server: { proxy },
  preview: { proxy },
});
