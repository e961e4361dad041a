using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Pes.Platform.Requests;

namespace Pes.Tests.Support;

/// <summary>Sends requests as the command line would.</summary>
public static class Requests
{
    public static async Task<Outcome<T>> SendAsync<T>(this PesHost host, IRequest<Outcome<T>> request, CancellationToken ct = default)
    {
        await using var scope = host.App.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ISender>().Send(request, ct);
    }

    public static Task<T> SingleAsync<T>(this PesHost host, string sql, object? args = null) => host.InDatabaseAsync(db => db.SingleAsync<T>(sql, args));

    public static Task<IReadOnlyList<T>> QueryAsync<T>(this PesHost host, string sql, object? args = null) => host.InDatabaseAsync(db => db.QueryAsync<T>(sql, args));
}
