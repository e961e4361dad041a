using MediatR;
using Microsoft.Extensions.Localization;
using Pes.Features.RankingModels;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;
using Pes.Ranking;

namespace Pes.Features.Matching;

/// <summary>One jobseeker with one vacancy, on a list or not: every reason, what is missing, and what keeps it off the list.</summary>
public static class ExplainMatch
{
    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Query : ScopedRequest, IQuery<Answer>
    {
        public required Guid CaseFileId { get; init; }

        public required Guid VacancyId { get; init; }

        /// <summary>A kept list in which the pair stands: it is explained as it was told there. Null, or a list without it: as of now, which is kept.</summary>
        public Guid? RunId { get; init; }
    }

    public sealed record Answer
    {
        public required MatchedCase Case { get; init; }

        public required Guid VacancyId { get; init; }

        public required string? TitleEn { get; init; }

        public required string? TitleKm { get; init; }

        public required string EmployerNameEn { get; init; }

        public required string? EmployerNameKm { get; init; }

        /// <summary>Where this explanation is kept: the list that was asked for, or one pair by itself.</summary>
        public required Guid RunId { get; init; }

        /// <summary>The day of the list in which it was told so; null where it is explained as of now.</summary>
        public required DateOnly? ListedOn { get; init; }

        public required string ModelVersion { get; init; }

        /// <summary>False where ranking is switched off: then there is neither score nor reason, only what is missing and what bars.</summary>
        public required bool IsRanked { get; init; }

        /// <summary>1 (weak) to 5 (strong); null where nothing is ranked.</summary>
        public required int? Band { get; init; }

        /// <summary>In the unit of the version: what is usual, the weights of all reasons and the rest sum to it. Null where nothing is ranked.</summary>
        public required int? Score { get; init; }

        /// <summary>What the version gives before it knows anything of the pair; 0 of a version that is not kept any more.</summary>
        public required int? Usual { get; init; }

        /// <summary>What no reason tells.</summary>
        public required int? Rest { get; init; }

        /// <summary>For and against, the weightiest first.</summary>
        public required IReadOnlyList<ShownReason> Reasons { get; init; }

        public required IReadOnlyList<ShownReason> Missing { get; init; }

        /// <summary>Set where she was referred to it already: then it is not proposed again.</summary>
        public required PairReferral? Referral { get; init; }

        /// <summary>What an employer may be told of it, for an officer to go on from, in her language; empty where nothing of it speaks for her.</summary>
        public required string ReferralDraft { get; init; }

        /// <summary>Why a list of today leaves it out, whatever day is explained; empty where none does.</summary>
        public required IReadOnlyList<string> Barriers { get; init; }

        /// <summary>False where no list of jobseekers has this one: she has not agreed to be suggested, or the case is closed.</summary>
        public required bool MayBeSuggested { get; init; }
    }

