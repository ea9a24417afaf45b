namespace Autobatch.Emulator.Scheduling;

/// <summary>Where tasks reach their account's data plane; known once the doors are open.</summary>
internal sealed class AccountUrls
{
    /// <summary>Address of the HTTP door.</summary>
    public Uri? Http { get; set; }

    /// <summary>Address of the HTTPS door.</summary>
    public Uri? Https { get; set; }

    /// <summary>The account is a path prefix, since host names of accounts resolve on no machine by themselves.</summary>
    public string Of(string account) => new Uri(Http!, account).AbsoluteUri;
}
