import { connection } from './connection';
import { key } from './key';

/** What the API says in place of an answer: `application/problem+json` with a stable code. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly errors: readonly ManifestFault[] = [],
  ) {
    super(detail);
  }
}

export interface ManifestFault {
  code?: string;
  message?: string;
  pointer?: string;
  line?: number;
  column?: number;
  suggestion?: string;
}

/** The connection is gone: nothing answered at all. */
export class ConnectionLost extends Error {
  constructor() {
    super('The app does not answer.');
  }
}

export interface Ask {
  method?: string;
  body?: BodyInit;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** Sends a request with the key that the user gave, if any. Paths are relative to the page. */
export async function send(path: string, ask: Ask = {}): Promise<Response> {
  const headers: Record<string, string> = { ...ask.headers };
  const secret = key.value();
  if (secret) headers['x-functions-key'] = secret;
  let response: Response;
  try {
    response = await fetch(relative(path), { method: ask.method ?? 'GET', body: ask.body, headers, signal: ask.signal, cache: 'no-cache' });
  } catch (failure) {
    if (ask.signal?.aborted) throw failure;
    connection.lost();
    throw new ConnectionLost();
  }

  connection.found();
  if (response.status === 401) key.ask();
  return response;
}

export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await send(path, { signal });
  if (!response.ok) throw await problem(response);
  return (await response.json()) as T;
}

/** POST, PUT and DELETE: text and files are sent as they are, anything else as JSON. */
export async function change<T>(method: string, path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<T> {
  const response = await send(path, {
    method,
    body: typeof body === 'string' || body instanceof Blob ? body : JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', ...headers },
  });
  if (!response.ok) throw await problem(response);
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

export async function problem(response: Response): Promise<ApiError> {
  const text = await response.text();
  try {
    const said = JSON.parse(text) as { code?: string; title?: string; detail?: string; errors?: ManifestFault[] };
    const detail = [said.title, said.detail].filter((part, i, all) => part && all.indexOf(part) === i).join(' ');
    return new ApiError(response.status, said.code ?? `HTTP ${response.status}`, detail || response.statusText, said.errors ?? []);
  } catch {
    const detail = response.status === 401 ? 'The app asks for a function key.' : response.statusText || 'The request was refused.';
    return new ApiError(response.status, `HTTP ${response.status}`, detail);
  }
}

/** Links of the API begin with a slash; the page may lie below another path. */
function relative(path: string): string {
  return path.replace(/^\//, '');
}
