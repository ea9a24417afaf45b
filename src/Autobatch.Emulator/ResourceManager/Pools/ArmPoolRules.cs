using System.Text.Json;
using Autobatch.Emulator.DataPlane;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Validation;
using static Autobatch.Emulator.Protocol.Validation.JsonType;

namespace Autobatch.Emulator.ResourceManager.Pools;

/// <summary>What the body of a pool may have on this plane (FACTS D); what both planes have alike is checked by the same rules.</summary>
internal static class ArmPoolRules
{
    private static readonly string[] s_alike =
        ["displayName", "vmSize", "networkConfiguration", "taskSlotsPerNode", "taskSchedulingPolicy", "userAccounts", "metadata", "startTask", "mountConfiguration", "upgradePolicy",
            "targetNodeCommunicationMode", "resourceTags"];

    private static readonly BodyRules s_scale = new(
        "ScaleSettings",
        new("fixedScale", JsonType.Object, Check: new BodyRules("FixedScaleSettings", [.. PoolRules.Size, PoolRules.Deallocation]).Check),
        new("autoScale", JsonType.Object, Check: new BodyRules(
            "AutoScaleSettings",
            AutoScaleRules.Formula with { Name = "formula", Required = true },
            AutoScaleRules.Interval with { Name = "evaluationInterval" }).Check));

    private static readonly PropertyRule[] s_properties =
    [
        // The credentials of mounts are looked for when those of before are known.
        .. PoolRules.Updatable.Where(rule => s_alike.Contains(rule.Name)).Select(rule => rule.Name == "mountConfiguration" ? rule with { Check = MountRules.CheckWithoutSecrets } : rule),
        new("deploymentConfiguration", JsonType.Object, Check: new BodyRules("DeploymentConfiguration", new PropertyRule("virtualMachineConfiguration", JsonType.Object, Check: Machine)).Check),
        new("scaleSettings", JsonType.Object, Check: Scale),
        new("interNodeCommunication", Text, Check: Checks.OneOf("Enabled", "Disabled")),
        new("applicationPackages", JsonType.Array, Check: Checks.Each(new BodyRules(
            "ApplicationPackageReference",
            new("id", Text, Required: true, Checks.Length(2048, 1)),
            new("version", Text)))),

        // Versions to 2024-07-01 have these, and the two above that end the list.
        new("applicationLicenses", JsonType.Array),
        new("certificates", JsonType.Array, Check: NoCertificates),

        // Who writes back what was read sends these too; they are the service's.
        .. ReadOnly.Select(name => new PropertyRule(name, name.EndsWith("Nodes", StringComparison.Ordinal) ? Integer : name is "autoScaleRun" or "resizeOperationStatus" ? JsonType.Object : Text)),
    ];

    private static readonly PropertyRule[] s_envelope =
    [
        IdentityRules.Of("BatchPoolIdentity", "None", "UserAssigned"),
        new("tags", JsonType.Object, Check: AccountRules.Tags),
        new("id", Text),
        new("name", Text),
        new("type", Text),
        new("etag", Text),
    ];

    /// <summary>PUT.</summary>
    public static BodyRules Create { get; } = Body([.. s_properties.Select(rule => rule.Name == "vmSize" ? rule with { Required = true } : rule)], required: true);

    /// <summary>PATCH.</summary>
    public static BodyRules Update { get; } = Body(s_properties, required: false);

    /// <summary>Properties that a body may have and that say nothing.</summary>
    public static IReadOnlyList<string> ReadOnly =>
    [
        "lastModified", "creationTime", "provisioningState", "provisioningStateTransitionTime", "allocationState", "allocationStateTransitionTime",
        "currentDedicatedNodes", "currentLowPriorityNodes", "currentNodeCommunicationMode", "autoScaleRun", "resizeOperationStatus",
    ];

    private static BodyRules Body(PropertyRule[] properties, bool required) =>
        new("Pool", [.. s_envelope, new("properties", JsonType.Object, required, new BodyRules("PoolProperties", properties).Check)]);

    private static void NoCertificates(JsonElement value, string name)
    {
        if (value.GetArrayLength() > 0)
        {
            throw Errors.UnsupportedProperty.With(("PropertyName", name), ("Reason", "The service has retired certificates."));
        }
    }

    private static void Machine(JsonElement value, string name)
    {
        foreach (var property in (string[])["imageReference", "nodeAgentSkuId"])
        {
            if (!value.TryGetProperty(property, out var given) || given.ValueKind == JsonValueKind.Null)
            {
                throw Errors.MissingRequiredProperty.With(("PropertyName", $"{name}.{property}"));
            }
        }
    }

    private static void Scale(JsonElement value, string name)
    {
        s_scale.Check(value, name);
        if (value.EnumerateObject().Count(property => property.Value.ValueKind != JsonValueKind.Null) != 1)
        {
            throw Errors.InvalidPropertyValue.Property(name, null, "Exactly one of fixedScale and autoScale must be given.");
        }
    }
}
