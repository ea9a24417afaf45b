namespace Autobatch.Emulator.Protocol;

/// <summary>The request target exactly as sent; signatures and %2F in file paths need it raw.</summary>
/// <param name="Path">Still percent-encoded.</param>
/// <param name="Query">Parameters in the order sent.</param>
internal sealed record Target(string Path, IReadOnlyList<QueryParameter> Query)
{
    /// <summary>Splits an origin-form or absolute-form target.</summary>
    public static Target Parse(string raw)
    {
        if (!raw.StartsWith('/'))
        {
            var scheme = raw.IndexOf("://", StringComparison.Ordinal);
            var slash = scheme < 0 ? -1 : raw.IndexOf('/', scheme + 3);
            raw = slash < 0 ? "/" : raw[slash..];
        }

        var question = raw.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? raw : raw[..question];
        List<QueryParameter> query = [];
        if (question >= 0)
        {
            foreach (var part in raw[(question + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
            {
                var equals = part.IndexOf('=', StringComparison.Ordinal);
                query.Add(equals < 0 ? new(Uri.UnescapeDataString(part), "", part) : new(Uri.UnescapeDataString(part[..equals]), part[(equals + 1)..], part));
            }
        }

        return new(path, query);
    }

    /// <summary>The path's segments, decoded one by one.</summary>
    public string[] Segments() => [.. Path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];

    /// <summary>A parameter's decoded value; names match in any case (FACTS A.1). Null when absent.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var parameter in Query)
            {
                if (string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase))
                {
                    return parameter.Value;
                }
            }

            return null;
        }
    }
}

/// <summary>One query parameter: decoded name, raw value, and the pair as sent.</summary>
internal sealed record QueryParameter(string Name, string RawValue, string Raw)
{
    /// <summary>Decoded; some clients write a blank as "+".</summary>
    public string Value => Uri.UnescapeDataString(RawValue.Replace('+', ' '));
}
