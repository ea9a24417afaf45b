using System.CommandLine;
using Autobatch.Cli.CommandLine;
using Autobatch.Cli.Profiles;

namespace Autobatch.Cli.Targets;

/// <summary>
/// Options that say where the app is. An option goes over all; a profile that is named goes over the environment as a whole; without one the
/// environment, else the profile <c>default</c>, else this machine.
/// </summary>
internal sealed class TargetOptions
{
    public const string LocalStorage = "UseDevelopmentStorage=true";
    public const string StorageSetting = "AZURE_STORAGE_CONNECTION_STRING";
    private const string AddressSetting = "AUTOBATCH_ADDRESS";
    private const string KeySetting = "AUTOBATCH_KEY";
    private const string ScopeSetting = "AUTOBATCH_ENTRA_SCOPE";
    private const string CredentialSetting = "AUTOBATCH_CREDENTIAL";
    private const string OwnStorageSetting = "AUTOBATCH_STORAGE";
    private const string ProfileSetting = "AUTOBATCH_PROFILE";
    private const string Local = "http://127.0.0.1:7071";

    private readonly Surroundings _around;

    public TargetOptions(Surroundings around)
    {
        _around = around;
        Address.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && !IsWeb(text))
            {
                result.AddError($"--address must be the app's address, such as {Local}, not '{text}'.");
            }
        });
        Credential.AcceptOnlyFromAmong([.. Credentials.Kinds]);
    }

    public Option<string?> Address { get; } = new("--address") { Description = $"The app's address (default: {AddressSetting}, else the profile default, else {Local})" };

    public Option<string?> Profile { get; } = new("--profile") { Description = $"A profile that says where the app is (default: {ProfileSetting})" };

    public Option<string?> Key { get; } = new("--key") { Description = $"The function key, where the app asks for one (default: {KeySetting})" };

    public Option<string?> EntraScope { get; } = new("--entra-scope") { Description = $"Send a Microsoft Entra token of this scope, such as api://CLIENT-ID/.default (default: {ScopeSetting})" };

    public Option<string?> Credential { get; } = new("--credential") { Description = $"Where tokens come from (default: {CredentialSetting}, else whatever is there)" };

    /// <summary>For verbs that upload.</summary>
    public Option<string?> Storage { get; } = new("--storage") { Description = $"The app's storage account: a connection string, or https://ACCOUNT.blob.core.windows.net (default: {OwnStorageSetting}, else {StorageSetting})" };

    public IReadOnlyList<Option> OfEveryVerb => [Address, Profile, Key, EntraScope, Credential];

    /// <exception cref="CliException">The profile is not there or cannot be read.</exception>
    public Target Resolve(ParseResult parsed)
    {
        Target found = Given(parsed);
        Target target = found with
        {
            Address = parsed.GetValue(Address) ?? found.Address,
            Key = parsed.GetValue(Key) ?? found.Key,
            EntraScope = parsed.GetValue(EntraScope) ?? found.EntraScope,
            Credential = parsed.GetValue(Credential) ?? found.Credential,
            Storage = (parsed.GetResult(Storage) is null ? null : parsed.GetValue(Storage)) ?? found.Storage,
        };
        return target is { Address: Local, Storage: null } ? target with { Storage = LocalStorage } : target;
    }

    public static bool IsWeb(string text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) && address is { UserInfo: "", Query: "", Fragment: "" };

    private Target Given(ParseResult parsed)
    {
        ProfileFile profiles = new(_around);
        if ((parsed.GetValue(Profile) ?? _around.Variable(ProfileSetting)) is { } name)
        {
            return profiles.Find(name) ?? throw new CliException(ExitCodes.BadInput, $"There is no profile '{name}' in {profiles.Path}; make it with `autobatch profile set {name}`.");
        }

        string? address = _around.Variable(AddressSetting);
        if (address is not null && !IsWeb(address))
        {
            throw new CliException(ExitCodes.BadInput, $"{AddressSetting} must be the app's address, such as {Local}, not '{address}'.");
        }

        Target? standard = address is null && parsed.GetValue(Address) is null ? profiles.Find(ProfileFile.Default) : null;
        return standard ?? new Target
        {
            Address = address ?? Local,
            Key = _around.Variable(KeySetting),
            EntraScope = _around.Variable(ScopeSetting),
            Credential = _around.Variable(CredentialSetting) ?? Credentials.Default,
            Storage = _around.Variable(OwnStorageSetting) ?? _around.Variable(StorageSetting),
        };
    }
}
