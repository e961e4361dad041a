-- Versions of the learned ranking. In charge is the approved one with the highest ApprovalNumber; without any the prior
-- ranks. Metrics and Fairness are the reports by which a person decides; no person's data is in any column.
CREATE TABLE RankingModel (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Id TEXT NOT NULL,
    Name TEXT NOT NULL,
    Status TEXT NOT NULL,
    Trainer TEXT NOT NULL,
    TrainedAt TEXT NOT NULL,
    TrainedBy TEXT NULL REFERENCES Account (Id),
    DataFrom TEXT NULL,
    DataTo TEXT NULL,
    TrainingRows INTEGER NOT NULL,
    TrainingLists INTEGER NOT NULL,
    Options TEXT NOT NULL,
    Metrics TEXT NULL,
    Fairness TEXT NULL,
    Checksum TEXT NOT NULL,
    FileBytes BLOB NOT NULL,
    ApprovalNumber INTEGER NULL,
    DecidedBy TEXT NULL REFERENCES Account (Id),
    DecidedAt TEXT NULL,
    DecisionReason TEXT NULL,
    Version INTEGER NOT NULL
);
CREATE UNIQUE INDEX UX_RankingModel_Id ON RankingModel (Id);
CREATE UNIQUE INDEX UX_RankingModel_Name ON RankingModel (Name);
CREATE UNIQUE INDEX UX_RankingModel_Checksum ON RankingModel (Checksum);
CREATE UNIQUE INDEX UX_RankingModel_Approval ON RankingModel (ApprovalNumber) WHERE ApprovalNumber IS NOT NULL;
