using System.Text.Json;
using Autobatch.Emulator.Protocol;

namespace Autobatch.Emulator.DataPlane;

/// <summary>GET /supportedimages: some common images and their node agents. Nodes are processes of this machine, whatever image a pool names.</summary>
internal static class SupportedImages
{
    private static readonly ResourceShape<Image> s_shape = Shape();

    private static readonly IReadOnlyList<Image> s_images =
    [
        .. new Image[]
        {
            new("batch.node.ubuntu 22.04", "canonical", "0001-com-ubuntu-server-jammy", "22_04-lts", "2027-06-01"),
            new("batch.node.ubuntu 24.04", "canonical", "ubuntu-24_04-lts", "server", "2029-06-01"),
            new("batch.node.ubuntu 22.04", "microsoft-dsvm", "ubuntu-hpc", "2204", "2027-06-01", "DockerCompatible", "NvidiaTeslaDriverInstalled"),
            new("batch.node.ubuntu 24.04", "microsoft-dsvm", "ubuntu-hpc", "2404", "2029-06-01", "DockerCompatible", "NvidiaTeslaDriverInstalled"),
            new("batch.node.debian 12", "debian", "debian-12", "12", "2028-06-30"),
            new("batch.node.el 8", "almalinux", "almalinux", "8-gen1", "2029-03-01"),
            new("batch.node.el 9", "almalinux", "almalinux-x86_64", "9-gen2", "2032-05-31"),
            new("batch.node.windows amd64", "microsoftwindowsserver", "windowsserver", "2019-datacenter", "2029-01-09"),
            new("batch.node.windows amd64", "microsoftwindowsserver", "windowsserver", "2022-datacenter", "2031-10-14"),
            new("batch.node.windows amd64", "microsoftwindowsserver", "windowsserver", "2022-datacenter-smalldisk", "2031-10-14"),
        }.OrderBy(image => image.Key, StringComparer.OrdinalIgnoreCase),
    ];

    public static ValueTask<Reply> List(Call call) => new(Paging.List(call, s_images, image => image.Key, s_shape, call.Url("supportedimages")));

    private static ResourceShape<Image> Shape()
    {
        var shape = new ResourceShape<Image>("supportedimages")
            .Text("nodeAgentSKUId", image => image.Agent)
            .Row("imageReference", WriteReference)
            .Text("osType", image => image.OsType)
            .Row("capabilities", WriteCapabilities, image => image.Capabilities.Length > 0)
            .Text("batchSupportEndOfLife", image => $"{image.EndOfLife}T00:00:00Z")
            .Text("verificationType", _ => "verified");
        shape.Filters
            .Text("nodeAgentSKUId", image => image.Agent)
            .Text("osType", image => image.OsType)
            .Text("verificationType", _ => "verified")
            .Text("imageReference/publisher", image => image.Publisher)
            .Text("imageReference/offer", image => image.Offer)
            .Text("imageReference/sku", image => image.Sku);
        return shape;
    }

    private static void WriteReference(Utf8JsonWriter writer, Image image, string url)
    {
        writer.WriteStartObject();
        writer.WriteString("publisher", image.Publisher);
        writer.WriteString("offer", image.Offer);
        writer.WriteString("sku", image.Sku);
        writer.WriteString("version", "latest");
        writer.WriteEndObject();
    }

    private static void WriteCapabilities(Utf8JsonWriter writer, Image image, string url)
    {
        writer.WriteStartArray();
        foreach (var capability in image.Capabilities)
        {
            writer.WriteStringValue(capability);
        }

        writer.WriteEndArray();
    }

    private sealed record Image(string Agent, string Publisher, string Offer, string Sku, string EndOfLife, params string[] Capabilities)
    {
        public string Key => $"{Agent}|{Publisher}|{Offer}|{Sku}";

        public string OsType => Agent.Contains("windows", StringComparison.Ordinal) ? "windows" : "linux";
    }
}
