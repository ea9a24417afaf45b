using System.Security.Cryptography;
using Autobatch.Emulator.Tokens;
using Microsoft.Extensions.Time.Testing;

namespace Autobatch.Emulator.Tests.Tokens;

/// <summary>Which tokens are good.</summary>
public sealed class TokenAuthorityTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));
    private readonly TokenAuthority _authority;

    public TokenAuthorityTests() => _authority = new(ECDsa.Create(ECCurve.NamedCurves.nistP256), _time);

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task A_token_is_good_for_its_audience_until_it_expires()
    {
        var (token, expires) = _authority.Issue("https://batch.core.windows.net/", "client");

        Assert.Equal(_time.GetUtcNow() + TokenAuthority.Lifetime, expires);
        Assert.Null(await Refusal(token));
        Assert.Contains("wrong audience", await _authority.RefusalAsync(token, _ => false, _time.GetUtcNow()), StringComparison.Ordinal);
        _time.Advance(TokenAuthority.Lifetime - TimeSpan.FromSeconds(1));
        Assert.Null(await Refusal(token));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("expired", await Refusal(token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_of_another_key_or_with_another_payload_is_refused()
    {
        using var other = new TokenAuthority(ECDsa.Create(ECCurve.NamedCurves.nistP256), _time);
        var (token, _) = _authority.Issue("https://batch.core.windows.net/", "client");
        var (foreign, _) = other.Issue("https://batch.core.windows.net/", "client");

        Assert.NotNull(await Refusal(foreign));
        Assert.NotNull(await Refusal($"{token.Split('.')[0]}.{foreign.Split('.')[1]}.{token.Split('.')[2]}x"));
        Assert.NotNull(await Refusal("nonsense"));
        Assert.NotNull(await Refusal("eyJhbGciOiJub25lIn0.e30."));
    }

    private ValueTask<string?> Refusal(string token) => _authority.RefusalAsync(token, audience => audience == "https://batch.core.windows.net/", _time.GetUtcNow());
}
