/** One request. */
export interface Ask {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** From the origin on. */
  path: string;
  headers?: Record<string, string>;
  /** JSON. */
  body?: string;
  /** Whether it is sent with an `Idempotency-Key`, another one each time. */
  isKeyed?: boolean;
  /** Of the answer, where it is not 201 to a POST, and 200 to all else. */
  status?: number;
}

/** What is asked over and over, and measured by itself. */
export interface Question {
  /** As results and tables call it. */
  name: string;
  /** What the connections ask in turn: each list is for one of them, and they share the lists when there are fewer. */
  asks: readonly (readonly Ask[])[];
  /** Asks whether anything has changed since (If-None-Match), and expects 304. */
  isRevalidation?: boolean;
  /** The names of the arms that are asked; otherwise all. */
  arms?: readonly string[];
}

/** `GET` of one path by everybody, the same answer each time. */
export function get(
  path: string,
  { name = `GET ${path}`, ...rest }: Partial<Question> & Pick<Ask, 'headers'> = {},
): Question {
  const { headers, ...more } = rest;
  return { name, asks: [[{ method: 'GET', path, ...(headers && { headers }) }]], ...more };
}
