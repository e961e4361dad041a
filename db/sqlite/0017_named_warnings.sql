-- What the judgement of an approved version warned of, as the approver named it: groups with their ratios (JSON), why it may rank all the same, who and when.
ALTER TABLE RankingModel ADD Warnings TEXT NULL;
ALTER TABLE RankingModel ADD WarningReason TEXT NULL;
ALTER TABLE RankingModel ADD WarningsSeenBy TEXT NULL REFERENCES Account (Id);
ALTER TABLE RankingModel ADD WarningsSeenAt TEXT NULL;
