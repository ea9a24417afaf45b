namespace Autobatch.Functions.Staging;

/// <summary>A list of resource files that is given as a container.</summary>
/// <param name="Key">The list (<see cref="Autobatch.Staging.StagedList"/>).</param>
/// <param name="Container">The container, named by what is in it.</param>
/// <param name="Files">Its files.</param>
/// <param name="Bytes">Their size together.</param>
/// <param name="Saved">Whether it was there before, so that nothing was copied.</param>
internal sealed record ListRecord(string Key, string Container, int Files, long Bytes, bool Saved);
