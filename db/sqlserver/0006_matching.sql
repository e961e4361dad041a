-- What the ranking showed, from what, and what the officer did with it.

CREATE TABLE MatchRun (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Id uniqueidentifier NOT NULL,
    Direction nvarchar(12) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CaseFileId uniqueidentifier NULL REFERENCES CaseFile (Id),
    VacancyId uniqueidentifier NULL REFERENCES Vacancy (Id),
    ModelVersion nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    InputChecksum nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Input varbinary(max) NOT NULL,
    Considered int NOT NULL,
    RanAt datetime2(3) NOT NULL,
    AccountId uniqueidentifier NOT NULL
);
CREATE UNIQUE INDEX UX_MatchRun_Id ON MatchRun (Id);
CREATE INDEX IX_MatchRun_Case ON MatchRun (CaseFileId, RanAt) WHERE CaseFileId IS NOT NULL;
CREATE INDEX IX_MatchRun_Vacancy ON MatchRun (VacancyId, RanAt) WHERE VacancyId IS NOT NULL;

CREATE TABLE MatchRow (
    RunId uniqueidentifier NOT NULL REFERENCES MatchRun (Id),
    Rank int NOT NULL,
    SubjectId uniqueidentifier NOT NULL,
    Score bigint NOT NULL,
    Band int NOT NULL,
    Reasons nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    PRIMARY KEY NONCLUSTERED (RunId, Rank)
);

-- The officer in charge: pin, hide, propose, report; survives the next run until undone.
CREATE TABLE MatchAction (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Id uniqueidentifier NOT NULL,
    RunId uniqueidentifier NULL REFERENCES MatchRun (Id),
    CaseFileId uniqueidentifier NOT NULL REFERENCES CaseFile (Id),
    VacancyId uniqueidentifier NOT NULL REFERENCES Vacancy (Id),
    Action nvarchar(12) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Reason nvarchar(300) COLLATE Latin1_General_100_BIN2 NULL,
    AccountId uniqueidentifier NOT NULL REFERENCES Account (Id),
    TakenAt datetime2(3) NOT NULL,
    UndoneAt datetime2(3) NULL
);
CREATE UNIQUE INDEX UX_MatchAction_Id ON MatchAction (Id);
CREATE UNIQUE INDEX UX_MatchAction_Current ON MatchAction (CaseFileId, VacancyId, Action) WHERE UndoneAt IS NULL;