    public sealed class Handler(
        Database db, ISender sender, RankingInCharge ranking, Vocabulary vocabulary, IStringLocalizer<MatchingWords> words, IConfiguration configuration, TimeProvider clock)
        : IRequestHandler<Query, Outcome<Answer>>
    {
        // Of a list the one side is its own, the other the row's.
        private const string KeptSql = """
            SELECT r.Id AS RunId, r.Direction, r.ModelVersion, r.RanAt, w.Score, w.Band, w.Reasons
            FROM MatchRun r
            JOIN MatchRow w ON w.RunId = r.Id
            WHERE r.Id = @RunId AND ((r.CaseFileId = @CaseFileId AND w.SubjectId = @VacancyId) OR (r.VacancyId = @VacancyId AND w.SubjectId = @CaseFileId))
            """;

        private const string ReferralSql = $"""
            SELECT r.Id, r.Status, r.SentAt, r.AnsweredAt
            FROM Referral r
            JOIN CaseFile c ON c.Id = r.CaseFileId
            WHERE r.CaseFileId = @CaseFileId AND r.VacancyId = @VacancyId AND {Scope.SeesCaseSql}
            """;

        public async Task<Outcome<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            var scope = request.Scope;
            var today = clock.TodayInCambodia();
            if (await MatchedCase.WithProfileAsync(db, vocabulary, scope, request.CaseFileId, today, cancellationToken) is not var (found, jobseeker)
                || await new VacancyReading(vocabulary).OneAsync(db, request.VacancyId, today, cancellationToken) is not { } vacancy)
            {
                return Refusal.NotFound;
            }

            var isOn = PlainOrder.IsSwitchedOn(configuration);
            var version = isOn ? await ranking.CurrentAsync(cancellationToken) : RankingVersion.Prior;
            var match = PlainOrder.Silence(version.Explain(jobseeker, vacancy, today), isOn ? version.Name : PlainOrder.Version);
            var kept = request.RunId is null ? null : await db.FirstOrDefaultAsync<Kept>(KeptSql, new { request.RunId, request.CaseFileId, request.VacancyId }, cancellationToken);

            // Switched off, no list tells a score any more, though one that was kept did.
            var told = kept is not null && (isOn || kept.ModelVersion == PlainOrder.Version)
                ? await ToldAsync(kept, cancellationToken)
                : await KeepAsync(scope, request.CaseFileId, match, new RunInput { Today = today, Jobseeker = jobseeker, Vacancies = [vacancy] }, cancellationToken);
            if (told.Refusal is { } refusal)
            {
                return refusal;
            }

            var card = (await VacancyCard.OfAsync(db, [request.VacancyId], cancellationToken))[request.VacancyId];
            var sentences = new ReasonSentences(words, vocabulary);
            var (runId, listedOn, modelVersion, band, score, usual, rest, reasons, missing) = told.Value;
            var isRanked = modelVersion != PlainOrder.Version;
            List<ShownReason> shown = [.. reasons.Select(sentences.Of)];
            return new Answer
            {
                Case = found,
                VacancyId = request.VacancyId,
                TitleEn = card.TitleEn,
                TitleKm = card.TitleKm,
                EmployerNameEn = card.EmployerNameEn,
                EmployerNameKm = card.EmployerNameKm,
                RunId = runId,
                ListedOn = listedOn,
                ModelVersion = modelVersion,
                IsRanked = isRanked,
                Band = isRanked ? band : null,
                Score = isRanked ? score : null,
                Usual = isRanked ? usual : null,
                Rest = isRanked ? rest : null,
                Reasons = shown,
                Referral = await db.FirstOrDefaultAsync<PairReferral>(
                    ReferralSql, new { request.CaseFileId, request.VacancyId, scope.SessionId, scope.OwnCasesOf }, cancellationToken),
                ReferralDraft = ReferralText.Draft(shown),
                Missing = [.. missing.Select(sentences.Of)],
                Barriers = [.. match.Barriers.Select(sentences.Of)],
                MayBeSuggested = jobseeker.MayBeSuggested,
            };
        }

        private async Task<Outcome<Told>> ToldAsync(Kept kept, CancellationToken ct)
        {
            var record = RowRecord.Parse(kept.Reasons);
            var usual = checked((int)((await ranking.OfAsync(kept.ModelVersion, ct))?.Model?.Mean ?? 0));
            var rest = checked((int)kept.Score) - usual - record.ReasonsKept.Sum(r => r.Weight);
            DateOnly? listedOn = kept.Direction == KeepMatchRun.Pair ? null : DateOnly.FromDateTime(Formats.InCambodia(kept.RanAt));
            return new Told(kept.RunId, listedOn, kept.ModelVersion, kept.Band, (int)kept.Score, usual, rest, record.ReasonsKept, record.MissingKept);
        }

        private async Task<Outcome<Told>> KeepAsync(Scope scope, Guid caseFileId, Match match, RunInput input, CancellationToken ct)
        {
            var kept = await sender.Send(
                new KeepMatchRun.Command
                {
                    Scope = scope,
                    CaseFileId = caseFileId,
                    IsPair = true,
                    ModelVersion = match.ModelVersion,
                    InputChecksum = match.InputsChecksum,
                    Considered = 1,
                    Input = input,
                    Rows = [match],
                },
                ct);
            return kept.Refusal is { } refusal
                ? refusal
                : new Told(kept.Value, null, match.ModelVersion, match.Band, match.Score, match.Usual, match.Rest, match.Reasons, match.Missing);
        }

        private sealed record Told(Guid RunId, DateOnly? ListedOn, string ModelVersion, int Band, int Score, int Usual, int Rest, IEnumerable<Reason> Reasons, IEnumerable<Reason> Missing);

        private sealed record Kept
        {
            public required Guid RunId { get; init; }

            public required string Direction { get; init; }

            public required string ModelVersion { get; init; }

            public required DateTime RanAt { get; init; }

            public required long Score { get; init; }

            public required int Band { get; init; }

            public required string Reasons { get; init; }
        }
    }

    /// <summary>The referral of a pair, in the reader's scope.</summary>
    public sealed record PairReferral
    {
        public required Guid Id { get; init; }

        /// <summary>sent, invited, accepted, refused or withdrawn.</summary>
        public required string Status { get; init; }

        public required DateTime SentAt { get; init; }

        /// <summary>Null until the employer answers.</summary>
        public required DateTime? AnsweredAt { get; init; }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/case-files/{caseFileId:guid}/matches/{vacancyId:guid}", (Guid caseFileId, Guid vacancyId, Guid? run, ApiEdge edge) =>
                edge.Ask(new Query { CaseFileId = caseFileId, VacancyId = vacancyId, RunId = run, Scope = edge.Scope }))
            .For<Query>("Why a vacancy fits a jobseeker or does not");
}
