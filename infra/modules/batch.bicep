// A Batch account, linked to its storage account, and the default pool.
import { autoStorageAuthentication, defaultPool, identity, tagged } from '../types.bicep'

param name string
param location string
param tags tagged
param storageAccountId string
param authentication autoStorageAuthentication
param batchIdentity identity
param nodesIdentity identity
param pool defaultPool

@description('Whether only private endpoints reach the account. Nodes keep their public way to node management.')
param isClosed bool

var usesIdentity = authentication == 'BatchAccountManagedIdentity'

resource account 'Microsoft.Batch/batchAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  identity: usesIdentity ? { type: 'UserAssigned', userAssignedIdentities: { '${batchIdentity.id}': {} } } : { type: 'None' }
  properties: {
    poolAllocationMode: 'BatchService'
    // Tasks get a token only where their manifest asks for one.
    allowedAuthenticationModes: ['AAD', 'TaskAuthenticationToken']
    autoStorage: union(
      { storageAccountId: storageAccountId, authenticationMode: authentication },
      usesIdentity ? { nodeIdentityReference: { resourceId: nodesIdentity.id } } : {}
    )
    publicNetworkAccess: 'Enabled'
    networkProfile: {
      accountAccess: { defaultAction: isClosed ? 'Deny' : 'Allow' }
      nodeManagementAccess: { defaultAction: 'Allow' }
    }
  }
}

// Here before the first run, and with the identity although the app may not have its rights yet. The same pool as the app makes of
// Autobatch:DefaultPool (src/Autobatch.Functions/Configuration/ScaleToZero.cs); tests/Infra compares the two.
resource default 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: pool.id
  identity: usesIdentity ? { type: 'UserAssigned', userAssignedIdentities: { '${nodesIdentity.id}': {} } } : { type: 'None' }
  properties: {
    vmSize: pool.vmSize
    taskSlotsPerNode: pool.taskSlotsPerNode
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
      }
    }
    scaleSettings: {
      autoScale: {
        evaluationInterval: 'PT5M'
        formula: join(
          [
            'nodes = ${pool.nodes};'
            'slots = ${pool.taskSlotsPerNode};'
            'idle = 600 * TimeInterval_Second;'
            'known = $PendingTasks.GetSamplePercent(idle);'
            'tasks = known < 20 ? nodes * slots : max($PendingTasks.GetSample(idle));'
            '$TargetDedicatedNodes = min(nodes, (tasks + slots - 1) / slots);'
            '$NodeDeallocationOption = taskcompletion;'
          ],
          '\n'
        )
      }
    }
  }
}
