import assert from 'node:assert/strict';
import { refused } from '../support.mjs';

export default async c => {
  assert.deepEqual([...(await c.application.list())], []);
  await refused(c.application.get('missing'), 404, 'ApplicationNotFound');
};
