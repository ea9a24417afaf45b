// The app's rights on a Batch account, in the account's own resource group; for new and existing ones alike.
import { grant } from '../types.bicep'

param name string
param grants grant[]

resource account 'Microsoft.Batch/batchAccounts@2025-06-01' existing = {
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

output endpoint string = 'https://${account.properties.accountEndpoint}'
