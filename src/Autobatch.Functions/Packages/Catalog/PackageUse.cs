using Autobatch.Packages;

namespace Autobatch.Functions.Packages.Catalog;

/// <summary>Somebody needs a package.</summary>
/// <param name="Package">The package; without a version it is the default that is needed.</param>
/// <param name="By">Who.</param>
internal sealed record PackageUse(PackageReference Package, string By);
