// User-assigned, so that rights exist before what uses them: a Batch account is linked with its identity in the call that makes it.
import { identity, tagged } from '../types.bicep'

param location string
param tags tagged
param token string

resource app 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-app-${token}'
  location: location
  tags: tags
}

resource batch 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-batch-${token}'
  location: location
  tags: tags
}

resource nodes 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-nodes-${token}'
  location: location
  tags: tags
}

output app identity = { id: app.id, clientId: app.properties.clientId, principalId: app.properties.principalId }
output batch identity = { id: batch.id, clientId: batch.properties.clientId, principalId: batch.properties.principalId }
output nodes identity = { id: nodes.id, clientId: nodes.properties.clientId, principalId: nodes.properties.principalId }
