import assert from 'node:assert/strict';
import { account, group } from '../management.mjs';

export default async arm => {
  await arm.applicationOperations.create(group, account, 'js-versions');
  for (const version of ['1', '2', '3'])
    await arm.applicationPackageOperations.create(group, account, 'js-versions', version);
  const pages = [];
  for await (const page of arm.applicationPackageOperations.list(group, account, 'js-versions', { maxresults: 2 }).byPage())
    pages.push(page.map(one => [one.name, one.state]));
  assert.deepEqual(pages, [[['1', 'Pending'], ['2', 'Pending']], [['3', 'Pending']]]);
};
