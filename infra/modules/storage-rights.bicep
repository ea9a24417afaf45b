// Rights on a storage account, in the account's own resource group; for new and existing ones alike.
import { grant } from '../types.bicep'

param name string
param grants grant[]

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: name
}

resource given 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for g in grants: {
    scope: account
    name: guid(account.id, g.principalId, g.role)
    properties: {
      principalId: g.principalId
      principalType: g.principalType
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', g.role)
    }
  }
]

output blobEndpoint string = account.properties.primaryEndpoints.blob
output queueEndpoint string = account.properties.primaryEndpoints.queue
output tableEndpoint string = account.properties.primaryEndpoints.table
