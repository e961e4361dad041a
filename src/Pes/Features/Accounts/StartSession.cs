using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Accounts;

/// <summary>Signing in: what a page and the API type, and the token that the API gets.</summary>
public static class StartSession
{
    /// <summary>What is typed. <see cref="Code"/> is of the authenticator app or a recovery code.</summary>
    public sealed record Credentials
    {
        public string UserName { get; init; } = "";

        public string Password { get; init; } = "";

        public string? Code { get; init; }
    }

    /// <summary>The bearer token of a session and when it ends at the latest.</summary>
    public sealed record Session(string AccessToken, string TokenType, DateTimeOffset EndsAt, string Factor);

    public sealed class Validator : AbstractValidator<Credentials>
    {
        public Validator()
        {
            RuleFor(c => c.UserName).NotEmpty().MaximumLength(120);
            RuleFor(c => c.Password).NotEmpty().MaximumLength(PasswordRule.MostLength);
            RuleFor(c => c.Code).MaximumLength(40);
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/session", SignInAsync)
            .AllowAnonymous()
            .WithMetadata(new NeedsNoKey())
            .WithName("start-session")
            .WithSummary("Sign in with a name, a password and, where the account has one, a code")
            .WithTags("Accounts")
            .Produces<Session>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);

    /// <summary>The refusal that a verdict is told as; null where the try may go on.</summary>
    public static Refusal? Refuse(SignInVerdict verdict) => verdict switch
    {
        SignInVerdict.Refused => new("sign-in-refused"),
        SignInVerdict.TooMany => new("sign-in-too-many") { Kind = RefusalKind.TooMany },
        _ => null,
    };

    private static async Task<IResult> SignInAsync(
        [FromBody] Credentials body, HttpContext context, SignInDesk desk, SessionTickets tickets, IValidator<Credentials> validator, RefusalSentences sentences)
    {
        var check = await validator.ValidateAsync(body, context.RequestAborted);
        if (!check.IsValid)
        {
            return RefusalResponses.Problem(Refusal.Invalid([.. check.Errors.Select(e => new FieldError(e.PropertyName, "NotEmptyValidator"))]), sentences);
        }

        var answer = await desk.ByPasswordAsync(body.UserName, body.Password, body.Code, context.Connection.RemoteIpAddress, context.RequestAborted);
        if ((answer.Verdict == SignInVerdict.NeedsSecondFactor ? new Refusal("sign-in-code-needed") : Refuse(answer.Verdict)) is { } refusal)
        {
            return RefusalResponses.Problem(refusal, sentences);
        }

        var (token, endsAt) = await tickets.MakeBearerAsync(answer.Account!, answer.Factor, context.RequestAborted);
        return Results.Ok(new Session(token, "Bearer", endsAt, answer.Factor));
    }
}
