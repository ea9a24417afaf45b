import assert from 'node:assert/strict';
import { account, all, group } from '../management.mjs';
import { refused } from '../support.mjs';

export default async arm => {
  const applications = arm.applicationOperations;
  const made = await applications.create(group, account, 'js-tool', { parameters: { displayName: 'Tool' } });
  assert.deepEqual([made.name, made.displayName, made.allowUpdates, made.defaultVersion], ['js-tool', 'Tool', true, undefined]);
  assert.match(made.etag, /^W\/"0x/);

  const changed = await applications.update(group, account, 'js-tool', { displayName: 'Other', allowUpdates: false });
  assert.deepEqual([changed.displayName, changed.allowUpdates], ['Other', false]);
  assert.equal((await applications.get(group, account, 'js-tool')).displayName, 'Other');
  assert.ok((await all(applications.list(group, account, { maxresults: 1 }))).some(one => one.name === 'js-tool'));

  await refused(applications.update(group, account, 'js-tool', { defaultVersion: '9' }), 404, 'ApplicationPackageNotFound');
  await refused(applications.get(group, account, 'js-nothing'), 404, 'ApplicationNotFound');
  await applications.delete(group, account, 'js-tool');
  await refused(applications.get(group, account, 'js-tool'), 404, 'ApplicationNotFound');
};
