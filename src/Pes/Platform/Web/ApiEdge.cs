using MediatR;
using Pes.Platform.Requests;
using Pes.Platform.Security;

namespace Pes.Platform.Web;

/// <summary>The API's edge: sends a request with the caller's scope and turns its outcome into a response.</summary>
public sealed class ApiEdge(ISender sender, Caller caller, RefusalSentences sentences, IHttpContextAccessor http)
{
    public Scope Scope => caller.Scope;

    /// <summary>200 with the value.</summary>
    public async Task<IResult> Ask<TValue>(IRequest<Outcome<TValue>> request)
    {
        var outcome = await sender.Send(request, Aborted);
        return outcome.Refusal is { } refusal ? RefusalResponses.Problem(refusal, sentences) : new WholeAnswer(outcome.Value!);
    }

    /// <summary>201 with the value and its address.</summary>
    public async Task<IResult> Create<TValue>(ICommand<TValue> command, Func<TValue, string> address)
    {
        var outcome = await sender.Send(command, Aborted);
        return outcome.Refusal is { } refusal
            ? RefusalResponses.Problem(refusal, sentences)
            : Results.Created("/api/v1" + address(outcome.Value), new Created<TValue>(outcome.Value));
    }

    /// <summary>204: done, nothing to say.</summary>
    public async Task<IResult> Do<TValue>(ICommand<TValue> command)
    {
        var outcome = await sender.Send(command, Aborted);
        return outcome.Refusal is { } refusal ? RefusalResponses.Problem(refusal, sentences) : Results.NoContent();
    }

    private CancellationToken Aborted => http.HttpContext!.RequestAborted;
}

/// <summary>The body of a 201.</summary>
public sealed record Created<TValue>(TValue Id);
