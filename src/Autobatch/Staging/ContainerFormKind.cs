namespace Autobatch.Staging;

/// <summary>Ways to tell Batch of a container.</summary>
public enum ContainerFormKind
{
    /// <summary><c>autoStorageContainerName</c>: Batch opens it.</summary>
    Name,

    /// <summary><c>storageContainerUrl</c> and <c>identityReference</c>: the node opens it by an identity of its pool.</summary>
    Identity,

    /// <summary><c>storageContainerUrl</c> with a SAS that reads and lists this container.</summary>
    Sas,
}
