// Whether the app may give pools the nodes' identity.
import { roles } from '../roles.bicep'

param nodesIdentityName string
param appPrincipalId string

resource nodes 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: nodesIdentityName
}

resource given 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: nodes
  name: guid(nodes.id, appPrincipalId, roles.managedIdentityOperator)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.managedIdentityOperator)
  }
}
