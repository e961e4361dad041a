-- The limits of fairness by which a version was let through, as the settings were on that day; JSON.
ALTER TABLE RankingModel ADD GateLimits TEXT NULL;

-- How often a proposal was begun: one that fails again and again is given up, and its officer told.
ALTER TABLE AssignmentProposal ADD Tries INTEGER NOT NULL DEFAULT 0;

-- Where an officer put a row herself; Place goes on when other rows pass it.
ALTER TABLE MatchAction ADD ToPlace INTEGER NULL;
