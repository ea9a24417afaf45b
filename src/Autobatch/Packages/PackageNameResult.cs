using System.Diagnostics.CodeAnalysis;

namespace Autobatch.Packages;

/// <summary>Either a package's name, or why the blob's name is none.</summary>
public sealed record PackageNameResult(PackageName? Name, string? Error)
{
    /// <summary>Whether the blob names a package.</summary>
    [MemberNotNullWhen(true, nameof(Name))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsValid => Name is not null;
}
