using System.Text.Json;

namespace Autobatch.Results;

/// <summary>Pieces of JSON that several parts of a result share. What is unknown is left out.</summary>
internal static class ResultJson
{
    public static void Optional(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    public static void Optional(this Utf8JsonWriter json, string name, DateTimeOffset? value)
    {
        if (value is { } time)
        {
            json.WriteString(name, time);
        }
    }

    public static void Optional(this Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    /// <summary>A number that is null when it is unknown.</summary>
    public static void Nullable(this Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    public static void Output(this Utf8JsonWriter json, OutputBlob output)
    {
        json.WriteStartObject();
        json.WriteString("container", output.Container);
        json.WriteString("name", output.Name);
        json.WriteNumber("size", output.Size);
        json.WriteString("etag", output.ETag);
        json.Optional("md5", output.Md5);
        json.WriteEndObject();
    }
}
