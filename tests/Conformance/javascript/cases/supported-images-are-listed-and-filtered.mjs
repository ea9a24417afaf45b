import assert from 'node:assert/strict';
import { refused } from '../support.mjs';

export default async c => {
  const images = await c.account.listSupportedImages();
  assert.ok(images.length > 0 && images.every(one => one.nodeAgentSKUId && one.imageReference.publisher && one.osType && one.verificationType));
  const linux = await c.account.listSupportedImages({ accountListSupportedImagesOptions: { filter: "osType eq 'linux'" } });
  assert.ok(linux.length > 0 && linux.every(one => one.osType === 'linux'));
  await refused(c.account.listSupportedImages({ accountListSupportedImagesOptions: { filter: 'nothing eq 1' } }), 400, 'InvalidQueryParameterValue');
};
