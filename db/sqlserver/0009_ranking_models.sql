-- Versions of the learned ranking. In charge is the approved one with the highest ApprovalNumber; without any the prior
-- ranks. Metrics and Fairness are the reports by which a person decides; no person's data is in any column.
CREATE TABLE RankingModel (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Id uniqueidentifier NOT NULL,
    Name nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Status nvarchar(12) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Trainer nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    TrainedAt datetime2(3) NOT NULL,
    TrainedBy uniqueidentifier NULL REFERENCES Account (Id),
    DataFrom date NULL,
    DataTo date NULL,
    TrainingRows int NOT NULL,
    TrainingLists int NOT NULL,
    Options nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Metrics nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    Fairness nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    Checksum nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    FileBytes varbinary(max) NOT NULL,
    ApprovalNumber int NULL,
    DecidedBy uniqueidentifier NULL REFERENCES Account (Id),
    DecidedAt datetime2(3) NULL,
    DecisionReason nvarchar(500) COLLATE Latin1_General_100_BIN2 NULL,
    Version int NOT NULL
);
CREATE UNIQUE INDEX UX_RankingModel_Id ON RankingModel (Id);
CREATE UNIQUE INDEX UX_RankingModel_Name ON RankingModel (Name);
CREATE UNIQUE INDEX UX_RankingModel_Checksum ON RankingModel (Checksum);
CREATE UNIQUE INDEX UX_RankingModel_Approval ON RankingModel (ApprovalNumber) WHERE ApprovalNumber IS NOT NULL;
