namespace Autobatch.Functions.Configuration;

/// <summary>The pool for manifests that name none (<c>Autobatch:DefaultPool</c>).</summary>
/// <param name="Id">The pool's id.</param>
/// <param name="Body">The REST body that creates it, as JSON: from <c>Autobatch:DefaultPool:Body</c>, or made of the single settings.</param>
internal sealed record DefaultPoolOptions(string Id, byte[] Body)
{
    public const string Section = "Autobatch:DefaultPool";
}
