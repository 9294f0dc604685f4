import { defineConfig } from '@hey-api/openapi-ts';

/** The client, its types and the query options all come from the committed document; the output is never edited. */
export default defineConfig({
  input: '../openapi/openapi.json',
  output: { path: './shared/api/src/gen' },
  plugins: [
    { name: '@hey-api/client-fetch', baseUrl: false, throwOnError: true },
    '@hey-api/typescript',
    '@hey-api/sdk',
    { name: '@tanstack/react-query', infiniteQueryOptions: true },
  ],
});
