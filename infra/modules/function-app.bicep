// The function app on Flex Consumption. Every connection is an identity; no setting holds a key.
import { account, defaultPool, identity, settings, storage, tagged } from '../types.bicep'

param name string
param location string
param tags tagged
param token string
param app identity

param hostBlobEndpoint string
param hostQueueEndpoint string
param hostTableEndpoint string
param packageContainer string

param autoStorageBlobEndpoint string
param autoStorageQueueEndpoint string

param accounts account[]
param furtherStorage storage[]
param pool defaultPool
param insightsConnectionString string

@description('The queue on the host storage that events of further storage accounts come by.')
param eventQueue string

param auditSchedule string
param sweepSchedule string
param watchInterval string
param extraSettings settings

@minValue(1)
param maximumInstances int
param instanceMemoryMb 512 | 2048 | 4096

@description('The subnet for what the app sends; empty without private endpoints.')
param subnetId string

var containers = loadJsonContent('../containers.json')

var host = {
  AzureWebJobsStorage__blobServiceUri: hostBlobEndpoint
  AzureWebJobsStorage__queueServiceUri: hostQueueEndpoint
  AzureWebJobsStorage__tableServiceUri: hostTableEndpoint
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: app.clientId
  // The blob triggers' connection: blobs, and a queue for those that failed five times.
  AutoStorage__blobServiceUri: autoStorageBlobEndpoint
  AutoStorage__queueServiceUri: autoStorageQueueEndpoint
  AutoStorage__credential: 'managedidentity'
  AutoStorage__clientId: app.clientId
  // Which identity DefaultAzureCredential takes in the app's own code.
  AZURE_CLIENT_ID: app.clientId
  // The root is the app's own page.
  AzureWebJobsDisableHomepage: 'true'
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${app.clientId};Authorization=AAD'
}

// Names in %…% of triggers are resolved by the host, which knows app settings only, not the app's own defaults.
var triggers = union(
  toObject(items(containers), c => 'Autobatch__Containers__${toUpper(substring(c.key, 0, 1))}${substring(c.key, 1)}', c => string(c.value)),
  {
    Autobatch__Audit__Schedule: auditSchedule
    Autobatch__Sweep__Schedule: sweepSchedule
    Autobatch__Retention__Schedule: '0 17 3 * * *'
    Autobatch__Packages__Prune__Schedule: '0 30 3 * * *'
    Autobatch__Events__Queue: eventQueue
    Autobatch__Events__BlobPoisonQueue: 'webjobs-blobtrigger-poison'
  }
)

var batch = union(
  toObject(range(0, length(accounts)), i => 'Autobatch__Accounts__${i}__Name', i => accounts[i].name),
  toObject(range(0, length(accounts)), i => 'Autobatch__Accounts__${i}__Endpoint', i => accounts[i].endpoint),
  toObject(range(0, length(accounts)), i => 'Autobatch__Accounts__${i}__ResourceId', i => accounts[i].resourceId),
  {
    Autobatch__DefaultPool__Id: pool.id
    Autobatch__DefaultPool__VmSize: pool.vmSize
    Autobatch__DefaultPool__Nodes: string(pool.nodes)
    Autobatch__DefaultPool__TaskSlotsPerNode: string(pool.taskSlotsPerNode)
    Autobatch__Watch__Interval: watchInterval
    // Events come in any order: a manifest may be told of before the package that was dropped before it.
    Autobatch__Runs__PackageWait: '00:10:00'
  }
)

var further = union(
  toObject(range(0, length(furtherStorage)), i => 'Autobatch__Storage__${i}__Name', i => furtherStorage[i].name),
  toObject(range(0, length(furtherStorage)), i => 'Autobatch__Storage__${i}__Connection__blobServiceUri', i => furtherStorage[i].blobEndpoint),
  toObject(range(0, length(furtherStorage)), i => 'Autobatch__Storage__${i}__Connection__credential', i => 'managedidentity'),
  toObject(range(0, length(furtherStorage)), i => 'Autobatch__Storage__${i}__Connection__clientId', i => app.clientId)
)

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: 'plan-${token}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource site 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'functions' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${app.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: app.id
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${hostBlobEndpoint}${packageContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: app.id
          }
        }
      }
      scaleAndConcurrency: {
        maximumInstanceCount: maximumInstances
        instanceMemoryMB: instanceMemoryMb
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
    }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: union(host, triggers, batch, further, extraSettings)
  }

  // Code is published with a Microsoft Entra token, never with a publishing profile's password.
  resource noScmPassword 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }

  resource noFtpPassword 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }
}

output url string = 'https://${site.properties.defaultHostName}'
