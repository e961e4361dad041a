-- On which list an officer acted, and where she put a row: Place from 1 of that list, FromPlace where it stood before she moved it first.
-- A row moved before places were kept stands first.
ALTER TABLE MatchAction ADD Direction TEXT NOT NULL DEFAULT 'vacancies';
ALTER TABLE MatchAction ADD Place INTEGER NULL;
ALTER TABLE MatchAction ADD FromPlace INTEGER NULL;

-- A pair is hidden or reported once, and moved once in each of its two lists.
DROP INDEX UX_MatchAction_Current;
CREATE UNIQUE INDEX UX_MatchAction_Standing ON MatchAction (CaseFileId, VacancyId, Action, Direction) WHERE UndoneAt IS NULL;
CREATE INDEX IX_MatchAction_Vacancy ON MatchAction (VacancyId, Action) WHERE UndoneAt IS NULL;
CREATE INDEX IX_MatchAction_Taken ON MatchAction (TakenAt);

-- What an officer reported as absurd: the pair as the version had ranked it, and the answer of those in charge of the ranking.
CREATE TABLE MatchReport (
    ActionId TEXT NOT NULL PRIMARY KEY REFERENCES MatchAction (Id),
    ModelVersion TEXT NULL,
    Place INTEGER NULL,
    Band INTEGER NULL,
    Reasons TEXT NULL,
    AnsweredAt TEXT NULL,
    AnsweredBy TEXT NULL REFERENCES Account (Id),
    Answer TEXT NULL
);
INSERT INTO MatchReport (ActionId, ModelVersion, Place, Band, Reasons)
SELECT a.Id, m.ModelVersion, w.Rank, w.Band, w.Reasons
FROM MatchAction a
LEFT JOIN MatchRun m ON m.Id = a.RunId
LEFT JOIN MatchRow w ON w.RunId = a.RunId AND w.SubjectId = a.VacancyId
WHERE a.Action = 'report';
