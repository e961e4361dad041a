using System.Buffers.Text;
using System.Text;
using FluentValidation;
using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.RankingModels;

/// <summary>
/// Takes in a model file of this or another installation, or one that the command line made of LightGBM's (<c>pes train import</c>). It becomes a candidate without a judgement: <c>pes train judge</c>
/// holds it against this installation's own outcomes, and then the same gate stands before it.
/// </summary>
public static class ImportRankingModel
{
    /// <summary>Of the file in base64, for the command line: 200 trees of 256 leaves are 1.4 million. A request of the API has 1 MB at most.</summary>
    private const int MostLetters = 16_000_000;

    [Allows(Role.Administrator)]
    public sealed record Command : ScopedRequest, ICommand<Guid>
    {
        /// <summary>The file as it was exported, in base64.</summary>
        public required string File { get; init; }

        public AuditSubject Subject(Guid value) => new("ranking-model", value);
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.File).NotEmpty().MaximumLength(MostLetters);
            RuleFor(c => c.File).Must(f => Base64.IsValid(f)).When(c => c.File is not null).WithErrorCode("not-base64");
        }
    }

    public sealed class Handler(Database db, TimeProvider clock) : IRequestHandler<Command, Outcome<Guid>>
    {
        private const string KnownSql = "SELECT Name FROM RankingModel WHERE Checksum = @Checksum";

        public async Task<Outcome<Guid>> Handle(Command command, CancellationToken cancellationToken)
        {
            var bytes = Convert.FromBase64String(command.File);
            if (!ModelFile.TryOpen(bytes, out var opened))
            {
                return new Refusal("not-a-ranking-model");
            }

            if (await db.FirstOrDefaultAsync<string>(KnownSql, new { opened.Checksum }, cancellationToken) is { } known)
            {
                return new Refusal("model-already-there", known);
            }

            var card = ModelCard.Parse(opened.File.Card);
            var id = Guid.CreateVersion7();
            await db.ExecuteAsync(
                KeepRankingModel.Handler.InsertSql,
                new
                {
                    Id = id,
                    Name = await KeepRankingModel.Handler.NextNameAsync(db, cancellationToken),
                    Trainer = "imported",
                    Now = clock.GetUtcNow().UtcDateTime,
                    TrainedBy = command.Scope.AccountId == Guid.Empty ? (Guid?)null : command.Scope.AccountId,
                    DataFrom = card?.DataFrom,
                    DataTo = card?.DataTo,
                    TrainingRows = card?.TrainingRows ?? 0,
                    TrainingLists = card?.TrainingLists ?? 0,
                    Options = ReportText.Of(new { importedAs = Shortened(opened.File.Version) }),
                    Metrics = (string?)null,
                    Fairness = (string?)null,
                    opened.Checksum,
                    FileBytes = bytes,
                },
                cancellationToken);
            return id;
        }

        private static string Shortened(string text) => string.Concat(text.EnumerateRunes().Where(r => !Rune.IsControl(r)).Take(40));
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/ranking-models", (Command body, ApiEdge edge) => edge.Create(body with { Scope = edge.Scope }, id => $"/ranking-models/{id}"))
            .For<Command>("Take in a ranking model file as a candidate");
}

/// <summary>What a file says of itself, so that another installation knows what it was trained on.</summary>
public sealed record ModelCard
{
    /// <summary>What is not known is not written, so neither day is required.</summary>
    public DateOnly? DataFrom { get; init; }

    public DateOnly? DataTo { get; init; }

    public required int TrainingRows { get; init; }

    public required int TrainingLists { get; init; }

    /// <summary>As judged where it was trained.</summary>
    public ModelMetrics? Metrics { get; init; }

    public ModelFairness? Fairness { get; init; }

    /// <summary>Null where the text is none of ours; the card of a file is anybody's.</summary>
    public static ModelCard? Parse(string text)
    {
        try
        {
            return ReportText.Parse<ModelCard>(text);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
