namespace Autobatch.Azurite;

/// <summary>Installs the pinned Azurite by <c>npm ci</c> when it is missing or another version. Safe to call from several processes at once.</summary>
public static class AzuriteInstaller
{
    /// <param name="progress">Told one line when, and only when, there is something to wait for.</param>
    /// <exception cref="AzuriteException">Node.js or npm is missing, or the install failed.</exception>
    public static Task<AzuriteInstallation> EnsureAsync(IProgress<string>? progress = null, CancellationToken cancellationToken = default) =>
        EnsureAsync(InstallFolder.Locate(AppContext.BaseDirectory), progress, TimeProvider.System, cancellationToken);

    internal static async Task<AzuriteInstallation> EnsureAsync(
        string folder, IProgress<string>? progress, TimeProvider time, CancellationToken cancellationToken)
    {
        AzuriteInstallation installation = new(folder);
        if (IsInstalled(folder))
        {
            InstallFolder.WriteFiles(folder);
            return installation;
        }

        Directory.CreateDirectory(folder);
        using FileStream installLock = await TakeLockAsync(folder, progress, time, cancellationToken).ConfigureAwait(false);
        if (!IsInstalled(folder))
        {
            InstallFolder.WriteFiles(folder);
            progress?.Report("Installing Azurite with npm (once, about 200 MB) …");
            await NpmInstall.RunAsync(folder, cancellationToken).ConfigureAwait(false);
            await File.WriteAllTextAsync(MarkerPath(folder), InstallFolder.ExpectedMarker(), cancellationToken).ConfigureAwait(false);
        }

        return installation;
    }

    /// <summary>The marker is written last and lives in the folder that npm deletes first, so it never vouches for half an install.</summary>
    private static bool IsInstalled(string folder)
    {
        string marker = MarkerPath(folder);
        return File.Exists(marker) && File.ReadAllText(marker) == InstallFolder.ExpectedMarker();
    }

    private static string MarkerPath(string folder) => Path.Combine(folder, "node_modules", ".autobatch-installed");

    private static async Task<FileStream> TakeLockAsync(
        string folder, IProgress<string>? progress, TimeProvider time, CancellationToken cancellationToken)
    {
        string path = Path.Combine(folder, ".install.lock");
        for (bool told = false; ; told = true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (!cancellationToken.IsCancellationRequested)
            {
                if (!told)
                {
                    progress?.Report("Waiting for another process that installs Azurite …");
                }

                await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
