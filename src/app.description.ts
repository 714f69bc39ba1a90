import type { ApiDescription } from './platform/openapi/api-description.js';

/** What the OpenAPI document says of the house and its rooms. */
export const description: ApiDescription = {
  title: 'Kitchen',
  version: '1',
  description: `
Accounts, a blog with comments, todos and the weather: the backend that you would otherwise write again for every project.

**To try it here:** register under *auth*, copy the \`accessToken\` of the answer into *Authorize*, and every route is yours.
This document: [/openapi.json](/openapi.json). All errors: [/problems](/problems). With curl: [the tour](/#tour).

- **Signing in.** \`Authorization: Bearer <accessToken>\`. Tokens live for 15 minutes; \`POST /api/v1/auth/refresh\` gives new ones.
  Programs take a personal access token, \`kpt_…\`: each route says below which scope it needs.
- **Errors** are \`application/problem+json\` (RFC 9457) with a stable \`code\`; \`type\` is a page that explains it.
- **Lists** answer \`{ items, nextCursor }\`: send \`nextCursor\` back as \`cursor\` for the next page.
- **PATCH** is a merge patch (RFC 7396): what is absent stays, \`null\` clears.
- **Edits that must not overwrite each other:** send the \`ETag\` that you have seen as \`If-Match\`.
- **Requests that must not happen twice:** send an \`Idempotency-Key\` with a POST, and repeat it as often as you need.
- **Times** are ISO 8601 in UTC, ids are UUIDs.
`.trim(),
  tags: [
    { name: 'auth', description: 'Registering, logging in, where one is signed in, and keys for programs' },
    { name: 'users', description: 'One’s own account and the public profiles of others' },
    { name: 'audit', description: 'What happened to accounts: all of it for admins, one’s own for oneself' },
    { name: 'posts', description: 'Articles in Markdown: drafts, publishing, tags' },
    { name: 'photos', description: 'Uploading photos, and looking at them' },
    { name: 'comments', description: 'Threads below posts' },
    { name: 'reports', description: 'Comments that wait for a moderator' },
    { name: 'todos', description: 'One’s own todos, seen by nobody else' },
    { name: 'search', description: 'Posts, comments, members and one’s own todos by their words' },
    { name: 'weather', description: 'The weather anywhere, by Open-Meteo' },
    { name: 'health', description: 'For whoever runs this: is it alive, is it ready' },
  ],
};
