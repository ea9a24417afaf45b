@export()
@description('One Batch account with the storage account linked to it. Without ids both are made; with an id of a Batch account, it and its linked storage account stay as they are and only rights are given.')
type region = {
  @description('Where the Batch account, its storage account and its nodes are.')
  location: string

  @description('An existing Batch account. Its link is not changed: give the linked storage account too.')
  batchAccountId: string?

  @description('An existing storage account (general-purpose v2, no firewall, no hierarchical namespace) to link instead of a new one.')
  storageAccountId: string?
}

@export()
@description('A storage account beside the linked ones whose blobs start runs too.')
type furtherStorage = {
  storageAccountId: string

  @description('Where that account is; its Event Grid topic must be there too.')
  location: string

  @description('The name of its Event Grid system topic, when it has one already: there can be only one.')
  topicName: string?
}

@export()
@description('The pool for manifests that name none. It shrinks to no nodes when idle.')
type defaultPool = {
  id: string
  vmSize: string

  @minValue(1)
  @maxValue(1000)
  nodes: int

  @minValue(1)
  @maxValue(256)
  taskSlotsPerNode: int
}

@export()
@description('How Batch and its nodes reach the linked storage account.')
type autoStorageAuthentication = 'BatchAccountManagedIdentity' | 'StorageKeys'

@export()
@description('One right of one identity.')
type grant = {
  principalId: string
  principalType: 'ServicePrincipal' | 'User' | 'Group'
  role: string
}

@export()
@description('Who somebody is, for rights, settings and for Batch.')
type identity = {
  id: string
  clientId: string
  principalId: string
}

@export()
@description('Tags of every resource.')
type tagged = { *: string }

@export()
@description('App settings by name.')
type settings = { *: string }

@export()
@description('A Batch account as the app knows it.')
type account = {
  name: string
  endpoint: string
  resourceId: string
}

@export()
@description('A further storage account as the app knows it.')
type storage = {
  name: string
  blobEndpoint: string
}

@export()
@description('Something that gets a private endpoint: its id, which part of it, and the zone that answers its name.')
type private = {
  name: string
  resourceId: string
  group: 'blob' | 'queue' | 'table' | 'batchAccount'
}
