namespace Autobatch.Planning.Bodies;

/// <summary>What differs from task to task in a body made from one template.</summary>
internal enum Hole
{
    None,
    TaskId,
    FileName,
    FilePath,
    FileNameWithoutExtension,

    /// <summary>The file's URL without a credential.</summary>
    Url,

    /// <summary>The file's URL with a credential for reading.</summary>
    ReadUrl,

    /// <summary>The value of one of a sweep's dimensions.</summary>
    SweepValue,

    /// <summary>The same as an item of <c>taskIds</c>; nothing when it is below 0.</summary>
    Dependency,
    ResourceFilesStart,
    ResourceFilesEnd,
}
