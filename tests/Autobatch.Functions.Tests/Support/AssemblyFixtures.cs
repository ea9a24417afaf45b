using Autobatch.Functions.Tests.Support;

[assembly: AssemblyFixture(typeof(AppFixture))]
