// What the cases of Resource Manager share: a client, names, and accounts of their own.
import { BatchManagementClient } from '@azure/arm-batch';

const { ARM_URL, ARM_TOKEN, SUBSCRIPTION, BATCH_ACCOUNT } = process.env;

export const group = 'local';

/** The account that is there, linked to the storage account that is there. */
export const account = BATCH_ACCOUNT;

export const storageId = name => `/subscriptions/${SUBSCRIPTION}/resourceGroups/${group}/providers/Microsoft.Storage/storageAccounts/${name}`;

export const linked = storageId('devstoreaccount1');

/** Pollers look again at once; a client waits for two seconds by itself. */
export const soon = { updateIntervalInMs: 20 };

export function management(token = ARM_TOKEN) {
  const credential = { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) };
  return new BatchManagementClient(credential, SUBSCRIPTION, { endpoint: ARM_URL, retryOptions: { maxRetries: 0 } });
}

/** An account in a region of its own, for the case alone. */
export const makeAccount = (arm, name, more = {}) =>
  arm.batchAccountOperations.beginCreateAndWait(group, name, { location: `${name}region`, ...more }, soon);

export async function all(pages) {
  const items = [];
  for await (const item of pages)
    items.push(item);
  return items;
}

export const pool = (more = {}) => ({
  vmSize: 'STANDARD_D2S_V3',
  deploymentConfiguration: {
    virtualMachineConfiguration: {
      imageReference: { publisher: 'canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts', version: 'latest' },
      nodeAgentSkuId: 'batch.node.ubuntu 22.04',
    },
  },
  ...more,
});
