// Rights on a user-assigned identity.
import { grant } from '../types.bicep'

param name string
param grants grant[]

resource owned 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: name
}

resource given 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for g in grants: {
    scope: owned
    name: guid(owned.id, g.principalId, g.role)
    properties: {
      principalId: g.principalId
      principalType: g.principalType
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', g.role)
    }
  }
]
