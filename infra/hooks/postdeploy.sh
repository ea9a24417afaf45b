#!/usr/bin/env bash
# Runs after azd has published the app: subscribes the app's blob triggers to the storage account's events (infra/webhooks.bicep).
# Event Grid asks the endpoint when a subscription is made, so the app must be up and its host must have made the key. May run again at any time.
set -euo pipefail

fail() { echo "postdeploy: $1" >&2; exit 1; }

for name in AZURE_RESOURCE_GROUP AZURE_SUBSCRIPTION_ID AUTOBATCH_APP_NAME AUTOBATCH_TOPIC_NAME AUTOBATCH_TOPIC_GROUP AUTOBATCH_TOPIC_SUBSCRIPTION; do
  [ -n "${!name:-}" ] || fail "$name is not set; run 'azd provision' first, and this script through 'azd hooks run postdeploy'"
done
command -v az >/dev/null || fail "the Azure CLI (az) is not installed; Event Grid subscriptions are made with it"
az account show --output none 2>/dev/null || fail "the Azure CLI is not signed in: run 'az login'"

pause=${AUTOBATCH_HOOK_PAUSE:-10}
template="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/webhooks.bicep"

# Only whether the key is there is asked for, never the key.
echo "Waiting for the host of $AUTOBATCH_APP_NAME to load its blob triggers ..."
ready=false
for _ in $(seq 60); do
  found=$(az functionapp keys list --subscription "$AZURE_SUBSCRIPTION_ID" --resource-group "$AZURE_RESOURCE_GROUP" --name "$AUTOBATCH_APP_NAME" \
    --query "systemKeys.blobs_extension != null" --output tsv 2>/dev/null || true)
  if [ "$found" = true ]; then ready=true; break; fi
  sleep "$pause"
done
[ "$ready" = true ] || fail "the key 'blobs_extension' did not appear; look at the app's log stream, then run 'azd hooks run postdeploy' again"

# A cold host may answer Event Grid's question too late, and a new right takes minutes to be known everywhere.
echo "Subscribing the blob triggers to $AUTOBATCH_TOPIC_NAME ..."
for attempt in 1 2 3 4 5; do
  if az deployment group create --subscription "$AUTOBATCH_TOPIC_SUBSCRIPTION" --resource-group "$AUTOBATCH_TOPIC_GROUP" \
    --name autobatch-webhooks --template-file "$template" --output none \
    --parameters "topicName=$AUTOBATCH_TOPIC_NAME" "appName=$AUTOBATCH_APP_NAME" \
    "appResourceGroup=$AZURE_RESOURCE_GROUP" "appSubscription=$AZURE_SUBSCRIPTION_ID"; then
    echo "Blobs that land in ${AUTOBATCH_STORAGE_ACCOUNT:-the storage account} start runs now."
    exit 0
  fi
  echo "Attempt $attempt of 5 failed." >&2
  sleep "$pause"
done
fail "the subscriptions could not be made; until they are, the audit finds blobs within minutes. Run 'azd hooks run postdeploy' again"
