import { ApiError, change, getJson } from './client';
import type { Operation } from './types';

/** Begins a change of an account and follows it until it has ended; a change that failed is thrown as the API tells it. */
export async function changeAccount(method: string, path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Operation> {
  let operation = await change<Operation>(method, path, body, headers);
  while (operation.status === 'Running') {
    await new Promise((done) => setTimeout(done, 500));
    operation = await getJson<Operation>(`api/accounts/${encodeURIComponent(operation.account)}/operations/${operation.id}`);
  }
  if (operation.error) throw new ApiError(operation.error.status, operation.error.code, `${operation.error.title} ${operation.error.detail}`);
  return operation;
}
