import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { forecast, SampleError } from './forecast.js';
import { search } from './search.js';

export interface SampleAnswer {
  status: number;
  body: object;
}

/** What the sample answers to a request, in the forms of Open-Meteo's two APIs. */
export function answerSample(url: URL, now: Date): SampleAnswer {
  try {
    if (url.pathname === '/v1/forecast') return { status: 200, body: forecast(url.searchParams, now) };
    if (url.pathname === '/v1/search') return { status: 200, body: search(url.searchParams) };
  } catch (error) {
    if (!(error instanceof SampleError)) throw error;
    return { status: 400, body: { error: true, reason: error.message } };
  }
  return { status: 404, body: { error: true, reason: 'Not Found' } };
}

/**
 * A small server that speaks Open-Meteo's forecast and geocoding APIs, for machines without internet access. It knows some
 * thirty cities, and its weather is made up.
 */
export async function startSampleServer(port: number, host = '127.0.0.1'): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    const { status, body } = answerSample(new URL(request.url ?? '/', 'http://sample'), new Date());
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  const { port: actualPort } = server.address() as AddressInfo;
  return { url: `http://${host}:${actualPort}`, close: () => server.close() };
}
