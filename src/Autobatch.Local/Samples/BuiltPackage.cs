namespace Autobatch.Local.Samples;

/// <summary>An application package, ready to drop.</summary>
internal sealed record BuiltPackage(PackageFolder Package, byte[] Zip)
{
    /// <summary>Builds one after the other: each build uses every core as it is.</summary>
    public static async Task<IReadOnlyList<BuiltPackage>> BuildAllAsync(
        IReadOnlyList<PackageFolder> packages, string workFolder, CancellationToken cancellationToken, string? runtime = null)
    {
        List<BuiltPackage> built = [];
        try
        {
            foreach (PackageFolder package in packages)
            {
                built.Add(new BuiltPackage(package, await PackageBuilder.BuildAsync(package, workFolder, cancellationToken, runtime).ConfigureAwait(false)));
            }
        }
        finally
        {
            if (Directory.Exists(workFolder))
            {
                Directory.Delete(workFolder, recursive: true);
            }
        }

        return built;
    }
}
