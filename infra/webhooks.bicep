// Event Grid subscriptions of the app's blob triggers; infra/hooks/postdeploy.sh deploys this once the app is published, since
// Event Grid asks the endpoint at once and the key appears when the host has loaded the extension. The key is read by Resource
// Manager and is neither a parameter nor an output.
param topicName string
param appName string
param appResourceGroup string
param appSubscription string

var containers = loadJsonContent('containers.json')

// Every function of the app with a blob trigger, and its container; tests/Infra compares them with the code.
var triggers = [
  { function: 'InputDropped', container: containers.inputs }
  { function: 'ManifestDropped', container: containers.jobs }
  { function: 'MarkerDropped', container: containers.markers }
  { function: 'PackageDropped', container: containers.packages }
  { function: 'WorkloadDropped', container: containers.workloads }
]

resource app 'Microsoft.Web/sites@2024-11-01' existing = {
  scope: resourceGroup(appSubscription, appResourceGroup)
  name: appName
}

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = {
  name: topicName
}

resource subscriptions 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = [
  for trigger in triggers: {
    parent: topic
    name: 'autobatch-${toLower(trigger.function)}'
    properties: {
      eventDeliverySchema: 'EventGridSchema'
      destination: {
        endpointType: 'WebHook'
        properties: {
          endpointUrl: 'https://${app.properties.defaultHostName}/runtime/webhooks/blobs?functionName=Host.Functions.${trigger.function}&code=${listKeys('${app.id}/host/default', app.apiVersion).systemKeys.blobs_extension}'
          minimumTlsVersionAllowed: '1.2'
          maxEventsPerBatch: 1
        }
      }
      filter: {
        includedEventTypes: ['Microsoft.Storage.BlobCreated']
        subjectBeginsWith: '/blobServices/default/containers/${trigger.container}/blobs/'
      }
      retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 1440 }
    }
  }
]
