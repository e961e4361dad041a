using Xunit;

namespace Pes.Browser.Tests.Support;

/// <summary>The tests that share one demo and one Chromium.</summary>
[CollectionDefinition(Name)]
public sealed class ProductCollection : ICollectionFixture<DemoProcess>, ICollectionFixture<Chromium>
{
    public const string Name = "Product";
}
