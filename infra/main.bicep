// Autobatch in Azure. docs/deploy.md explains the parameters, the rights and what it costs.
targetScope = 'subscription'

import { autoStorageAuthentication, defaultPool, furtherStorage, region, settings } from 'types.bicep'
import { roles } from 'roles.bicep'

@minLength(1)
@maxLength(64)
@description('The name of the azd environment; the resource group is called rg-{name}.')
param environmentName string

@metadata({ azd: { type: 'location' } })
@description('Where the app is. Event Grid, Flex Consumption and .NET 10 must be offered there.')
param location string

@description('Whoever deploys: gets the right to drop and read blobs. Empty for nobody.')
param principalId string = ''
param principalType 'User' | 'Group' | 'ServicePrincipal' = 'User'

@minLength(1)
@description('The Batch accounts, each with its linked storage account. Blobs of the first one start runs.')
param regions region[] = [{ location: location }]

@description('The Event Grid system topic of the first region\'s storage account, when that has one already: there can be only one.')
param existingTopicName string = ''

@description('How Batch and its nodes reach the linked storage accounts.')
param authentication autoStorageAuthentication = 'BatchAccountManagedIdentity'

@description('Storage accounts whose blobs start runs too.')
param furtherStorageAccounts furtherStorage[] = []

@description('The pool for manifests that name none.')
param pool defaultPool = { id: 'default', vmSize: 'STANDARD_D2S_V3', nodes: 2, taskSlotsPerNode: 2 }

@description('Whether the app may change Batch accounts: link, unlink, synchronise keys.')
param mayManageAccounts bool = false

@description('Whether the app reaches storage and Batch by private endpoints, and its own storage and new Batch accounts are closed to others.')
param privateEndpoints bool = false

@description('An existing Log Analytics workspace; empty makes one.')
param workspaceId string = ''
param logDailyQuotaGb int = 1

@description('NCrontab with seconds. Events are the fast way; the audit finds what they missed.')
param auditSchedule string = '0 */5 * * * *'
param sweepSchedule string = '30 */5 * * * *'

@description('Between two looks at a Batch account that has active runs.')
param watchInterval string = '00:00:05'

@minValue(1)
@maxValue(1000)
param maximumInstances int = 40
param instanceMemoryMb 512 | 2048 | 4096 = 2048

@description('More app settings, which win over the template\'s. A secret goes in as a Key Vault reference.')
param extraSettings settings = {}

var token = toLower(uniqueString(subscription().id, environmentName, location))
var usesIdentity = authentication == 'BatchAccountManagedIdentity'
var tags = { 'azd-env-name': environmentName }
var groupName = 'rg-${environmentName}'
var containers = map(items(loadJsonContent('containers.json')), c => string(c.value))
// Where a drop starts something.
var watched = map(['jobs', 'packages', 'workloads', 'inputs', 'markers'], name => string(loadJsonContent('containers.json')[name]))
var packageContainer = 'app-package'
var eventQueue = 'autobatch-events'
var hostStorageName = 'stfn${token}'
var hostStorageId = resourceId(subscription().subscriptionId, groupName, 'Microsoft.Storage/storageAccounts', hostStorageName)
var topicName = empty(existingTopicName) ? 'evgt-${token}' : existingTopicName

// What each region has or gets. The region's place in the list is part of the names, so that one location may come twice.
var places = map(range(0, length(regions)), i => {
  location: regions[i].location
  hasBatch: contains(regions[i], 'batchAccountId')
  hasStorage: contains(regions[i], 'storageAccountId')
  batchId: regions[i].?batchAccountId ?? resourceId(subscription().subscriptionId, groupName, 'Microsoft.Batch/batchAccounts', 'ba${i}${token}')
  storageId: regions[i].?storageAccountId ?? (contains(regions[i], 'batchAccountId')
    ? fail('A region with a batchAccountId needs the storageAccountId that is linked to it.')
    : resourceId(subscription().subscriptionId, groupName, 'Microsoft.Storage/storageAccounts', 'stab${i}${token}'))
})

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: groupName
  location: location
  tags: tags
}

module identities 'modules/identities.bicep' = {
  scope: group
  params: { location: location, tags: tags, token: token }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    workspaceId: workspaceId
    dailyQuotaGb: logDailyQuotaGb
    appPrincipalId: identities.outputs.app.principalId
  }
}

