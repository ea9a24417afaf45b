// Events of a further storage account go to one queue, delivered with the topic's own identity.
import { tagged } from '../types.bicep'

param name string
param location string
param tags tagged
param storageAccountId string

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: name
  location: location
  tags: tags
  identity: { type: 'SystemAssigned' }
  properties: {
    source: storageAccountId
    topicType: 'Microsoft.Storage.StorageAccounts'
  }
}

output principalId string = topic.identity!.principalId!
