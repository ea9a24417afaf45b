namespace Autobatch.Manifests;

/// <summary>How a manifest is written down.</summary>
public enum ManifestFormat
{
    /// <summary>JSON, also what a manifest is kept as.</summary>
    Json,

    /// <summary>YAML 1.2 with the core schema.</summary>
    Yaml,
}
