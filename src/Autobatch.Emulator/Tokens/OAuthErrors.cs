using Autobatch.Emulator.Protocol;

namespace Autobatch.Emulator.Tokens;

/// <summary>The error catalogue of the token endpoint; the sentences begin with the numbers of Microsoft Entra ID.</summary>
internal static class OAuthErrors
{
    public static readonly ErrorCode InvalidRequest = new("invalid_request", 400, "AADSTS900144: The request body must contain the form parameters grant_type, client_id, client_secret and scope.");
    public static readonly ErrorCode UnsupportedGrantType = new("unsupported_grant_type", 400, "AADSTS70003: The emulator supports the grant type client_credentials only.");
    public static readonly ErrorCode UnauthorizedClient = new("unauthorized_client", 400, "AADSTS700016: The application was not found in the directory of the emulator.");
    public static readonly ErrorCode InvalidClient = new("invalid_client", 401, "AADSTS7000215: Invalid client secret provided.");
    public static readonly ErrorCode InvalidScope = new("invalid_scope", 400, "AADSTS1002012: The scope must be a resource followed by /.default.");
    public static readonly ErrorCode InvalidIdentity = new("Unauthorized", 401, "The X-IDENTITY-HEADER is missing or wrong.");
    public static readonly ErrorCode InvalidResource = new("InvalidRequest", 400, "The query parameter resource must be an absolute https URI.");
}
