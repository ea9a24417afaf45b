using System.Globalization;
using System.Text.Json;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Filters;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>Sizes of machines that a region offers: some common ones, the same everywhere. Pools take any size.</summary>
internal static class SkuOperations
{
    private static readonly FilterSchema<Sku> s_filters = new FilterSchema<Sku>().Text("familyName", sku => sku.Family).Text("name", sku => sku.Name);

    private static readonly Sku[] s_skus =
    [
        new("Standard_A1_v2", "standardAv2Family", 1, 2),
        new("Standard_A2_v2", "standardAv2Family", 2, 4),
        new("Standard_A4_v2", "standardAv2Family", 4, 8),
        new("Standard_D16s_v3", "standardDSv3Family", 16, 64),
        new("Standard_D1_v2", "standardDv2Family", 1, 3.5),
        new("Standard_D2_v2", "standardDv2Family", 2, 7),
        new("Standard_D2ads_v5", "standardDADSv5Family", 2, 8),
        new("Standard_D2s_v3", "standardDSv3Family", 2, 8),
        new("Standard_D4s_v3", "standardDSv3Family", 4, 16),
        new("Standard_D8s_v3", "standardDSv3Family", 8, 32),
        new("Standard_E4s_v3", "standardESv3Family", 4, 32),
        new("Standard_F2s_v2", "standardFSv2Family", 2, 4),
        new("Standard_F4s_v2", "standardFSv2Family", 4, 8),
        new("Standard_HB120rs_v3", "standardHBrsv3Family", 120, 448),
        new("Standard_NC6s_v3", "standardNCSv3Family", 6, 112),
    ];

    public static ValueTask<Reply> List(Call call)
    {
        var filter = s_filters.Compile(call.Target["$filter"]);
        return new(ArmPage.List(call, [.. s_skus.Where(filter).OrderBy(sku => sku.Name, StringComparer.OrdinalIgnoreCase)], sku => sku.Name, Write));
    }

    private static void Write(Utf8JsonWriter writer, Sku sku)
    {
        writer.WriteStartObject();
        writer.WriteString("name", sku.Name);
        writer.WriteString("familyName", sku.Family);
        writer.WriteStartArray("capabilities");
        Capability(writer, "vCPUs", sku.Cores.ToString(CultureInfo.InvariantCulture));
        Capability(writer, "MemoryGB", sku.MemoryGigabytes.ToString(CultureInfo.InvariantCulture));
        Capability(writer, "LowPriorityCapable", "True");
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Capability(Utf8JsonWriter writer, string name, string value)
    {
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteString("value", value);
        writer.WriteEndObject();
    }

    private sealed record Sku(string Name, string Family, int Cores, double MemoryGigabytes);
}
