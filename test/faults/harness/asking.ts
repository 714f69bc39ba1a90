import { type Answer, Api } from '../../support/api.js';

/** What became of a request: an answer, or a connection that broke before there was one. */
export type Outcome = Partial<Pick<Answer, 'headers' | 'body' | 'text'>> & {
  /** 0 when there was no answer. */
  status: number;
  millis: number;
  /** Why there was none. */
  failure?: string;
};

/** Asks, and takes a broken connection for an outcome like any other. */
export async function ask(origin: string, { method = 'GET', path, token, body, headers }: Request): Promise<Outcome> {
  const began = performance.now();
  try {
    const answer = await new Api(origin, token).send(method, path, body, headers);
    return { ...answer, millis: performance.now() - began };
  } catch (error) {
    const { cause } = error as { cause?: NodeJS.ErrnoException };
    return { status: 0, millis: performance.now() - began, failure: cause?.code ?? String(error) };
  }
}

export interface Request {
  method?: string;
  path: string;
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** "Not now": with the time after which to try again, and as problem+json. */
export function isPoliteRefusal({ status, headers }: Outcome): boolean {
  const type = headers?.get('content-type') ?? '';
  return status === 503 && Number(headers?.get('retry-after')) > 0 && type.startsWith('application/problem+json');
}
