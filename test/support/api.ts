/** An answer, read to its end. `body` is the parsed JSON, `text` what came over the wire. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into answers of every shape
  body: any;
}

type ExtraHeaders = Record<string, string>;

/** A REST client with or without somebody's access token. Paths are below `/api/v1`, unless they begin with `//`. */
export class Api {
  constructor(
    private readonly origin: string,
    private readonly accessToken?: string,
  ) {}

  get(path: string, headers?: ExtraHeaders): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  post(path: string, body?: unknown, headers?: ExtraHeaders): Promise<Answer> {
    return this.send('POST', path, body, headers);
  }

  put(path: string, body?: unknown, headers?: ExtraHeaders): Promise<Answer> {
    return this.send('PUT', path, body, headers);
  }

  patch(path: string, body?: unknown, headers?: ExtraHeaders): Promise<Answer> {
    return this.send('PATCH', path, body, headers);
  }

  delete(path: string, headers?: ExtraHeaders): Promise<Answer> {
    return this.send('DELETE', path, undefined, headers);
  }

  /** @param body a string goes out as it is, anything else as JSON. Redirects are not followed. */
  async send(method: string, path: string, body?: unknown, extraHeaders: ExtraHeaders = {}): Promise<Answer> {
    const url = path.startsWith('//') ? this.origin + path.slice(1) : `${this.origin}/api/v1${path}`;
    const headers = {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(this.accessToken !== undefined && { authorization: `Bearer ${this.accessToken}` }),
      ...extraHeaders,
    };
    const content = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(url, { method, headers, body: content, redirect: 'manual' });
    const text = await response.text();
    const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
  }
}
