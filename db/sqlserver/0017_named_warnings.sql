-- What the judgement of an approved version warned of, as the approver named it: groups with their ratios (JSON), why it may rank all the same, who and when.
ALTER TABLE RankingModel ADD Warnings nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE RankingModel ADD WarningReason nvarchar(500) COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE RankingModel ADD WarningsSeenBy uniqueidentifier NULL REFERENCES Account (Id);
ALTER TABLE RankingModel ADD WarningsSeenAt datetime2(3) NULL;
