using FluentValidation;
using MediatR;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.Matching;

/// <summary>What an officer does with a row of a list; each holds over later runs until it is undone.</summary>
public static class MatchActions
{
    /// <summary>To the top of the list; all three moves are kept as this, with the place.</summary>
    public const string Pin = "pin";

    /// <summary>One place up.</summary>
    public const string Up = "up";

    /// <summary>One place down.</summary>
    public const string Down = "down";

    /// <summary>Of the pair: neither list suggests it.</summary>
    public const string Hide = "hide";

    /// <summary>The match is absurd: for those in charge of the ranking to look at.</summary>
    public const string Report = "report";

    public static readonly IReadOnlyList<string> All = [Pin, Up, Down, Hide, Report];

    public static bool IsMove(string action) => action is Pin or Up or Down;
}

/// <summary>The officer is in charge: moves a row of either list, hides a pair with a reason, or reports an absurd match.</summary>
public static class ActOnMatch
{
    private const int LastPlace = 20_000;

    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Command : ScopedRequest, ICommand<Guid>
    {
        public Guid CaseFileId { get; init; }

        public required Guid VacancyId { get; init; }

        /// <summary>pin (to the top), up or down (one place), hide, or report.</summary>
        public required string Action { get; init; }

        /// <summary>A code of list jobseeker-refusal-reason or the officer's own words; hiding and reporting need it.</summary>
        public string? Reason { get; init; }

        /// <summary>The list on which she acted. A move holds in the list where it was made: of vacancies for the case where no run is given.</summary>
        public Guid? RunId { get; init; }

        /// <summary>
        /// Where the row stands in that list now, from 1 over all pages; up and down need it. Of a list that was narrowed by a filter the rows of the
        /// run tell which row is passed, and the move holds in the whole list.
        /// </summary>
        public int? Place { get; init; }

        public AuditSubject Subject(Guid value) => new("match-action", value, Detail: Action);
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Action).Must(a => MatchActions.All.Contains(a, StringComparer.Ordinal)).WithErrorCode("unknown-code");
            RuleFor(c => c.Reason).MaximumLength(300);
            RuleFor(c => c.Reason).NotEmpty().When(c => c.Action is MatchActions.Hide or MatchActions.Report);
            RuleFor(c => c.Place).InclusiveBetween(1, LastPlace);
            RuleFor(c => c.Place).NotNull().When(c => c.Action is MatchActions.Up or MatchActions.Down);
        }
    }

    public sealed class Handler(Database db, ReportedPair reported, VacancyLists vacancyLists, JobseekerLists jobseekerLists, TimeProvider clock) : IRequestHandler<Command, Outcome<Guid>>
    {
        // The list's own side of a run is the case or the vacancy.
        private const string FactsSql = $"""
            SELECT v.Id AS VacancyId, a.Id AS StandingActionId, p.AnsweredAt, m.Id AS RunId, m.Direction
            FROM CaseFile c
            JOIN Vacancy v ON v.Id = @VacancyId
            LEFT JOIN MatchAction a ON a.CaseFileId = c.Id AND a.VacancyId = v.Id AND a.Action = @Action AND a.Action IN ('hide', 'report') AND a.UndoneAt IS NULL
            LEFT JOIN MatchReport p ON p.ActionId = a.Id
            LEFT JOIN MatchRun m ON m.Id = @RunId AND (m.CaseFileId = c.Id OR m.VacancyId = v.Id)
            WHERE c.Id = @CaseFileId AND {Scope.SeesCaseSql}
            """;

        // Moved and hidden at once would say nothing, so the newer takes the other's place; so does a move of the same row, and a report after an answer.
        private const string ReplaceSql = """
            UPDATE MatchAction SET UndoneAt = @Now
            WHERE CaseFileId = @CaseFileId AND VacancyId = @VacancyId AND UndoneAt IS NULL
              AND ((@Kept = 'pin' AND (Action = 'hide' OR (Action = 'pin' AND Direction = @Direction)))
                   OR (@Kept = 'hide' AND Action = 'pin')
                   OR (@Kept = 'report' AND Action = 'report'))
            """;

        private const string InputSql = "SELECT Input FROM MatchRun WHERE Id = @RunId";

        private const string PassedSql = """
            SELECT o.SubjectId
            FROM MatchRow w
            JOIN MatchRow o ON o.RunId = w.RunId AND o.Rank = w.Rank + @Step
            WHERE w.RunId = @RunId AND w.SubjectId = @SubjectId
            """;

        private const string PlaceSql = "UPDATE MatchAction SET Place = @Place WHERE Id = @ActionId AND UndoneAt IS NULL";

        private const string InsertSql = """
            INSERT INTO MatchAction (Id, RunId, CaseFileId, VacancyId, Action, Reason, AccountId, TakenAt, Direction, Place, FromPlace, ToPlace)
            VALUES (@Id, @RunId, @CaseFileId, @VacancyId, @Kept, @Reason, @AccountId, @Now, @Direction, @Place, @FromPlace, @ToPlace)
            """;

        public async Task<Outcome<Guid>> Handle(Command command, CancellationToken cancellationToken)
        {
            var scope = command.Scope;
            var facts = await db.FirstOrDefaultAsync<Facts>(
                FactsSql, new { command.CaseFileId, command.VacancyId, command.Action, command.RunId, scope.SessionId, scope.OwnCasesOf }, cancellationToken);
            if (Refuse(facts, command) is { } refusal)
            {
                return refusal;
            }

            // The page of a pair is no list: what is done there is of the jobseeker's list, as where no run is given.
            var isOnList = facts!.Direction is { } of && ListDirection.All.Contains(of, StringComparer.Ordinal);
            var direction = isOnList ? facts.Direction! : ListDirection.Vacancies;
            var isMove = MatchActions.IsMove(command.Action);
            var move = isMove ? await MoveAsync(command, direction, cancellationToken) : default;
            if (isMove && move.Place == 0)
            {
                return new Refusal("already-in-that-state");
            }

            var args = new
            {
                Id = Guid.CreateVersion7(),
                RunId = isOnList ? command.RunId : null,
                command.CaseFileId,
                command.VacancyId,
                Kept = isMove ? MatchActions.Pin : command.Action,
                command.Reason,
                scope.AccountId,
                Now = clock.GetUtcNow().UtcDateTime,
                Direction = direction,
                Place = isMove ? move.Place : (int?)null,
                FromPlace = isMove ? move.From : null,
                ToPlace = isMove ? move.To : (int?)null,
            };
            await db.ExecuteAsync(ReplaceSql, args, cancellationToken);
            await db.ExecuteAsync(InsertSql, args, cancellationToken);
            if (command.Action == MatchActions.Report)
            {
                await reported.KeepAsync(scope, args.Id, command.CaseFileId, command.VacancyId, command.RunId, cancellationToken);
            }

            return args.Id;
        }

        // What to keep of its place (0: it stands there already), and from where to where she moved it, as shown. What it passes goes on by one.
        private async Task<(int Place, int? From, int To)> MoveAsync(Command command, string direction, CancellationToken ct)
        {
            var isOfVacancies = direction == ListDirection.Vacancies;
            var rows = isOfVacancies ? await MovedRows.OfCaseAsync(db, command.CaseFileId, ct) : await MovedRows.OfVacancyAsync(db, command.Scope, command.VacancyId, ct);
            int[] places = [.. rows.Select(r => r.Place)];
            bool[] isThere = [.. rows.Select(r => r.IsThere)];
            var found = rows.Index().Where(r => r.Item.CaseFileId == command.CaseFileId && r.Item.VacancyId == command.VacancyId).Select(r => (int?)r.Index).FirstOrDefault();
            var (from, to) = await FilterAsync(command, ct) is { } filter
                ? await UnderFilterAsync(command, isOfVacancies, filter, ct)
                : (command.Place, command.Action switch { MatchActions.Up => command.Place!.Value - 1, MatchActions.Down => command.Place!.Value + 1, _ => 1 });
            from ??= found is { } own ? RowPlaces.Shown(places, isThere)[own] : null;
            if (to < 1 || (found is not null && from == to))
            {
                return default;
            }

            var (after, place) = RowPlaces.Move(places, isThere, found, from, to);
            foreach (var (index, row) in rows.Index().Where(r => r.Index != found && after[r.Index] != r.Item.Place))
            {
                await db.ExecuteAsync(PlaceSql, new { Place = after[index], row.ActionId }, ct);
            }

            return (place, found is { } before ? rows[before].CarriedFrom(from) : from, to);
        }

        // Of the list on which she acted; null: none, or the whole list.
        private async Task<MatchFilter?> FilterAsync(Command command, CancellationToken ct) =>
            command.RunId is not null && RunInput.Parse(await db.SingleAsync<byte[]>(InputSql, new { command.RunId }, ct)).Filter is { } filter && filter != MatchFilter.None ? filter : null;

        // Both places in the whole list. To the top is to the top of the whole list; up and down go right beside the row that she passed. To 0: nothing is there to pass.
        private async Task<(int? From, int To)> UnderFilterAsync(Command command, bool isOfVacancies, MatchFilter filter, CancellationToken ct)
        {
            IMovableList? list = isOfVacancies ? await vacancyLists.OpenAsync(command.Scope, command.CaseFileId, ct) : await jobseekerLists.OpenAsync(command.Scope, command.VacancyId, ct);
            if (list is null)
            {
                return default;
            }

            var row = isOfVacancies ? command.VacancyId : command.CaseFileId;
            var from = await list.PlaceOfAsync(row, ct);
            var step = command.Action switch { MatchActions.Up => -1, MatchActions.Down => 1, _ => 0 };
            if (step == 0)
            {
                return (from, 1);
            }

            // The row beside it on the page that she saw, or on the page before or behind it.
            var passed = await db.FirstOrDefaultAsync<Guid?>(PassedSql, new { command.RunId, SubjectId = row, Step = step }, ct)
                ?? await list.BesideAsync(filter, row, command.Place!.Value, step, ct);
            return (from, passed is { } id && await list.PlaceOfAsync(id, ct) is { } place ? RowPlaces.Beside(from, place, step < 0) : 0);
        }

        internal static Refusal? Refuse(Facts? facts, Command command) => facts switch
        {
            null => Refusal.NotFound,
            { RunId: null } when command.RunId is not null => new("match-run-unknown"),
            // Once it is answered, she may say it again.
            { StandingActionId: not null, AnsweredAt: null } => new("already-in-that-state"),
            _ => null,
        };
    }

    internal sealed record Facts
    {
        public required Guid VacancyId { get; init; }

        /// <summary>She hid it, or reported it, already.</summary>
        public required Guid? StandingActionId { get; init; }

        public required DateTime? AnsweredAt { get; init; }

        public required Guid? RunId { get; init; }

        /// <summary>Of the run.</summary>
        public required string? Direction { get; init; }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Post("/case-files/{caseFileId:guid}/match-actions", (Guid caseFileId, Command body, ApiEdge edge) =>
                edge.Create(body with { CaseFileId = caseFileId, Scope = edge.Scope }, id => $"/match-actions/{id}"))
            .For<Command>("Move a row of a match list, hide it, or report an absurd match");
}

/// <summary>What a kept list holds, as it is stored.</summary>
public static class ListDirection
{
    public const string Vacancies = "vacancies";

    public const string Jobseekers = "jobseekers";

    public static readonly IReadOnlyList<string> All = [Vacancies, Jobseekers];
}
