using System.Text.Json;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Localization;
using Pes.Features.RankingModels;
using Pes.Features.Reference;
using Pes.Features.Referrals;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Text;
using Pes.Platform.Web;
using Pes.Ranking;

namespace Pes.Features.Matching.Assignments;

/// <summary>
/// Refers everybody whom a proposal assigns and nobody struck out, each by the referral's own command with all its checks. The pair is looked at again as it
/// is now; who is refused is kept with the reason and the others go on. Sent twice, it finds nobody left.
/// </summary>
public static class ReferAssigned
{
    // One transaction: others wait for it.
    private const int MostAtOnce = 200;

    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Answer>
    {
        public Guid ProposalId { get; init; }

        /// <summary>The officer's tick: each of them was told what is sent to whom, and agreed.</summary>
        public required bool ConsentGiven { get; init; }

        public AuditSubject Subject(Answer value) => new("assignment", ProposalId, Detail: $"referred={value.Referred} refused={value.Refused}");
    }

    /// <param name="Left">How many are still to be referred: two hundred are at a time.</param>
    public sealed record Answer(int Referred, int Refused, int Left);

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.ConsentGiven).Equal(true).WithErrorCode("consents-not-ticked");
    }

    public sealed class Handler(Database db, ISender sender, RankingInCharge ranking, Vocabulary vocabulary, IStringLocalizer<MatchingWords> words, TimeProvider clock)
        : IRequestHandler<Command, Outcome<Answer>>
    {
        // Of these the referral's own command says more.
        private static readonly HardCondition[] Others = [HardCondition.NotOpen, HardCondition.Closed, HardCondition.NoOpeningLeft, HardCondition.NotAllowedByLaw];

        private const string ProposalSql = $"""
            SELECT p.Status, p.ModelVersion, p.Choice FROM AssignmentProposal p WHERE p.Id = @ProposalId AND {AssignmentSelection.SeesSql}
            """;

        private const string WaitingSql = """
            FROM AssignmentRow
            WHERE ProposalId = @ProposalId AND VacancyId IS NOT NULL AND StruckAt IS NULL AND ReferralId IS NULL AND Refusal IS NULL
            """;

        private const string RowsSql = $"SELECT CaseFileId, VacancyId {WaitingSql} ORDER BY Place OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY";

        // Since the proposal was worked out an officer may have taken the pair off its lists.
        private const string HiddenSql = """
            SELECT CaseFileId, VacancyId FROM MatchAction WHERE Action = 'hide' AND UndoneAt IS NULL AND CaseFileId IN (SELECT value FROM OPENJSON(@Ids))
            """;

        private const string LeftSql = $"SELECT COUNT(*) {WaitingSql}";

        private const string KeepSql = """
            UPDATE AssignmentRow SET ReferralId = @ReferralId, Refusal = @Refusal WHERE ProposalId = @ProposalId AND CaseFileId = @CaseFileId AND ReferralId IS NULL
            """;

        public async Task<Outcome<Answer>> Handle(Command command, CancellationToken cancellationToken)
        {
            var proposal = await db.FirstOrDefaultAsync<Proposal>(ProposalSql, new { command.ProposalId, command.Scope.AccountId, command.Scope.SessionId, command.Scope.OwnCasesOf }, cancellationToken);
            if (proposal is not { Status: AssignmentStatus.Ready, ModelVersion: { } name })
            {
                return proposal is null ? Refusal.NotFound : new Refusal("assignment-not-ready");
            }

            var rows = await db.QueryAsync<Row>(RowsSql, new { command.ProposalId, Skip = 0, Take = MostAtOnce }, cancellationToken);
            var pairs = await PairsAsync(await ranking.OfAsync(name, cancellationToken) ?? await ranking.CurrentAsync(cancellationToken), command.Scope, rows, cancellationToken);
            var hidden = (await db.QueryAsync<Row>(HiddenSql, new { Ids = JsonSerializer.Serialize(rows.Select(r => r.CaseFileId)) }, cancellationToken)).ToHashSet();
            var leastBand = ChosenGroup.Parse(proposal.Choice).Choice.LeastBand;
            var referred = 0;
            foreach (var row in rows)
            {
                var outcome = await ReferAsync(command.Scope, row, pairs.GetValueOrDefault(row), hidden.Contains(row), leastBand, cancellationToken);
                referred += outcome.Refusal is null ? 1 : 0;
                await db.ExecuteAsync(
                    KeepSql,
                    new { command.ProposalId, row.CaseFileId, ReferralId = outcome.Refusal is null ? outcome.Value : (Guid?)null, Refusal = Kept(outcome.Refusal) },
                    cancellationToken);
            }

            return new Answer(referred, rows.Count - referred, await db.SingleAsync<int>(LeftSql, new { command.ProposalId }, cancellationToken));
        }

        private async Task<Outcome<Guid>> ReferAsync(Scope scope, Row row, Match? pair, bool isHidden, int leastBand, CancellationToken ct)
        {
            if (Refuse(pair, isHidden, leastBand) is { } refusal)
            {
                return refusal;
            }

            var reason = ReferralText.InBoth(pair!, new ReasonSentences(words, vocabulary), words);
            return await sender.Send(
                new ReferToVacancy.Command { Scope = scope, CaseFileId = row.CaseFileId, VacancyId = row.VacancyId, Reason = reason, ConsentGiven = true }, ct);
        }

        /// <summary>What stands against a pair as it is now; the referral's own command has its own checks.</summary>
        /// <param name="pair">Null where she is not in the reader's scope any more.</param>
        internal static Refusal? Refuse(Match? pair, bool isHidden, int leastBand) => pair switch
        {
            null => Refusal.NotFound,
            _ when isHidden => new("assignment-pair-hidden"),
            { Barriers: var barriers } when barriers.Any(b => !Others.Contains(b.Condition)) => new("assignment-fits-no-more"),
            { Band: var band } when band < leastBand => new("assignment-fits-no-more"),
            _ => null,
        };

        // The day of a closed vacancy is not kept: the code alone makes the sentence.
        private static string? Kept(Refusal? refusal) => refusal?.Code is "vacancy-closed" ? "vacancy-not-open" : refusal?.Code;

        private async Task<Dictionary<Row, Match>> PairsAsync(RankingVersion version, Scope scope, IReadOnlyList<Row> rows, CancellationToken ct)
        {
            var today = clock.TodayInCambodia();
            var people = (await new JobseekerProfiles(db, vocabulary).OfCasesAsync(scope, [.. rows.Select(r => r.CaseFileId)], today, ct)).ToDictionary(p => p.Id);
            var vacancies = (await new VacancyReading(vocabulary).SomeAsync(db, [.. rows.Select(r => r.VacancyId).Distinct()], today, ct)).ToDictionary(v => v.Profile.Id, v => v.Profile);
            return rows.Where(r => people.ContainsKey(r.CaseFileId)).ToDictionary(r => r, r => version.Explain(people[r.CaseFileId], vacancies[r.VacancyId], today));
        }

        private sealed record Proposal
        {
            public required string Status { get; init; }

            public required string? ModelVersion { get; init; }

            public required byte[] Choice { get; init; }
        }

        private sealed record Row
        {
            public required Guid CaseFileId { get; init; }

            public required Guid VacancyId { get; init; }
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/assignments/{proposalId:guid}/referrals", (Guid proposalId, Command body, ApiEdge edge) =>
                edge.Ask(body with { ProposalId = proposalId, Scope = edge.Scope }))
            .For<Command>("Refer everybody whom an assignment sends to a vacancy");
}
