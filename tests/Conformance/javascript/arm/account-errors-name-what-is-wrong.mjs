import assert from 'node:assert/strict';
import { group, makeAccount } from '../management.mjs';

export default async arm => {
  const error = await makeAccount(arm, 'jswrong', { autoStorage: { storageAccountId: 'nonsense' } }).then(() => assert.fail('it was made'), e => e);
  assert.equal(error.statusCode, 400);
  assert.equal(error.code, 'InvalidPropertyValue');
  assert.match(error.message, /^The value provided for one of the properties in the request body is invalid\.\nRequestId:[0-9a-f-]{36}\nTime:/);
  assert.ok(error.details.error.details.some(one => one.code === 'PropertyName'), JSON.stringify(error.details));
  assert.ok(error.response.headers.get('x-ms-request-id'));
  assert.ok(await arm.batchAccountOperations.get(group, 'jswrong').then(() => false, e => e.statusCode === 404));
};
