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
    ResourceFilesStart,
    ResourceFilesEnd,
}
