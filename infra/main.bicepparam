// Read by azd: every value comes from the azd environment (`azd env set NAME value`), so nobody edits this file.
using 'main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME')
param location = readEnvironmentVariable('AZURE_LOCATION')
param principalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
param principalType = readEnvironmentVariable('AZURE_PRINCIPAL_TYPE', 'User')

param regions = json(readEnvironmentVariable('AUTOBATCH_REGIONS', '[{ "location": "${readEnvironmentVariable('AZURE_LOCATION')}" }]'))
param existingTopicName = readEnvironmentVariable('AUTOBATCH_EXISTING_TOPIC', '')
param authentication = readEnvironmentVariable('AUTOBATCH_AUTHENTICATION', 'BatchAccountManagedIdentity')
param furtherStorageAccounts = json(readEnvironmentVariable('AUTOBATCH_FURTHER_STORAGE', '[]'))
param pool = json(readEnvironmentVariable('AUTOBATCH_POOL', '{ "id": "default", "vmSize": "STANDARD_D2S_V3", "nodes": 2, "taskSlotsPerNode": 2 }'))
param mayManageAccounts = bool(readEnvironmentVariable('AUTOBATCH_MAY_MANAGE_ACCOUNTS', 'false'))
param privateEndpoints = bool(readEnvironmentVariable('AUTOBATCH_PRIVATE_ENDPOINTS', 'false'))
param workspaceId = readEnvironmentVariable('AUTOBATCH_WORKSPACE_ID', '')
param logDailyQuotaGb = int(readEnvironmentVariable('AUTOBATCH_LOG_DAILY_QUOTA_GB', '1'))
param auditSchedule = readEnvironmentVariable('AUTOBATCH_AUDIT_SCHEDULE', '0 */5 * * * *')
param sweepSchedule = readEnvironmentVariable('AUTOBATCH_SWEEP_SCHEDULE', '30 */5 * * * *')
param watchInterval = readEnvironmentVariable('AUTOBATCH_WATCH_INTERVAL', '00:00:05')
param maximumInstances = int(readEnvironmentVariable('AUTOBATCH_MAXIMUM_INSTANCES', '40'))
param instanceMemoryMb = json(readEnvironmentVariable('AUTOBATCH_INSTANCE_MEMORY_MB', '2048'))
param extraSettings = json(readEnvironmentVariable('AUTOBATCH_EXTRA_SETTINGS', '{}'))
