// What the cases of the current clients share. @azure-rest/batch, @azure/batch 13 and Batch Explorer's client are types and
// paths around this runtime; here the paths are spelled out as they spell them.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { getClient } from '@azure-rest/core-client';

const { BATCH_URL, BATCH_ACCOUNT, BATCH_KEY, ARM_URL, ARM_TOKEN, SUBSCRIPTION } = process.env;
const options = { apiVersion: '2025-06-01', allowInsecureConnection: true, retryOptions: { maxRetries: 0 } };
const credential = { getToken: async () => ({ token: ARM_TOKEN, expiresOnTimestamp: Date.now() + 3_600_000 }) };

/** A client with the account's key, of any api-version. */
export function rest(apiVersion = options.apiVersion) {
  const client = getClient(BATCH_URL, { ...options, apiVersion });
  client.pipeline.addPolicy({ name: 'sharedKey', sendRequest: (request, next) => next(signed(request)) });
  return client;
}

/** Resource Manager, by a token. */
export const armRest = () => getClient(ARM_URL, credential, { ...options, credentials: { scopes: ['https://management.core.windows.net//.default'] } });

/** The data plane by a token, at the place that the account names, as Batch Explorer finds it. */
export async function tokenRest() {
  const path = '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Batch/batchAccounts/{accountName}';
  const { body } = await call(armRest(), 'get', [path, SUBSCRIPTION, 'local', BATCH_ACCOUNT], 200);
  return getClient(`https://${body.properties.accountEndpoint}`, credential, { ...options, credentials: { scopes: ['https://batch.core.windows.net//.default'] } });
}

/** One call with this status for its answer. The path is a route and its values, or a link. */
export async function call(client, verb, [route, ...values], status, { query, body, headers, stream } = {}) {
  const asked = client.pathUnchecked(route, ...values)[verb]({ queryParameters: query, headers, ...(body !== undefined && { body, contentType: 'application/json; odata=minimalmetadata' }) });
  const answer = await (stream ? asked.asNodeStream() : asked);
  assert.equal(answer.status, `${status}`, `${verb} ${route} ${values}: ${stream ? '' : JSON.stringify(answer.body)}`);
  return answer;
}

/** The call must be refused so, with an error that all clients can read. */
export async function refusedCall(client, verb, path, status, code, more) {
  const { body } = await call(client, verb, path, status, more);
  assert.equal(body.code, code, JSON.stringify(body));
  assert.equal(body.message.lang, 'en-US');
  assert.ok(body.message.value.includes('RequestId:'));
  return body;
}

/** All items of a list, by its links, and how many pages there were. */
export async function pages(client, path, query) {
  const items = [];
  let { body } = await call(client, 'get', path, 200, { query });
  for (let count = 1; ; count++) {
    items.push(...body.value);
    if (!body['odata.nextLink'])
      return { items, count };
    ({ body } = await call(client, 'get', [body['odata.nextLink']], 200));
  }
}

// Names in the order of the locale and in the case that they were sent in; the length of a bodiless POST is 0.
function signed(request) {
  request.headers.set('ocp-date', new Date().toUTCString());
  const url = new URL(request.url);
  const length = request.body ? Buffer.byteLength(request.body) : request.method === 'POST' ? 0 : '';
  const header = name => request.headers.get(name) ?? '';
  const lines = [
    request.method, header('content-encoding'), header('content-language'), length,
    ...['content-md5', 'content-type', 'date', 'if-modified-since', 'if-match', 'if-none-match', 'if-unmodified-since', 'range'].map(header),
    ...[...request.headers].map(([name]) => name.toLowerCase()).filter(name => name.startsWith('ocp-')).sort().map(name => `${name}:${header(name)}`),
    `/${BATCH_ACCOUNT}${url.pathname}`,
    ...[...url.searchParams].sort(([a], [b]) => a.localeCompare(b, 'en-US')).map(([name, value]) => `${name}:${value}`),
  ];
  const signature = createHmac('sha256', Buffer.from(BATCH_KEY, 'base64')).update(lines.join('\n')).digest('base64');
  request.headers.set('authorization', `SharedKey ${BATCH_ACCOUNT}:${signature}`);
  return request;
}
