using Microsoft.Playwright;

namespace Autobatch.Functions.Tests.Dashboard;

/// <summary>One browser for all tests of the page: Debian's chromium, or what <c>CHROMIUM</c> names. Without one the tests are skipped.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public static string? Executable { get; } =
        ((string?[])[Environment.GetEnvironmentVariable("CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]).FirstOrDefault(File.Exists);

    public async ValueTask InitializeAsync()
    {
        if (Executable is null)
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Executable, Args = ["--no-sandbox"] });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    internal async Task<Tab> OpenAsync(Uri address, string place, ViewportSize? size = null, ColorScheme scheme = ColorScheme.Light)
    {
        Assert.SkipWhen(_browser is null, "There is no chromium; install it, or name one in CHROMIUM.");
        IBrowserContext context = await _browser.NewContextAsync(
            new BrowserNewContextOptions { ViewportSize = size ?? new ViewportSize { Width = 1280, Height = 900 }, ColorScheme = scheme, AcceptDownloads = true });
        return await Tab.OpenAsync(context, new Uri(address, $"/#{place}"));
    }
}
