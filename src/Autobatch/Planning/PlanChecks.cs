using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Manifests;
using Autobatch.Manifests.Checks;
using Autobatch.Placeholders;
using Autobatch.Staging;

namespace Autobatch.Planning;

/// <summary>What can only be checked once the run's context is known.</summary>
internal static class PlanChecks
{
    public static void Check(JsonElement root, RunContext context, PlaceholderValues values, ManifestErrors errors)
    {
        Strings(root, "", context, values, errors);
        BatchSource(root, context, errors);
        if (!errors.Any)
        {
            InlineContent.Check(root, values, errors);
            ExternalCopies.Check(root, context.Copies, values, errors);
        }

        if (!root.TryGetProperty("poolInfo", out _) && context.DefaultPoolId is null)
        {
            errors.AtValue(ErrorCodes.PoolNotDefined, "", "The manifest names no pool and no default pool is configured; add poolInfo.poolId.");
        }
    }

    private static void BatchSource(JsonElement root, RunContext context, ManifestErrors errors)
    {
        if (context.Batch is null && root.TryGetProperty("taskFactory", out JsonElement factory) && factory.TryGetProperty("source", out JsonElement source)
            && source.TryGetProperty("batch", out _))
        {
            errors.AtName(
                ErrorCodes.PlaceholderNotAvailable, "/taskFactory/source/batch", "Only a run of a workload has a batch of files; name an autoStorageContainerName.");
        }
    }

    private static void Strings(JsonElement element, string pointer, RunContext context, PlaceholderValues values, ManifestErrors errors)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    if (pointer.Length > 0 || property.Name != "parameters")
                    {
                        Strings(property.Value, JsonPointer.Append(pointer, property.Name), context, values, errors);
                    }
                }

                break;
            case JsonValueKind.Array:
                int index = 0;
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Strings(item, JsonPointer.Append(pointer, index++), context, values, errors);
                }

                break;
            case JsonValueKind.String:
                Text(element.GetString()!, pointer, context, values, errors);
                break;
            default:
                break;
        }
    }

    private static string NoTrigger(RunContext context) => context.Batch is null
        ? "this run was not started by a blob. Use a parameter instead."
        : "a batch may have several files. Set rule.maxFiles to 1, or use {batch.prefix} or {batch.list}.";

    private static void Text(string text, string pointer, RunContext context, PlaceholderValues values, ManifestErrors errors)
    {
        if (!PlaceholderText.HasBraces(text))
        {
            return;
        }

        foreach (TextPart part in PlaceholderText.Parse(text).Where(p => p.IsPlaceholder))
        {
            if (PlaceholderNames.IsTrigger(part.Text) && context.Trigger is null)
            {
                errors.AtValue(ErrorCodes.PlaceholderNotAvailable, pointer, $"{{{part.Text}}} has no value: {NoTrigger(context)}");
            }

            if (PlaceholderNames.IsBatch(part.Text) && context.Batch is null)
            {
                errors.AtValue(ErrorCodes.PlaceholderNotAvailable, pointer, $"{{{part.Text}}} has no value: only a run of a workload has a batch of files.");
            }
        }

        // A credential may come in pieces: its name in the manifest, its value as a parameter's.
        if (SecretChecks.Holds(PlaceholderText.Expand(text, name => values.Find(name) ?? $"{{{name}}}")))
        {
            errors.AtValue(ErrorCodes.SecretInManifest, pointer, $"With its placeholders filled in, the text holds a credential. {SecretChecks.Mend}");
            return;
        }

        if (PlannedIds.Rule(pointer) is { } rule && rule(values.Expand(text)) is { } fault)
        {
            errors.AtValue(ErrorCodes.InvalidValue, pointer, $"With its placeholders filled in, {fault}");
        }
    }
}
