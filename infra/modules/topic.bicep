// The Event Grid topic of the primary storage account. Its subscriptions need the published app: infra/webhooks.bicep.
import { tagged } from '../types.bicep'

param name string
param location string
param tags tagged
param storageAccountId string

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: name
  location: location
  tags: tags
  properties: {
    source: storageAccountId
    topicType: 'Microsoft.Storage.StorageAccounts'
  }
}
