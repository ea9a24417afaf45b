#!/usr/bin/env bash
# Drops a sample into the storage account of an app in Azure, which starts one run of it:
#   bash samples/drop.sh samples/mandelbrot-poster [STORAGE_ACCOUNT]
# Without an account it is the one that `azd provision` made. Who drops needs "Storage Blob Data Contributor" on it.
set -euo pipefail

fail() { echo "drop: $1" >&2; exit 1; }

sample=${1:-}
account=${2:-}
[ -n "$sample" ] || fail "name a sample, such as samples/mandelbrot-poster"
[ -d "$sample" ] || fail "$sample is no folder"
command -v az >/dev/null || fail "the Azure CLI (az) is not installed"
az account show --output none 2>/dev/null || fail "the Azure CLI is not signed in: run 'az login'"
if [ -z "$account" ]; then
  account=$(azd env get-value AUTOBATCH_STORAGE_ACCOUNT 2>/dev/null) || fail "azd knows no storage account; run 'azd provision' first, or name one"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
dotnet run --project "$root/src/Autobatch.Local" -- pack "$sample" --out "$work/drop"

# The manifest last: it starts the run. Should its event overtake the package's, the run waits.
for container in packages inputs jobs; do
  [ -d "$work/drop/$container" ] || continue
  az storage blob upload-batch --auth-mode login --account-name "$account" --destination "$container" --source "$work/drop/$container" \
    --overwrite --only-show-errors --output none
done
echo "Dropped into $account. Nodes need some minutes to come; the end is results/<runId>/result.json, the outputs are in the container outputs."
