using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace Pes.Tests.Support;

/// <summary>
/// A word that no list has would be shown as its raw key. Here the request that asked for it ends in an exception, which
/// the test that sent it sees; asked for outside of a request, it is thrown at once.
/// </summary>
internal sealed class MissingWords(IServiceProvider services) : IStringLocalizerFactory, IStartupFilter
{
    private static readonly AsyncLocal<ConcurrentQueue<string>?> OfRequest = new();

    private readonly ResourceManagerStringLocalizerFactory words = ActivatorUtilities.CreateInstance<ResourceManagerStringLocalizerFactory>(services);

    public static void Watch(IServiceCollection services) => services
        .AddSingleton<MissingWords>()
        .AddSingleton<IStringLocalizerFactory>(s => s.GetRequiredService<MissingWords>())
        .AddSingleton<IStartupFilter>(s => s.GetRequiredService<MissingWords>());

    public IStringLocalizer Create(Type resourceSource) => new Watched(words.Create(resourceSource), resourceSource.Name);

    public IStringLocalizer Create(string baseName, string location) => new Watched(words.Create(baseName, location), baseName);

    // Outermost, so that no catch of the product comes after it.
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (HttpContext context, RequestDelegate request) =>
        {
            var missing = OfRequest.Value = new();
            await request(context);
            if (!missing.IsEmpty)
            {
                throw new InvalidOperationException($"{context.Request.Method} {context.Request.Path} asks for words that are not there: {string.Join(", ", missing.Distinct())}");
            }
        });
        next(app);
    };

    private sealed class Watched(IStringLocalizer list, string name) : IStringLocalizer
    {
        public LocalizedString this[string key] => Found(list[key]);

        public LocalizedString this[string key, params object[] arguments] => Found(list[key, arguments]);

        public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => list.GetAllStrings(includeParentCultures);

        private LocalizedString Found(LocalizedString word)
        {
            if (!word.ResourceNotFound)
            {
                return word;
            }

            var asked = $"{name}[\"{word.Name}\"] in {CultureInfo.CurrentUICulture.Name}";
            if (OfRequest.Value is not { } missing)
            {
                throw new InvalidOperationException($"{asked} is not there.");
            }

            missing.Enqueue(asked);
            return word;
        }
    }
}
