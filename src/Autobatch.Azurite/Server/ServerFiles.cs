namespace Autobatch.Azurite;

/// <summary>What lies in Azurite's folder. The log holds SAS queries, so nobody else may read it.</summary>
internal sealed record ServerFiles(string Folder)
{
    private const long LeastRoom = 1024 * 1024;

    public string State => Path.Combine(Folder, "azurite.json");

    public string Log => Path.Combine(Folder, "access.log");

    public string Data => Path.Combine(Folder, "data");

    /// <summary>The public part of the https certificate.</summary>
    public string Certificate => Path.Combine(Folder, "certificate.pem");

    public string CertificateKey => Path.Combine(Folder, "certificate.key");

    public static ServerFiles Prepare(string folder)
    {
        string full = Path.GetFullPath(folder);
        Directory.CreateDirectory(full, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new ServerFiles(full);
    }

    /// <exception cref="AzuriteException">Nothing fits on the disk any more: Azurite could not even say so, since its log lies there.</exception>
    public void RequireRoom()
    {
        if (new DriveInfo(Folder).AvailableFreeSpace < LeastRoom)
        {
            throw new AzuriteException($"Azurite could not be started: the disk of {Folder} is full. Make room, or choose another folder.");
        }
    }

    public void TruncateLog()
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using FileStream _ = new(Log, options);
    }

    public string ReadLog()
    {
        using FileStream stream = new(Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