// The host's own storage: locks, keys, the durable engine's history, the ledger, the published code.
module hostStorage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: hostStorageName
    location: location
    tags: tags
    allowSharedKeyAccess: false
    isClosed: privateEndpoints
    containers: [packageContainer]
    queues: [eventQueue]
  }
}

module hostStorageRights 'modules/storage-rights.bicep' = {
  scope: group
  dependsOn: [hostStorage]
  params: {
    name: hostStorageName
    grants: map(
      [roles.storageBlobDataOwner, roles.storageQueueDataContributor, roles.storageTableDataContributor],
      role => { principalId: identities.outputs.app.principalId, principalType: 'ServicePrincipal', role: role }
    )
  }
}

module autoStorage 'modules/storage.bicep' = [
  for (place, i) in places: if (!place.hasStorage) {
    scope: group
    params: {
      name: last(split(place.storageId, '/'))
      location: place.location
      tags: tags
      allowSharedKeyAccess: authentication == 'StorageKeys'
      isClosed: false
      containers: containers
      queues: []
    }
  }
]

module autoStorageRights 'modules/storage-rights.bicep' = [
  for (place, i) in places: {
    scope: resourceGroup(split(place.storageId, '/')[2], split(place.storageId, '/')[4])
    dependsOn: [autoStorage]
    params: {
      name: last(split(place.storageId, '/'))
      grants: concat(
        map(
          i == 0
            // What the blob triggers' extension asks for: blobs as owner, and its queue of failed blobs.
            ? [roles.reader, roles.storageBlobDataOwner, roles.storageQueueDataContributor]
            : [roles.reader, roles.storageBlobDataContributor],
          role => { principalId: identities.outputs.app.principalId, principalType: 'ServicePrincipal', role: role }
        ),
        // With keys, and in a Batch account that has identities of its own, these two have nothing to do here.
        usesIdentity && !place.hasBatch
          ? [
              { principalId: identities.outputs.batch.principalId, principalType: 'ServicePrincipal', role: roles.storageBlobDataContributor }
              { principalId: identities.outputs.nodes.principalId, principalType: 'ServicePrincipal', role: roles.storageBlobDataContributor }
            ]
          : [],
        i == 0 && !empty(principalId) ? [{ principalId: principalId, principalType: principalType, role: roles.storageBlobDataContributor }] : []
      )
    }
  }
]

module batch 'modules/batch.bicep' = [
  for (place, i) in places: if (!place.hasBatch) {
    scope: group
    dependsOn: [autoStorageRights]
    params: {
      name: last(split(place.batchId, '/'))
      location: place.location
      tags: tags
      storageAccountId: place.storageId
      authentication: authentication
      batchIdentity: identities.outputs.batch
      nodesIdentity: identities.outputs.nodes
      pool: pool
      isClosed: privateEndpoints
    }
  }
]

module batchRights 'modules/batch-rights.bicep' = [
  for (place, i) in places: {
    scope: resourceGroup(split(place.batchId, '/')[2], split(place.batchId, '/')[4])
    dependsOn: [batch]
    params: {
      name: last(split(place.batchId, '/'))
      grants: map(
        mayManageAccounts ? [roles.batchDataContributor, roles.batchAccountContributor] : [roles.batchDataContributor],
        role => { principalId: identities.outputs.app.principalId, principalType: 'ServicePrincipal', role: role }
      )
    }
  }
]

// Only who may assign an identity makes a pool with it. Batch accounts that were there bring identities of their own.
module nodesIdentityRights 'modules/identity-rights.bicep' = if (usesIdentity && contains(map(places, place => place.hasBatch), false)) {
  scope: group
  params: {
    name: 'id-nodes-${token}'
    grants: [{ principalId: identities.outputs.app.principalId, principalType: 'ServicePrincipal', role: roles.managedIdentityOperator }]
  }
}

module topic 'modules/topic.bicep' = {
  scope: resourceGroup(split(places[0].storageId, '/')[2], split(places[0].storageId, '/')[4])
  dependsOn: [autoStorage]
  params: {
    name: topicName
    location: places[0].location
    tags: tags
    storageAccountId: places[0].storageId
  }
}

module furtherTopics 'modules/further-storage.bicep' = [
  for (s, i) in furtherStorageAccounts: {
    scope: resourceGroup(split(s.storageAccountId, '/')[2], split(s.storageAccountId, '/')[4])
    params: {
      name: s.?topicName ?? 'evgt-${i}-${token}'
      location: s.location
      tags: tags
      storageAccountId: s.storageAccountId
    }
  }
]

