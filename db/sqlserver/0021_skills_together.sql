-- How many employers (Source 'vacancies') or people (Source 'cvs') have two skills together, the first of the lesser number, counted anew each
-- day over published vacancies and over people whose consent to statistics stands; a pair that fewer than five have is not kept. With it how many
-- have the first, the second, and any skill.
CREATE TABLE SkillPair (
    SkillId int NOT NULL REFERENCES Skill (Id),
    OtherId int NOT NULL REFERENCES Skill (Id),
    Source nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Owners int NOT NULL,
    OfSkill int NOT NULL,
    OfOther int NOT NULL,
    OfAll int NOT NULL,
    PRIMARY KEY (SkillId, OtherId, Source)
);
