using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace Autobatch.Functions.Configuration;

/// <summary>
/// Reads the default pool: <c>Id</c>, and either <c>Body</c> (a REST pool body as JSON) or <c>VmSize</c>, <c>Nodes</c>, <c>TaskSlotsPerNode</c>,
/// <c>NodeAgentSkuId</c>, <c>ImagePublisher</c>, <c>ImageOffer</c>, <c>ImageSku</c>, and those of <see cref="ScaleToZero"/>.
/// </summary>
internal static class DefaultPoolReader
{
    private const int MostSlots = 256;
    private const int MostNodes = 1000;

    public static DefaultPoolOptions? Read(IConfigurationSection section)
    {
        if (!section.Exists())
        {
            return null;
        }

        string id = section["Id"] is { Length: > 0 } given ? given : throw new SettingException($"{section.Path}:Id", "is missing; the default pool needs an id.");
        if (id.Length > 64 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw new SettingException($"{section.Path}:Id", $"'{id}' is no pool id: 1 to 64 letters, digits, underscores or hyphens.");
        }

        JsonObject body = section["Body"] is { Length: > 0 } json ? Parse(section, json) : Made(section);
        body["id"] = id;
        return new DefaultPoolOptions(id, JsonSerializer.SerializeToUtf8Bytes(body));
    }

    private static JsonObject Parse(IConfigurationSection section, string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject ?? throw new SettingException($"{section.Path}:Body", "is no JSON object.");
        }
        catch (JsonException e)
        {
            throw new SettingException($"{section.Path}:Body", $"is no JSON (line {e.LineNumber + 1}, position {e.BytePositionInLine + 1}).");
        }
    }

    private static JsonObject Made(IConfigurationSection section)
    {
        int slots = Number(section, "TaskSlotsPerNode", 1, MostSlots);
        JsonObject pool = Machines(section);
        pool["taskSlotsPerNode"] = slots;
        ScaleToZero.AddTo(pool, section, Number(section, "Nodes", 1, MostNodes), slots);
        return pool;
    }

    private static JsonObject Machines(IConfigurationSection section) => new()
    {
        ["vmSize"] = section["VmSize"] ?? "STANDARD_D2S_V3",
        ["virtualMachineConfiguration"] = new JsonObject
        {
            ["imageReference"] = new JsonObject
            {
                ["publisher"] = section["ImagePublisher"] ?? "canonical",
                ["offer"] = section["ImageOffer"] ?? "ubuntu-24_04-lts",
                ["sku"] = section["ImageSku"] ?? "server",
                ["version"] = "latest",
            },
            ["nodeAgentSKUId"] = section["NodeAgentSkuId"] ?? "batch.node.ubuntu 24.04",
        },
    };

    private static int Number(IConfigurationSection section, string name, int otherwise, int most) =>
        section[name] is not { Length: > 0 } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0 && value <= most ? value
        : throw new SettingException($"{section.Path}:{name}", $"'{text}' is no whole number from 1 to {most}.");
}