module furtherRights 'modules/storage-rights.bicep' = [
  for (s, i) in furtherStorageAccounts: {
    scope: resourceGroup(split(s.storageAccountId, '/')[2], split(s.storageAccountId, '/')[4])
    params: {
      name: last(split(s.storageAccountId, '/'))
      grants: concat(
        [
          { principalId: identities.outputs.app.principalId, principalType: 'ServicePrincipal', role: roles.reader }
          { principalId: identities.outputs.app.principalId, principalType: 'ServicePrincipal', role: roles.storageBlobDataContributor }
        ],
        usesIdentity
          ? [{ principalId: identities.outputs.nodes.principalId, principalType: 'ServicePrincipal', role: roles.storageBlobDataContributor }]
          : []
      )
    }
  }
]

module queueRights 'modules/storage-rights.bicep' = [
  for (s, i) in furtherStorageAccounts: {
    scope: group
    dependsOn: [hostStorage]
    params: {
      name: hostStorageName
      grants: [
        { principalId: furtherTopics[i].outputs.principalId, principalType: 'ServicePrincipal', role: roles.storageQueueDataMessageSender }
      ]
    }
  }
]

module furtherSubscriptions 'modules/further-subscription.bicep' = [
  for (s, i) in furtherStorageAccounts: {
    scope: resourceGroup(split(s.storageAccountId, '/')[2], split(s.storageAccountId, '/')[4])
    dependsOn: [furtherTopics, queueRights]
    params: {
      topicName: s.?topicName ?? 'evgt-${i}-${token}'
      queueAccountId: hostStorageId
      queueName: eventQueue
      containers: watched
    }
  }
]

module network 'modules/network.bicep' = if (privateEndpoints) {
  scope: group
  dependsOn: [hostStorage, autoStorage, batch]
  params: {
    location: location
    tags: tags
    token: token
    endpoints: concat(
      map(['blob', 'queue', 'table'], part => { name: 'host', resourceId: hostStorageId, group: part }),
      map(range(0, length(places)), i => { name: 'storage${i}', resourceId: places[i].storageId, group: 'blob' }),
      [{ name: 'storage0', resourceId: places[0].storageId, group: 'queue' }],
      map(range(0, length(places)), i => { name: 'batch${i}', resourceId: places[i].batchId, group: 'batchAccount' })
    )
  }
}

module app 'modules/function-app.bicep' = {
  scope: group
  params: {
    name: 'func-${token}'
    location: location
    tags: tags
    token: token
    app: identities.outputs.app
    hostBlobEndpoint: hostStorageRights.outputs.blobEndpoint
    hostQueueEndpoint: hostStorageRights.outputs.queueEndpoint
    eventQueue: eventQueue
    hostTableEndpoint: hostStorageRights.outputs.tableEndpoint
    packageContainer: packageContainer
    autoStorageBlobEndpoint: autoStorageRights[0].outputs.blobEndpoint
    autoStorageQueueEndpoint: autoStorageRights[0].outputs.queueEndpoint
    accounts: [
      for (place, i) in places: {
        name: last(split(place.batchId, '/'))
        endpoint: batchRights[i].outputs.endpoint
        resourceId: place.batchId
      }
    ]
    furtherStorage: [
      for (s, i) in furtherStorageAccounts: {
        name: last(split(s.storageAccountId, '/'))
        blobEndpoint: furtherRights[i].outputs.blobEndpoint
      }
    ]
    pool: pool
    insightsConnectionString: monitoring.outputs.connectionString
    auditSchedule: auditSchedule
    sweepSchedule: sweepSchedule
    watchInterval: watchInterval
    extraSettings: extraSettings
    maximumInstances: maximumInstances
    instanceMemoryMb: instanceMemoryMb
    subnetId: privateEndpoints ? network!.outputs.appSubnetId : ''
  }
}

// What azd keeps in its environment and infra/hooks/postdeploy.sh reads. No secret among them.
output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = group.name
output AUTOBATCH_APP_NAME string = 'func-${token}'
output AUTOBATCH_APP_URL string = app.outputs.url
output AUTOBATCH_STORAGE_ACCOUNT string = last(split(places[0].storageId, '/'))
output AUTOBATCH_TOPIC_NAME string = topicName
output AUTOBATCH_TOPIC_GROUP string = split(places[0].storageId, '/')[4]
output AUTOBATCH_TOPIC_SUBSCRIPTION string = split(places[0].storageId, '/')[2]
