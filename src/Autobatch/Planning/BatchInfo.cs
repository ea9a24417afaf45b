namespace Autobatch.Planning;

/// <summary>The batch of files that a workload's run works on.</summary>
/// <param name="Id">Its id: that of the run that it was closed for.</param>
/// <param name="Container">The container of its files.</param>
/// <param name="Prefix">The folder that all of them lie in, with a slash at its end; <c>{batch.prefix}</c>.</param>
/// <param name="Count">How many they are.</param>
/// <param name="List">The blob that names them, one a line; its URL is <c>{batch.list}</c>.</param>
public sealed record BatchInfo(string Id, string Container, string Prefix, int Count, InputFile List);
