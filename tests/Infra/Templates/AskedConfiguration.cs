using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace Autobatch.Infra.Tests.Templates;

/// <summary>Remembers which keys were asked for.</summary>
internal sealed class AskedConfiguration : IConfigurationSection
{
    private readonly IConfiguration _inner;

    public AskedConfiguration(IConfiguration inner, ISet<string>? keys = null)
    {
        _inner = inner;
        Keys = keys ?? new HashSet<string>();
    }

    public ISet<string> Keys { get; }

    public string Key => (_inner as IConfigurationSection)?.Key ?? "";

    public string Path => (_inner as IConfigurationSection)?.Path ?? "";

    public string? Value
    {
        get => (_inner as IConfigurationSection)?.Value;
        set => throw new NotSupportedException();
    }

    public string? this[string key]
    {
        get
        {
            Keys.Add(Path.Length == 0 ? key : $"{Path}:{key}");
            return _inner[key];
        }
        set => throw new NotSupportedException();
    }

    public IConfigurationSection GetSection(string key) => new AskedConfiguration(_inner.GetSection(key), Keys);

    public IEnumerable<IConfigurationSection> GetChildren() => _inner.GetChildren().Select(c => new AskedConfiguration(c, Keys));

    public IChangeToken GetReloadToken() => _inner.GetReloadToken();
}
