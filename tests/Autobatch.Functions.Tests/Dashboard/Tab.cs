using Microsoft.Playwright;

namespace Autobatch.Functions.Tests.Dashboard;

/// <summary>The page in a browser of its own profile. Whatever a test is about, the page must throw nothing and break no rule of its security policy.</summary>
internal sealed class Tab : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _faults = [];

    private Tab(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
    }

    public IPage Page { get; }

    public static async Task<Tab> OpenAsync(IBrowserContext context, Uri address)
    {
        Tab tab = new(context, await context.NewPageAsync());
        tab.Page.PageError += (_, error) => tab._faults.Add(error);
        tab.Page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                tab._faults.Add(message.Text);
            }
        };
        tab.Page.SetDefaultTimeout(30_000);
        await tab.Page.GotoAsync(address.AbsoluteUri);
        return tab;
    }

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = name });

    public ILocator Region(string name) => Page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = name, Exact = true });

    /// <summary>Waits until the text can be seen.</summary>
    public Task SeesAsync(string text, int seconds = 60) =>
        Page.GetByText(text).Filter(new LocatorFilterOptions { Visible = true }).First.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Visible, Timeout = 1000 * seconds });

    public Task GoAsync(string place) => Page.EvaluateAsync("place => { location.hash = place; }", place);

    /// <summary>Drags files and folders of this machine over the page and lets go, as a person does.</summary>
    public async Task DropAsync(params string[] paths)
    {
        await Page.GetByRole(AriaRole.Navigation).First.WaitForAsync();
        ICDPSession session = await Page.Context.NewCDPSessionAsync(Page);
        foreach (string type in (string[])["dragEnter", "dragOver", "drop"])
        {
            await session.SendAsync("Input.dispatchDragEvent", new Dictionary<string, object>
            {
                ["type"] = type,
                ["x"] = 300,
                ["y"] = 300,
                ["data"] = new { items = Array.Empty<object>(), files = paths, dragOperationsMask = 1 },
            });
        }

        await session.DetachAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Assert.Empty(_faults);
    }
}
