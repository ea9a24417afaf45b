using System.Text.Json;
using Autobatch.Errors;

namespace Autobatch.Manifests.Checks;

/// <summary>Batch refuses a task whose exit conditions act on the job while the job's <c>onTaskFailure</c> says that nothing may (FACTS C.2).</summary>
internal static class ExitActionChecks
{
    public static void Check(JsonElement root, ManifestErrors errors)
    {
        bool allowed = root.TryGetProperty("onTaskFailure", out JsonElement mode)
            && string.Equals(mode.GetString(), "performexitoptionsjobaction", StringComparison.OrdinalIgnoreCase);
        if (!allowed)
        {
            Visit(root, "", false, errors);
        }
    }

    private static void Visit(JsonElement value, string pointer, bool inConditions, ManifestErrors errors)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in value.EnumerateObject())
            {
                string inner = JsonPointer.Append(pointer, property.Name);
                if (inConditions && property.Name == "jobAction")
                {
                    errors.AtName(
                        ErrorCodes.PropertiesConflict, inner, "'jobAction' needs the job's \"onTaskFailure\": \"performexitoptionsjobaction\"; Batch refuses the task otherwise.");
                }
                else if (pointer.Length > 0 || property.Name is "tasks" or "taskFactory")
                {
                    Visit(property.Value, inner, inConditions || property.Name == "exitConditions", errors);
                }
            }
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            int index = 0;
            foreach (JsonElement item in value.EnumerateArray())
            {
                Visit(item, JsonPointer.Append(pointer, index++), inConditions, errors);
            }
        }
    }
}
