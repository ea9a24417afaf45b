using Autobatch.Functions;
using Autobatch.Functions.Configuration;
using Microsoft.Extensions.Hosting;

try
{
    await FunctionApp.Build(args).RunAsync();
    return 0;
}
catch (SettingException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
