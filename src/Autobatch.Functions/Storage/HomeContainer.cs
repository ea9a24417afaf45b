namespace Autobatch.Functions.Storage;

/// <summary>A container of one of the storage accounts.</summary>
/// <param name="Storage">The storage account's name in the settings; null for the primary one.</param>
/// <param name="Name">The container's name.</param>
internal readonly record struct HomeContainer(string? Storage, string Name)
{
    /// <summary>As people and logs read it; neither name can hold a slash.</summary>
    public override string ToString() => Storage is null ? Name : $"{Storage}/{Name}";
}
