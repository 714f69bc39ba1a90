import type { HeadersObject, ResponseObject, ResponsesObject } from '@nestjs/swagger';
import { header } from './headers.js';
import type { Route } from './route.js';

const DESCRIPTIONS: Record<string, string> = {
  200: 'As asked',
  201: 'Created',
  202: 'Accepted; it will be done',
  204: 'Done; there is nothing to say about it',
  301: 'It lives elsewhere now; see `Location`',
  303: 'Go there; see `Location`',
};

/** The answers of success that a route declares, with the headers that they come with and the 304 that a read may become. */
export function completeAnswers(declared: ResponsesObject, route: Route): ResponsesObject {
  const own = Object.entries(declared as Record<string, ResponseObject>).map(([status, answer]) => {
    const description = answer.description || DESCRIPTIONS[status] || '';
    return [
      status,
      { ...answer, description, headers: { ...headersOf(status, answer, route), ...answer.headers } },
    ] as const;
  });
  const hasTag = own.some(([, { headers }]) => 'ETag' in headers);
  return { ...Object.fromEntries(own), ...(route.isRead && hasTag && { 304: notModified }) };
}

const notModified: ResponseObject = {
  description: 'Not modified: what you have is still the same',
  headers: { ...header('ETag'), ...header('X-Request-Id') },
};

function headersOf(status: string, { content = {} }: ResponseObject, route: Route): HeadersObject {
  const isSuccess = status.startsWith('2');
  const hasJson = 'application/json' in content;
  return {
    ...header('X-Request-Id'),
    ...(isSuccess && hasJson && header('ETag')),
    ...(!route.isRead && { ...header('RateLimit'), ...header('RateLimit-Policy') }),
    ...(isSuccess && route.isPaged && header('Link')),
    ...(isSuccess && route.isIdempotent && header('Idempotency-Replayed')),
    ...(status === '201' && route.location !== undefined && { Location: locationOf(`\`${route.location}\``) }),
    ...(status.startsWith('3') && {
      Location: locationOf(status === '303' ? 'where to go next' : 'its current address'),
    }),
  };
}

function locationOf(place: string): HeadersObject[string] {
  return {
    description: `Where it is: ${place}.`,
    schema: { type: 'string', format: 'uri-reference' },
  };
}
