-- What the ranking showed, from what, and what the officer did with it.

CREATE TABLE MatchRun (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Id TEXT NOT NULL,
    Direction TEXT NOT NULL,
    CaseFileId TEXT NULL REFERENCES CaseFile (Id),
    VacancyId TEXT NULL REFERENCES Vacancy (Id),
    ModelVersion TEXT NOT NULL,
    InputChecksum TEXT NOT NULL,
    Input BLOB NOT NULL,
    Considered INTEGER NOT NULL,
    RanAt TEXT NOT NULL,
    AccountId TEXT NOT NULL
);
CREATE UNIQUE INDEX UX_MatchRun_Id ON MatchRun (Id);
CREATE INDEX IX_MatchRun_Case ON MatchRun (CaseFileId, RanAt) WHERE CaseFileId IS NOT NULL;
CREATE INDEX IX_MatchRun_Vacancy ON MatchRun (VacancyId, RanAt) WHERE VacancyId IS NOT NULL;

CREATE TABLE MatchRow (
    RunId TEXT NOT NULL REFERENCES MatchRun (Id),
    Rank INTEGER NOT NULL,
    SubjectId TEXT NOT NULL,
    Score INTEGER NOT NULL,
    Band INTEGER NOT NULL,
    Reasons TEXT NOT NULL,
    PRIMARY KEY (RunId, Rank)
);

-- The officer in charge: pin, hide, propose, report; survives the next run until undone.
CREATE TABLE MatchAction (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Id TEXT NOT NULL,
    RunId TEXT NULL REFERENCES MatchRun (Id),
    CaseFileId TEXT NOT NULL REFERENCES CaseFile (Id),
    VacancyId TEXT NOT NULL REFERENCES Vacancy (Id),
    Action TEXT NOT NULL,
    Reason TEXT NULL,
    AccountId TEXT NOT NULL REFERENCES Account (Id),
    TakenAt TEXT NOT NULL,
    UndoneAt TEXT NULL
);
CREATE UNIQUE INDEX UX_MatchAction_Id ON MatchAction (Id);
CREATE UNIQUE INDEX UX_MatchAction_Current ON MatchAction (CaseFileId, VacancyId, Action) WHERE UndoneAt IS NULL;
