using System.Text.Json.Serialization;

namespace Autobatch.Functions.Staging;

/// <summary>One file of another host that a run has copied.</summary>
/// <param name="Url">Where from.</param>
/// <param name="Version">The version that the run took first; no other will do.</param>
/// <param name="Name">The blob's name; null until it is there.</param>
/// <param name="Bytes">Its size; 0 until it is there.</param>
/// <param name="Saved">Whether it was there before, so that nothing was copied.</param>
internal sealed record CopyRecord(Uri Url, SourceVersion Version, string? Name = null, long Bytes = 0, bool Saved = false)
{
    [JsonIgnore]
    public bool IsDone => Name is not null;
}
